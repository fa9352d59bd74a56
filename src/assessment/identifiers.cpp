#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "assessment/form_checks.h"
#include "assessment/identifying.h"

namespace ipi {
namespace {

/// Letters, digits and what joins them: an id, or a name that needs no quotes.
bool is_code(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return identifying::is_letter(c) || identifying::is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

void hint(std::string_view text, const std::string& what, const Place& place, Diagnostics& diagnostics) {
  const std::string_view found = identifier_in(text);
  if (found.empty()) return;
  diagnostics.report({Severity::warning,
                      "W0306",
                      fmt::format("{} looks as if it held {}", what, found),
                      {place, {}},
                      {},
                      "forms are anonymous: leave out what tells who somebody is"});
}

/// How to say that the column tells nobody, as it is typed.
std::string allowance_of(std::string_view column) {
  if (column.find_first_of(",'") != std::string_view::npos) return "--allow-identifiers";
  return fmt::format("--allow-identifiers={1}{0}{1}", column, is_code(column) ? "" : "'");
}

/// Neither the words nor an excerpt repeat what was found.
void refuse(std::string message, std::string_view column, const Place& place, Diagnostics& diagnostics) {
  diagnostics.report(
      {Severity::error,
       "E0340",
       std::move(message),
       {place, {}},
       {},
       fmt::format("forms are anonymous: leave it out, or say {} if it tells nobody", allowance_of(column)),
       true});
}

bool refuse_found(std::string_view found, std::string_view what, std::string_view column, const Place& place,
                  Diagnostics& diagnostics) {
  if (found.empty()) return false;
  refuse(fmt::format("{} looks as if it held {}", what, found), column, place, diagnostics);
  return true;
}

/// A free text of a form.
struct Text {
  std::string_view text;
  std::string address;   ///< "P1.remark"
  std::string column;    ///< in a table: "relationships.1.remark"
  std::string_view own;  ///< within its group, or its instrument where the form is of that alone: "remark"
  Place place;
  bool is_note = false;
};

std::string named(const Text& text) {
  return text.is_note ? fmt::format("the note to {}", text.address) : text.address;
}

/// Calls `visit` with each free text of the form.
template <class Visit>
void for_each_text(const Form& form, Visit visit) {
  const auto visit_answers = [&](Group group, std::size_t entry) {
    const auto& slots = form.layout->group(group).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].question->type != AnswerType::text) continue;
      const Variable variable{group, entry, slot};
      const Answer& answer = answer_of(form, variable);
      if (!answer.given()) continue;
      const std::string& within = slots[slot].address;
      const std::string_view own =
          form.layout->protocol().is_instrument ? std::string_view(slots[slot].question->id) : std::string_view(within);
      visit(Text{answer.text, address_of(form, variable),
                 group == Group::form ? within : fmt::format("{}.{}.{}", to_text(group), entry + 1, within), own,
                 answer.place});
    }
  };
  visit_answers(Group::form, 0);
  for (const Group group : {Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < form.entries(group).size(); ++entry) visit_answers(group, entry);
  }
  for (const Note& note : form.notes)
    visit(Text{note.text, note.address, note.address, note.address, note.place, true});
}

}  // namespace

bool AllowedIdentifiers::allows(std::string_view column) const {
  return all || std::find(columns.begin(), columns.end(), column) != columns.end();
}

std::string_view identifier_in(std::string_view text) {
  if (identifying::has_email(text)) return "an e-mail address";
  const std::string rest = identifying::without_pseudonyms(text);
  if (identifying::has_date_in_words(rest)) return "an exact date, such as that of a birth";
  if (identifying::has_national_number(rest)) return "a national number";
  if (identifying::has_address(rest)) return "an address";
  return identifying::number_in_text(rest);
}

std::string_view identifier_or_name_in(std::string_view text) {
  const std::string_view found = identifier_in(text);
  if (found.empty() && seems_to_name_somebody(text)) return "a name";
  return found;
}

std::string_view identifier_in_code(std::string_view id) {
  // What is no code is reported as such; it must not be repeated all the same.
  if (!is_code(id)) return identifier_or_name_in(id);
  if (is_pseudonym(id)) return {};
  const std::string rest = identifying::without_pseudonyms(id);
  if (identifying::has_date_in_words(rest)) return "an exact date, such as that of a birth";
  if (identifying::has_national_number(rest)) return "a national number";
  return identifying::number_in_code(rest);
}

