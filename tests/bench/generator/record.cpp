#include "record.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace bench {

std::string_view Record::keep(std::string_view text) {
  if (used_ + text.size() > memory_.size()) std::abort();
  char* at = memory_.data() + used_;
  std::copy(text.begin(), text.end(), at);
  used_ += text.size();
  return {at, text.size()};
}

std::size_t Workload::column(std::string_view address) const {
  const auto found =
      std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.address == address; });
  return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t Workload::add(std::string address, std::vector<std::string> path, Column::Kind kind) {
  columns_.push_back({std::move(address), std::move(path), kind});
  return columns_.size() - 1;
}

std::string_view form_id(std::uint64_t form, Record& record) {
  std::string digits = std::to_string(form);
  digits.insert(0, 7 - std::min<std::size_t>(7, digits.size()), '0');
  return record.keep('f' + digits);
}

std::string_view day(std::size_t number, Record& record) {
  std::array<char, 11> text{};
  const auto digits = [&](std::size_t at, std::size_t value) {
    text[at] = static_cast<char>('0' + value / 10);
    text[at + 1] = static_cast<char>('0' + value % 10);
  };
  // No day after the 28th, so that every month has it.
  digits(0, 20);
  digits(2, 24 + number / 360);
  digits(5, 1 + number % 360 / 30);
  digits(8, 1 + number % 30 % 28);
  text[4] = text[7] = '-';
  return record.keep({text.data(), 10});
}

}  // namespace bench
