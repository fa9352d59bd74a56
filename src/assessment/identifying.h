#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

/// The parts of the search for what tells who somebody is (ipi/assessment/identifiers.h).
namespace ipi::identifying {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Whether the word stands in a list of words, each of which has a blank before and behind it.
[[nodiscard]] bool is_one_of(std::string_view words, std::string_view word);

/// The text with the letters of European alphabets made small.
[[nodiscard]] std::string in_small_letters(std::string_view text);

/// A word between blanks, without the signs around it.
struct Word {
  std::string_view text;
  std::string_view behind;  ///< the signs that follow it
  bool begins = false;      ///< a sentence
  bool opens_line = false;
};
[[nodiscard]] std::vector<Word> words_of(std::string_view text);
/// "John", "O'Neill", "JOHN", "Émile", "Иван": letters, the first of them a capital, and more than one.
[[nodiscard]] bool is_capitalised(std::string_view word);

/// The text with lines ("____") in the place of pseudonyms: their digits are nobody's number.
[[nodiscard]] std::string without_pseudonyms(std::string_view text);

/// What the digits of a text, which has no pseudonyms, seem to be; empty if nothing.
[[nodiscard]] std::string_view number_in_text(std::string_view text);
/// Likewise of an id.
[[nodiscard]] std::string_view number_in_code(std::string_view id);
/// "12 March 1985", "March 12, 1985", "12-Mar-1985" in six languages.
[[nodiscard]] bool has_date_in_words(std::string_view text);
/// A number that a state gives its people and that is written like nothing else: "AB123456C", "12345678Z".
[[nodiscard]] bool has_national_number(std::string_view text);

[[nodiscard]] bool has_email(std::string_view text);
/// "12 Elm Street", "Hauptstr. 5", "10115 Berlin", "Duncanville TX, 75116", "PO Box 12", "12 rue de la Paix".
[[nodiscard]] bool has_address(std::string_view text);

/// A word of studies, clinics and everyday life that no name is made of.
[[nodiscard]] bool is_everyday(std::string_view small_word);

}  // namespace ipi::identifying
