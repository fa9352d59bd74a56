#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "interview/answers.h"
#include "interview/dialogue.h"
#include "interview/entering.h"
#include "interview/prompts.h"
#include "interview/words.h"

namespace ipi::interview {
namespace {

constexpr std::size_t longest_code = 8;

/// Letters followed by digits, as the reader of forms wants it.
bool is_code(std::string_view word) {
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto digits = std::find_if_not(word.begin(), word.end(),
                                       [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
  return word.size() <= longest_code && digits != word.begin() && digits != word.end() &&
         std::all_of(digits, word.end(), is_digit);
}

/// The parts between commas.
std::vector<std::string_view> split_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

/// "my sister" and "a parent died" without the words before them that no label starts with.
std::string_view without_my(std::string_view entry) {
  const std::string word = lowered(entry);
  for (const std::string_view lead : {"my ", "the ", "her ", "his "}) {
    if (word.starts_with(lead)) return trimmed(entry.substr(lead.size()));
  }
  return entry;
}

/// The longest beginning of the words that is an option, and the words after it.
struct Beginning {
  OptionMatch match;
  std::vector<std::string_view> rest;
};

Beginning beginning_of(const std::vector<Option>& options, std::string_view entry, std::string_view language) {
  const std::vector<std::string_view> parts = split_parts(entry);
  const std::string_view first = parts.front();
  const std::vector<std::string_view> words = split(first);
  for (std::size_t count = words.size(); count > 0; --count) {
    const auto length = static_cast<std::size_t>(words[count - 1].data() - first.data()) + words[count - 1].size();
    const OptionMatch match = match_option(options, first.substr(0, length), language);
    if (!match.option) continue;
    if (parts.size() == 1) return {match, {words.begin() + static_cast<std::ptrdiff_t>(count), words.end()}};
    // "friend died, inner": with commas, what follows in the first part is one answer of its own.
    Beginning found{match, {parts.begin() + 1, parts.end()}};
    if (const std::string_view answer = trimmed(first.substr(length)); !answer.empty())
      found.rest.insert(found.rest.begin(), answer);
    return found;
  }
  return {match_option(options, first, language), {}};
}

/// "'dad' is no status: 1 current, 2 ended, 3 deceased." In a line of several answers nobody sees which one an option
/// is of.
std::string fault_in_line(const Slot& slot, std::string_view word, const std::string& fault) {
  const std::vector<Option>& options = slot.question->options;
  if (options.empty() || options.size() > most_numbered) return fault;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < options.size(); ++i)
    known.push_back(fmt::format("{} {}", number_of(options, i), options[i].value));
  std::string what = slot.address;
  std::replace(what.begin(), what.end(), '.', ' ');
  return fmt::format("'{}' is no answer to {}: {}.", word, what, fmt::join(known, ", "));
}

bool names_answer(const Layout& layout, const std::vector<Answer>& answers, Group group, std::string_view code) {
  const auto& slots = layout.group(group).slots;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (slots[i].question->type == AnswerType::entry && answers[i].given() && answers[i].text == code) return true;
  }
  return false;
}

/// More than what the entry is.
bool has_answers(const Entry& entry) {
  return std::any_of(entry.answers.begin() + first_slot + 1, entry.answers.end(),
                     [](const Answer& answer) { return answer.given(); });
}

/// Whether an answer, or the focus agreed on, names the entry.
bool is_named(const Form& form, std::string_view code) {
  if (form.focus_agreed && form.focus_agreed->subject == code) return true;
  if (names_answer(*form.layout, form.answers, Group::form, code)) return true;
  for (const Group group : {Group::relationships, Group::events}) {
    for (const Entry& entry : form.entries(group)) {
      if (names_answer(*form.layout, entry.answers, group, code)) return true;
    }
  }
  return false;
}

bool is_code_in_use(const Form& form, std::string_view code) {
  return form.find_entry(Group::relationships, code).has_value() || form.find_entry(Group::events, code).has_value();
}

std::string next_code(const Form& form, Group roster) {
  const char letter = roster == Group::events ? 'E' : 'P';
  std::size_t number = 1;
  while (is_code_in_use(form, fmt::format("{}{}", letter, number))) ++number;
  return fmt::format("{}{}", letter, number);
}

}  // namespace

std::vector<Entry>& Dialogue::roster_entries(Group roster) {
  return roster == Group::events ? form_.events : form_.relationships;
}

Reply Dialogue::close_roster(const Step& step) {
  (step.roster == Group::events ? form_.events_asked : form_.relationships_asked) = true;
  put({{step.variable, chosen(0)}});  // `yes` is the first option: the list is whole
  before_.push_back(step);
  go_on(step);
  return echo("= the list is whole");
}

Reply Dialogue::enter_another(const Step& step, std::string_view entry) {
  if (entry.empty()) {
    if (!is_answered(step))
      return refusal("Nothing entered. Here: a number or two letters, 0 for none, s skips it; ? lists all.");
    step_over();
    return {};
  }
  const std::string word = lowered(entry);
  if (word == "0" || word == "no" || word == no_entry || word == "nobody" || word == "nothing")
    return close_roster(step);
  std::string code;
  if (const std::string_view first = split(entry).empty() ? std::string_view() : split(entry).front(); is_code(first)) {
    std::string known(first);
    std::transform(known.begin(), known.end(), known.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    if (is_code_in_use(form_, first) || is_code_in_use(form_, known)) return enter_list(first);
    code = std::string(first);
    entry = trimmed(entry.substr(first.size()));
  }
  entry = without_my(entry);
  const auto& options = form_.layout->group(step.roster).slots[first_slot].question->options;
  const Beginning found = beginning_of(options, entry, settings_.language);
  if (found.match.option) return add_entry(step, code, chosen(*found.match.option), found.rest);
  if (!found.match.several.empty()) {
    std::vector<std::string> names;
    for (const std::size_t option : found.match.several)
      names.push_back(fmt::format("{} {}", number_of(options, option), options[option].label.in(settings_.language)));
    return refusal(fmt::format("'{}' can be {}: a letter more, or the number.", entry, fmt::join(names, " or ")));
  }
  const std::string_view what = step.roster == Group::events ? "kind of event" : "role";
  if (const std::string near = did_you_mean(options, entry, settings_.language); !near.empty())
    return refusal(fmt::format("'{}' is no {} here: {} Else ? lists them.", entry, what, near));
  return refusal(fmt::format("'{}' is no {} here{}: take the nearest one; ? lists them.", entry, what,
                             step.roster == Group::events ? "" : ", and people stay nameless"));
}

/// A new entry with what is known of it at once; `rest` answers the questions of its structure in their order.
Reply Dialogue::add_entry(const Step& step, std::string code, const Answer& what,
                          const std::vector<std::string_view>& rest) {
  const Dialogue before = *this;
  const Group roster = step.roster;
  const auto& slots = form_.layout->group(roster).slots;
  const std::size_t position = roster_entries(roster).size();
  Entry entry;
  entry.code = code.empty() ? next_code(form_, roster) : std::move(code);
  entry.answers.resize(slots.size());
  std::string told = fmt::format("{}:", entry.code);
  roster_entries(roster).push_back(std::move(entry));
  (roster == Group::events ? form_.events_asked : form_.relationships_asked) = true;
  put({{step.variable, absent(Absence::not_asked)}});
  const auto take = [&](std::size_t slot, Answer answer) {
    const Variable variable{roster, position, slot};
    put({{variable, std::move(answer)}});
    before_.push_back({Step::Kind::question, step.part, variable, Group::form});
    told += fmt::format("{}{}", slot == first_slot ? " " : ", ", in_words(form_, variable, settings_.language));
  };
  take(first_slot, what);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const std::size_t slot = first_slot + 1 + i;
    if (slot >= slots.size() || !slots[slot].structural) {
      *this = before;
      return refusal(fmt::format("'{}' is one answer too many: nothing is added.", rest[i]));
    }
    AnswerReading reading = understand(asked({roster, position, slot}), rest[i]);
    const auto absence = absence_of(rest[i]);
    const bool may_be_absent = roster == Group::events || slot != relationship_slot::status;
    if (!reading.answer && absence && may_be_absent) reading.answer = absent(*absence);
    if (!reading.answer) {
      *this = before;
      return refusal(fmt::format("{} Nothing is added.", fault_in_line(slots[slot], rest[i], reading.fault)));
    }
    take(slot, std::move(*reading.answer));
  }
  go_on(before_.back());
  return echo(told);
}

/// Nothing brings answers back: of an entry that has any it is asked once more.
Reply Dialogue::drop_entry(std::string_view code, std::string_view asked_before) {
  mode_ = Mode::list;
  for (const Group roster : {Group::relationships, Group::events}) {
    std::vector<Entry>& entries = roster_entries(roster);
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& one) { return lowered(one.code) == lowered(code); });
    if (entry == entries.end()) continue;
    const std::string name = entry->code;
    if (is_named(form_, name))
      return refusal(fmt::format("{} is named by another answer: change that one first.", name));
    if (has_answers(*entry) && asked_before != name) {
      to_drop_ = name;
      return refusal(
          fmt::format("{} has answers, which would go with it: drop {} once more takes it out, anything else keeps it.",
                      name, name));
    }
    entries.erase(entry);
    std::erase_if(form_.notes,
                  [&](const Note& note) { return note.address == name || note.address.starts_with(name + "."); });
    before_.clear();  // places in the list have moved
    at_.reset();
    put({});
    if (hidden_at_ && hidden_at_->variable.group == roster)
      hidden_at_ = next_open(items(), std::nullopt, [](const Step&) { return false; });
    return echo(fmt::format("{} is taken out.", name));
  }
  return refusal(fmt::format("'{}' is not listed.", code));
}

}  // namespace ipi::interview
