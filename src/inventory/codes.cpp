#include "inventory/codes.h"

#include <algorithm>
#include <cstddef>

namespace ipi {
namespace {

constexpr std::size_t longest_code = 8;  // P1 to PERSON12; a name seldom ends in digits
constexpr std::size_t longest_id = 64;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_code(std::string_view word) {
  const auto* const digits = std::find_if_not(word.begin(), word.end(), is_letter);
  return !word.empty() && word.size() <= longest_code && digits != word.begin() && digits != word.end() &&
         std::all_of(digits, word.end(), is_digit);
}

bool is_form_id(std::string_view word) {
  const auto allowed = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; };
  return !word.empty() && word.size() <= longest_id && std::all_of(word.begin(), word.end(), allowed);
}

}  // namespace ipi
