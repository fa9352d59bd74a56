#include <algorithm>
#include <array>

#include "assessment/identifying.h"

namespace ipi::identifying {
namespace {

/// Streets that end so, and those that are taken for one only where they open a line: a way is walked as well.
constexpr std::array<std::string_view, 8> street_endings = {"straße",   "strasse", "str",    "gasse",
                                                            "chaussee", "straat",  "gracht", "laan"};
constexpr std::array<std::string_view, 6> doubtful_endings = {"weg", "platz", "allee", "damm", "ufer", "plein"};
/// Behind a number and a name.
constexpr std::array<std::string_view, 5> streets = {"street", "road", "avenue", "boulevard", "lane"};
constexpr std::array<std::string_view, 20> capital_streets = {
    "St",      "Rd",  "Ave",     "Blvd",   "Ln",    "Dr",  "Drive", "Ct",    "Court",   "Crescent",
    "Terrace", "Hwy", "Highway", "Square", "Close", "Way", "Place", "Grove", "Gardens", "Mews"};
/// Before a name.
constexpr std::array<std::string_view, 15> leading_streets = {"rue",    "avenue", "boulevard", "chemin", "impasse",
                                                              "quai",   "calle",  "avenida",   "paseo",  "plaza",
                                                              "piazza", "viale",  "corso",     "via",    "rua"};
constexpr std::string_view joining = " de du des della ";
constexpr std::array<std::string_view, 5> boxes = {"pobox", "postfach", "postbus", "apartado", "casella postale"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool are_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

/// "5", "12b", "342"; not a year.
bool is_house_number(std::string_view word) {
  if (word.size() > 1 && is_letter(word.back())) word.remove_suffix(1);
  return are_digits(word) &&
         (word.size() <= 3 || (word.size() <= 5 && !word.starts_with("19") && !word.starts_with("20")));
}

bool is_name_of_place(const Word& word) {
  return is_capitalised(word.text) && !is_everyday(in_small_letters(word.text));
}
bool is_small_word(std::string_view word) {
  return word.size() <= 3 && !word.empty() && word.front() >= 'a' && word.front() <= 'z';
}
bool is_capital_word(std::string_view word) {
  return is_capitalised(word) || (word.size() > 1 && std::all_of(word.begin(), word.end(), is_upper));
}

/// "10115 Berlin", "D-10115 Berlin", "8001 Zürich", "1012 AB Amsterdam".
bool is_code_and_place(const std::vector<Word>& words, std::size_t at) {
  std::string_view code = words[at].text;
  if (at + 1 >= words.size() || words[at + 1].opens_line || !words[at].behind.empty()) return false;
  const std::size_t hyphen = code.find('-');
  const bool has_country = hyphen != std::string_view::npos && hyphen <= 2 &&
                           std::all_of(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(hyphen), is_upper);
  if (has_country) code.remove_prefix(hyphen + 1);
  if (!are_digits(code)) return false;
  if (code.size() == 5 || (has_country && code.size() == 4)) return is_name_of_place(words[at + 1]);
  if (code.size() != 4 || !words[at].opens_line || code.starts_with("19") || code.starts_with("20")) return false;
  const std::string_view next = words[at + 1].text;
  if (next.size() == 2 && std::all_of(next.begin(), next.end(), is_upper))
    return at + 2 < words.size() && is_name_of_place(words[at + 2]);
  return is_name_of_place(words[at + 1]);
}

/// "Duncanville TX, 75116".
bool is_place_and_code(const std::vector<Word>& words, std::size_t at) {
  if (at == 0 || at + 1 >= words.size()) return false;
  const std::string_view state = words[at].text;
  const std::string_view code = words[at + 1].text;
  const std::string_view digits = code.substr(0, code.find('-'));
  return state.size() == 2 && is_upper(state[0]) && is_upper(state[1]) && are_digits(digits) && digits.size() >= 5 &&
         digits.size() <= 6 && is_name_of_place(words[at - 1]);
}

/// "SW1A 1AA".
bool is_british_code(const std::vector<Word>& words, std::size_t at) {
  if (at + 1 >= words.size()) return false;
  const std::string_view outward = words[at].text;
  const std::string_view inward = words[at + 1].text;
  const auto ends_well = [](char c) {
    return is_upper(c) && std::string_view("CIKMOV").find(c) == std::string_view::npos;
  };
  const bool is_inward = inward.size() == 3 && is_digit(inward[0]) && ends_well(inward[1]) && ends_well(inward[2]);
  if (!is_inward || outward.size() < 2 || outward.size() > 4 || !is_upper(outward[0])) return false;
  const std::size_t letters = is_upper(outward[1]) ? 2 : 1;
  const std::string_view rest = outward.substr(letters);
  return !rest.empty() && rest.size() <= 2 && is_digit(rest[0]) && (is_digit(rest.back()) || is_upper(rest.back()));
}

/// "Hauptstr. 5", "Berliner Straße 12b".
bool is_street_and_number(const std::vector<Word>& words, std::size_t at) {
  if (at + 1 >= words.size() || !is_house_number(words[at + 1].text)) return false;
  const std::string small = in_small_letters(words[at].text);
  const auto ends_so = [&](std::string_view ending) { return small.ends_with(ending); };
  if (std::any_of(street_endings.begin(), street_endings.end(), ends_so)) return true;
  const bool opens = words[at].opens_line || (at > 0 && words[at - 1].opens_line);
  const bool ends = at + 2 == words.size() || words[at + 2].opens_line || !words[at + 1].behind.empty();
  return opens && ends && is_capitalised(words[at].text) &&
         std::any_of(doubtful_endings.begin(), doubtful_endings.end(), ends_so);
}

/// "14 Rose Cottage St.", "12 oak street".
bool is_number_and_street(const std::vector<Word>& words, std::size_t at) {
  constexpr std::size_t most_words = 4;
  if (!is_house_number(words[at].text)) return false;
  for (std::size_t i = at + 1; i < words.size() && i <= at + most_words && !words[i].opens_line; ++i) {
    const std::string small = in_small_letters(words[i].text);
    const bool named = i > at + 1;
    if (named && contains(streets, small) &&
        (is_capital_word(words[i].text) || (i == at + 2 && !is_everyday(in_small_letters(words[at + 1].text)))))
      return true;
    const bool capital = is_capital_word(words[i].text);
    std::string kind(words[i].text.substr(0, 1));
    if (!small.empty()) kind += small.substr(1);
    if (named && capital && contains(capital_streets, kind)) return true;
    if (!capital && i > at + 1) return false;
    if (!capital && !is_letter(words[i].text.front())) return false;
    if (!capital && i + 1 < words.size() && !contains(streets, in_small_letters(words[i + 1].text))) return false;
  }
  return false;
}

/// "12 rue de la Paix", "Via Roma 12", "Calle Mayor, 5".
bool is_leading_street(const std::vector<Word>& words, std::size_t at) {
  constexpr std::size_t most_words = 5;
  const std::string small = in_small_letters(words[at].text);
  if (!contains(leading_streets, small) || at + 1 >= words.size() || words[at + 1].opens_line) return false;
  const bool plain = small == "rue" || small == "calle";  // no words of English
  const bool follows_number =
      at > 0 && (is_house_number(words[at - 1].text) ||
                 (at > 1 && is_small_word(words[at - 1].text) && is_house_number(words[at - 2].text)));
  const std::string_view next = words[at + 1].text;
  if (follows_number && (plain || is_capital_word(next) || is_one_of(joining, next))) return true;
  if (!plain && !is_capital_word(words[at].text)) return false;
  bool named = false;
  for (std::size_t i = at + 1; i < words.size() && i <= at + most_words; ++i) {
    if (is_house_number(words[i].text)) return named;
    if (!is_capital_word(words[i].text) && !is_small_word(words[i].text)) return false;
    named = named || is_capital_word(words[i].text);
  }
  return false;
}

/// "PO Box 12", "P.O. box 12", "Postfach 12".
bool has_box(std::string_view text) {
  std::string small = in_small_letters(text);
  std::erase(small, '.');
  for (std::size_t at = small.find("po box"); at != std::string::npos; at = small.find("po box", at))
    small.erase(at + 2, 1);
  const auto stands_there = [&](std::string_view box) {
    const std::size_t at = small.find(box);
    if (at == std::string::npos || (at > 0 && is_letter(small[at - 1]))) return false;
    const std::size_t behind = small.find_first_not_of(" :", at + box.size());
    return behind != std::string::npos && is_digit(small[behind]);
  };
  return std::any_of(boxes.begin(), boxes.end(), stands_there);
}

/// "Hauptstr.5".
bool has_short_street(std::string_view text) {
  const std::string small = in_small_letters(text);
  const std::size_t at = small.find("str.");
  return at != std::string::npos && at + 4 < small.size() && is_digit(small[at + 4]);
}

bool is_local(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

bool has_plain_email(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const std::size_t end = text.find_first_of(" \t\r\n,;()<>", at);
    const std::string_view host = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    const std::size_t dot = host.find('.');
    if (at > 0 && is_local(text[at - 1]) && dot != std::string_view::npos && dot > 0 && dot + 1 < host.size())
      return true;
  }
  return false;
}

/// Each "(at)" made to "@", with the blanks around it.
void replace_sign(std::string& text, std::string_view name, char sign) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    std::size_t begin = at;
    std::size_t end = at + name.size();
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    while (end < text.size() && text[end] == ' ') ++end;
    text.replace(begin, end - begin, 1, sign);
    at = begin;
  }
}

}  // namespace

bool has_email(std::string_view text) {
  if (has_plain_email(text)) return true;
  const bool has_bracket = text.find_first_of("([{") != std::string_view::npos;
  if (!has_bracket && text.find(" dot ") == std::string_view::npos && text.find(" DOT ") == std::string_view::npos)
    return false;
  std::string written = in_small_letters(text);
  for (const std::string_view name : {"(at)", "[at]", "{at}"}) replace_sign(written, name, '@');
  for (const std::string_view name : {"(dot)", "[dot]", "{dot}", " dot "}) replace_sign(written, name, '.');
  if (has_plain_email(written)) return true;
  // "jane at example dot org": the dot is spelt out, so that the "at" is no word.
  if (written.size() == text.size() || has_bracket) return false;
  replace_sign(written, " at ", '@');
  return has_plain_email(written);
}

bool has_address(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), is_digit)) return false;
  if (has_box(text) || has_short_street(text)) return true;
  const std::vector<Word> words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool found = is_code_and_place(words, i) || is_place_and_code(words, i) || is_british_code(words, i) ||
                       is_street_and_number(words, i) || is_number_and_street(words, i) || is_leading_street(words, i);
    if (found) return true;
  }
  return false;
}

}  // namespace ipi::identifying
