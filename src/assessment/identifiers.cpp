#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

#include "ipi/assessment/form_checks.h"

namespace ipi {
namespace {

constexpr std::size_t phone_digits = 7;   // the shortest subscriber numbers with an area code
constexpr std::size_t record_digits = 6;  // in one run; years and ages have fewer

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool has_email(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const std::size_t end = text.find_first_of(" \t\n,;()<>", at);
    const std::string_view host = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    const std::size_t dot = host.find('.');
    if (at > 0 && is_word(text[at - 1]) && dot != std::string_view::npos && dot > 0 && dot + 1 < host.size()) return true;
  }
  return false;
}

/// A stretch of digits with at most single separators between them, and how its digits are grouped.
struct Digits {
  std::size_t count = 0;
  std::size_t longest_run = 0;
  std::array<std::size_t, 3> runs{};  // lengths of the first three
  std::size_t groups = 0;
  char separator = 0;  // the one between all groups; '?' where they differ
  bool plus = false;
};

std::optional<Digits> next_digits(std::string_view text, std::size_t& at) {
  while (at < text.size() && !is_digit(text[at])) ++at;
  if (at == text.size()) return std::nullopt;
  Digits found;
  found.plus = at > 0 && text[at - 1] == '+';
  while (at < text.size()) {
    std::size_t run = 0;
    while (at < text.size() && is_digit(text[at])) ++at, ++run;
    if (found.groups < found.runs.size()) found.runs[found.groups] = run;
    ++found.groups;
    found.count += run;
    found.longest_run = std::max(found.longest_run, run);
    const bool joined = at + 1 < text.size() && std::string_view(" -./()").find(text[at]) != std::string_view::npos && is_digit(text[at + 1]);
    if (!joined) break;
    found.separator = found.separator == 0 || found.separator == text[at] ? text[at] : '?';
    ++at;
  }
  return found;
}

/// 1968-03-12, 12.3.1968, 12/03/68.
bool is_full_date(const Digits& digits) {
  if (digits.groups != 3 || std::string_view("-./").find(digits.separator) == std::string_view::npos) return false;
  const auto& [first, second, third] = digits.runs;
  const bool year_first = first == 4 && second <= 2 && third <= 2;
  const bool year_last = first <= 2 && second <= 2 && (third == 4 || third == 2);
  return year_first || year_last;
}

/// The words of a text, without the signs around them; `begins` where a sentence does.
struct Word {
  std::string_view text;
  bool begins = false;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool begins = true;
  for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    std::string_view word = text.substr(at, end - at);
    while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.front())) != 0) word.remove_prefix(1);
    std::string_view bare = word;
    while (!bare.empty() && std::ispunct(static_cast<unsigned char>(bare.back())) != 0) bare.remove_suffix(1);
    if (!bare.empty()) words.push_back({bare, begins});
    begins = !word.empty() && std::string_view(".!?:\"").find(word.back()) != std::string_view::npos;
    at = text.find_first_not_of(' ', end);
  }
  return words;
}

bool is_capitalised(std::string_view word) {
  const auto is_upper = [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; };
  return word.size() > 1 && is_upper(word[0]) && !is_upper(word[1]) && !is_digit(word[1]);
}

void hint(std::string_view text, const std::string& what, const Place& place, Diagnostics& diagnostics) {
  const std::string_view found = identifier_in(text);
  if (found.empty()) return;
  diagnostics.report({Severity::warning, "W0306", fmt::format("{} looks as if it held {}", what, found), {place, {}}, {},
                      "forms are anonymous: leave out what tells who somebody is"});
}

void refuse(std::string_view found, std::string_view what, const Place& place, Diagnostics& diagnostics) {
  if (found.empty()) return;
  diagnostics.report({Severity::error, "E0340", fmt::format("{} looks as if it held {}", what, found), {place, {}}, {},
                      "forms are anonymous: leave it out, or say --allow-identifiers if it tells nobody"});
}

/// In free text a name counts as well.
std::string_view identifier_or_name_in(std::string_view text) {
  const std::string_view found = identifier_in(text);
  if (found.empty() && seems_to_name_somebody(text)) return "a name";
  return found;
}

/// Codes of studies are digits often enough: a run of them is a record or national number from this length on.
constexpr std::size_t national_digits = 9;

