#include "report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "report/formulation.h"

namespace ipi::report {
namespace {

constexpr std::size_t most_listed = 8;  // answers in one line; `ipi score --explain` lists them all

/// What an entry is stands wherever the entry is named; the contexts, a choice of rules, at the page's foot.
bool stands_in_titles(const Variable& variable) {
  if (variable.group == Group::form) return variable.slot == form_slot::context;
  if (variable.group == Group::events) return variable.slot == event_slot::kind;
  return variable.slot == relationship_slot::role || variable.slot == relationship_slot::status;
}

/// What is listed of answers, and how many at most.
struct Listing {
  bool given = true;
  bool titles = false;
  std::size_t most = most_listed;
};

Text listed(const Page& page, const std::vector<Variable>& variables, const Listing& listing) {
  Text text;
  std::size_t count = 0;
  for (const Variable& variable : page.spoken_of(variables)) {
    if (answer_of(page.form(), variable).given() != listing.given || page.state().applies(variable) == Truth::no)
      continue;
    if (listing.given && !listing.titles && stands_in_titles(variable)) continue;
    if (++count > listing.most) continue;
    if (!text.empty()) text.push_back({", ", Voice::quiet});
    text.push_back({answer_words(page.words(), variable), Voice::code});
  }
  if (count > listing.most) text.push_back({fmt::format(" and {} more", count - listing.most), Voice::quiet});
  return text;
}

}  // namespace

bool Page::keeps_back() const { return !options().with_private && has_private_questions(state().compiled()); }

bool Page::speaks_of(const Variable& variable) const {
  if (options().with_private) return true;
  const Slot& slot = layout().group(variable.group).slots[variable.slot];
  if (slot.is_private) return false;
  return !slot.withheld_where || answer_of(form(), variable).given();
}

std::vector<Variable> Page::spoken_of(const std::vector<Variable>& variables) const {
  std::vector<Variable> shown;
  std::copy_if(variables.begin(), variables.end(), std::back_inserter(shown),
               [&](const Variable& variable) { return speaks_of(variable); });
  return shown;
}

Text Page::given(const std::vector<Variable>& variables) const { return listed(*this, variables, {}); }
Text Page::open(const std::vector<Variable>& variables) const { return listed(*this, variables, {.given = false}); }

Text Page::trace(const std::vector<Variable>& variables) const {
  constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
  Text text = listed(*this, variables, {.most = all});
  return text.empty() ? listed(*this, variables, {.titles = true, .most = all}) : text;
}

std::string Page::answer(const Variable& variable) const {
  const Answer& answer = answer_of(form(), variable);
  if (!answer.given()) return std::string(absence_in_words(answer.absence));
  switch (question_of(form(), variable).type) {
    case AnswerType::date:
      return date_in_words(answer.date, language());
    case AnswerType::entry:
      for (const Group group : {Group::relationships, Group::events}) {
        if (const auto entry = form().find_entry(group, answer.text)) return entry_words(*this, {group, *entry});
      }
      break;
    default:
      break;
  }
  return label_of(form(), variable, language());
}

Facts Page::facts(const std::vector<CompiledFact>& facts) const {
  Facts rows;
  for (const CompiledFact& fact : facts) {
    const std::string label(fact.fact->label.in(language()));
    if (!fact.slot) {
      rows.facts.push_back({label, {}, true});
      continue;
    }
    const Variable variable{Group::form, 0, *fact.slot};
    if (state().applies(variable) == Truth::no || !speaks_of(variable)) continue;
    const bool is_given = answer_of(form(), variable).given();
    // Free text goes with the notes; without them there is a line for it.
    if (question_of(form(), variable).type == AnswerType::text) {
      const bool is_shown = options().notes && is_given;
      rows.facts.push_back({label, is_shown ? plain(fmt::format("“{}”", answer_of(form(), variable).text)) : Text{},
                            !is_shown, is_shown});
      continue;
    }
    rows.facts.push_back({label, is_given ? plain(answer(variable)) : quiet(answer(variable)), false});
  }
  return rows;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string with_stop(std::string text) {
  const bool ends = text.empty() || text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
  return ends ? text : text + '.';
}

std::string with_minus(std::string figure) {
  if (figure.starts_with('-')) figure.replace(0, 1, "\u2212");
  return figure;
}

std::string entry_words(const Page& page, const Subject& subject) {
  if (subject.group != Group::events) return subject_in_words(page.form(), subject, page.language());
  const Entry& event = page.form().events[subject.entry];
  std::string words =
      fmt::format("{}, {}", event.code, in_a_sentence(page.answer({Group::events, subject.entry, event_slot::kind})));
  if (const Answer& when = event.answers[event_slot::when]; when.given())
    words += ", " + date_in_words(when.date, page.language());
  const Answer& person = event.answers[event_slot::person];
  const auto tie = person.given() ? page.form().find_entry(Group::relationships, person.text) : std::nullopt;
  return tie ? fmt::format("{}, {}", words,
                           subject_in_words(page.form(), {Group::relationships, *tie}, page.language()))
             : words;
}

std::string title_of(const Page& page, const Candidate& candidate) {
  const std::string title(candidate.area->area->title.in(page.language()));
  return candidate.code.empty() ? title : fmt::format("{}: {}", title, entry_words(page, candidate.subject));
}

std::string agreed_words(const Page& page, const FocusAgreed& agreed) {
  const auto& areas = page.words().model()->areas;
  const auto area = std::find_if(areas.begin(), areas.end(), [&](const Area& one) { return one.id == agreed.area; });
  const std::string title = area == areas.end() ? agreed.area : std::string(area->title.in(page.language()));
  for (const Group group : {Group::relationships, Group::events}) {
    if (const auto entry = page.form().find_entry(group, agreed.subject))
      return fmt::format("{}: {}", title, entry_words(page, {group, *entry}));
  }
  return title;
}

}  // namespace ipi::report