bool is_identifying_code(std::string_view id) { return !identifier_in_code(id).empty(); }

bool surely_tells_nobody(std::string_view text) {
  // Names and addresses have capitals, all the others a digit or the sign of an e-mail.
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || std::string_view(" ,;:!?()'-_\n").find(c) != std::string_view::npos;
  });
}

bool surely_tells_nobody_as_code(std::string_view id) {
  constexpr std::size_t longest = 64, most_digits = 5, most_counted = 7;  // a date has eight
  std::size_t digits = 0;
  std::size_t groups = 0;
  bool in_group = false;
  bool letters_behind = false;  // the last group
  for (const char c : id) {
    const bool digit = identifying::is_digit(c);
    // What has a dot may be an initial, a street, a date.
    if (!digit && !identifying::is_letter(c) && c != '-' && c != '_') return false;
    if (digit && !in_group) ++groups;
    // "12MAR85": a date in words has letters between its digits.
    if (digit && letters_behind) return false;
    if (!digit && c != '-' && c != '_' && groups > 0) letters_behind = true;
    in_group = digit;
    if (digit) ++digits;
  }
  const bool is_counted = groups == 1 && in_group && digits <= most_counted;
  return (is_counted || (digits <= most_digits && groups <= 2)) && id.size() <= longest;
}

void IdentifierCheck::learn(const Layout& layout) {
  layout_ = &layout;
  for (std::size_t group = 0; group < group_count; ++group) {
    texts_[group].clear();
    const auto& slots = layout.group(static_cast<Group>(group)).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].question->type == AnswerType::text) texts_[group].push_back(slot);
    }
  }
}

bool IdentifierCheck::finds_nothing(const Form& form) {
  if (form.layout != layout_) learn(*form.layout);
  const auto is_clear = [](std::string_view text) {
    return surely_tells_nobody(text) || identifier_or_name_in(text).empty();
  };
  const auto are_clear = [&](Group group, const std::vector<Answer>& answers) {
    const auto& slots = texts_[static_cast<std::size_t>(group)];
    return std::all_of(slots.begin(), slots.end(),
                       [&](std::size_t slot) { return !answers[slot].given() || is_clear(answers[slot].text); });
  };
  if (!surely_tells_nobody_as_code(form.id) && !allowed_->allows("id") && is_identifying_code(form.id)) return false;
  if (!are_clear(Group::form, form.answers)) return false;
  for (const Group group : {Group::relationships, Group::events}) {
    for (const Entry& entry : form.entries(group)) {
      if (!are_clear(group, entry.answers)) return false;
    }
  }
  return std::all_of(form.notes.begin(), form.notes.end(), [&](const Note& note) { return is_clear(note.text); });
}

void warn_of_identifiers(const Form& form, Diagnostics& diagnostics) {
  hint(form.id, "the form's id", form.id_place, diagnostics);
  for_each_text(form, [&](const Text& text) { hint(text.text, named(text), text.place, diagnostics); });
}

std::vector<Place> refuse_identifiers(const Form& form, const AllowedIdentifiers& allowed, Diagnostics& diagnostics) {
  std::vector<Place> refused;
  if (!allowed.allows("id") &&
      refuse_found(identifier_in_code(form.id), "the form's id", "id", form.id_place, diagnostics))
    refused.push_back(form.id_place);
  for_each_text(form, [&](const Text& text) {
    if (allowed.allows(text.address) || allowed.allows(text.column) || allowed.allows(text.own)) return;
    if (refuse_found(identifier_or_name_in(text.text), named(text), text.address, text.place, diagnostics))
      refused.push_back(text.place);
  });
  return refused;
}

bool refuse_identifiers(std::string_view column, std::string_view text, const Place& place, Diagnostics& diagnostics) {
  return refuse_found(identifier_or_name_in(text), fmt::format("the column '{}'", column), column, place, diagnostics);
}

void refuse_column(std::string_view column, const Place& place, Diagnostics& diagnostics) {
  refuse(fmt::format("the column '{}' tells who somebody is, by its name", column), column, place, diagnostics);
}

}  // namespace ipi