std::string_view identifier_in_code(std::string_view id) {
  std::size_t run = 0;
  for (const char c : id) {
    run = is_digit(c) ? run + 1 : 0;
    if (run >= national_digits) return "a record or national number";
  }
  for (std::size_t at = 0; auto digits = next_digits(id, at);) {
    if (is_full_date(*digits)) return "an exact date, such as that of a birth";
    if (digits->groups > 1 && digits->count > phone_digits + 1) return "a phone or record number";
  }
  return {};
}

/// Calls `visit` with each free text of the form, what it is, and its place.
template <class Visit>
void for_each_text(const Form& form, Visit visit) {
  const auto visit_answers = [&](Group group, std::size_t entry) {
    const auto& slots = form.layout->group(group).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].question->type != AnswerType::text) continue;
      const Variable variable{group, entry, slot};
      const Answer& answer = answer_of(form, variable);
      if (answer.given()) visit(answer.text, address_of(form, variable), answer.place);
    }
  };
  visit_answers(Group::form, 0);
  for (const Group group : {Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < form.entries(group).size(); ++entry) visit_answers(group, entry);
  }
  for (const Note& note : form.notes) visit(note.text, fmt::format("the note to {}", note.address), note.place);
}

}  // namespace

std::string_view identifier_in(std::string_view text) {
  if (has_email(text)) return "an e-mail address";
  for (std::size_t at = 0; auto digits = next_digits(text, at);) {
    if (is_full_date(*digits)) return "an exact date, such as that of a birth";
    // Groups of digits with the same dash between years ("2010-2015") are too short for either.
    if (digits->plus && digits->count >= phone_digits) return "a phone number";
    if (digits->longest_run >= record_digits && digits->groups == 1) return "a phone or record number";
    if (digits->count > phone_digits + 1 && digits->groups > 1) return "a phone or record number";
  }
  return {};
}

bool seems_to_name_somebody(std::string_view text) {
  constexpr std::array<std::string_view, 8> titles = {"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Herr", "Frau"};
  const std::vector<Word> words = words_of(text);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_capitalised(words[i + 1].text)) continue;
    if (std::find(titles.begin(), titles.end(), words[i].text) != titles.end()) return true;
    if (is_capitalised(words[i].text) && !words[i].begins && !words[i + 1].begins) return true;
  }
  return words.size() == 2 && is_capitalised(words[0].text) && is_capitalised(words[1].text);
}

void warn_of_identifiers(const Form& form, Diagnostics& diagnostics) {
  hint(form.id, "the form's id", form.id_place, diagnostics);
  for_each_text(form, [&](std::string_view text, const std::string& what, const Place& place) { hint(text, what, place, diagnostics); });
}

void refuse_identifiers(const Form& form, Diagnostics& diagnostics) {
  refuse(identifier_in_code(form.id), "the form's id", form.id_place, diagnostics);
  for_each_text(form, [&](std::string_view text, const std::string& what, const Place& place) { refuse(identifier_or_name_in(text), what, place, diagnostics); });
}

void refuse_identifiers(std::string_view column, std::string_view text, const Place& place, Diagnostics& diagnostics) {
  refuse(identifier_or_name_in(text), fmt::format("the column '{}'", column), place, diagnostics);
}

bool is_identifying_code(std::string_view id) { return !identifier_in_code(id).empty(); }

bool names_an_identifier(std::string_view column) {
  constexpr std::array<std::string_view, 30> telling = {
      "name",   "names",  "firstname", "lastname", "surname",  "forename", "fullname", "email",   "mail",    "phone",
      "telephone", "tel", "mobile",    "address",  "street",   "zip",      "postcode", "zipcode", "dob",     "birthday",
      "birthdate", "birth", "ssn",     "nhs",      "mrn",      "passport", "insurance", "national", "medicare", "iban"};
  std::string word;
  const auto tells = [&] { return std::find(telling.begin(), telling.end(), word) != telling.end(); };
  for (std::size_t i = 0; i < column.size(); ++i) {
    const auto c = static_cast<unsigned char>(column[i]);
    // "LastName" is two words, as "last_name" is.
    const bool begins = std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(column[i - 1])) != 0;
    if (begins || std::isalpha(c) == 0) {
      if (tells()) return true;
      word.clear();
    }
    if (std::isalpha(c) != 0) word += static_cast<char>(std::tolower(c));
  }
  return tells();
}

}  // namespace ipi
