#include "formats/delimited.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "text/eight_bytes.h"
#include "text/utf8.h"
#include "yaml/grow.h"

namespace ipi {
namespace {

/// What stands at the end of a record and is no part of it.
std::string_view without_newline(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

constexpr char delete_sign = 0x7F;

class Splitter {
 public:
  Splitter(const SourceFile& record, char delimiter, std::pmr::memory_resource& storage, std::vector<Field>& fields,
           Diagnostics& diagnostics)
      : record_(&record),
        text_(without_newline(record.text())),
        delimiter_(delimiter),
        grower_(storage),
        fields_(&fields),
        diagnostics_(&diagnostics) {}

  bool run() {
    fields_->clear();
    if (split_plain()) return true;
    fields_->clear();
    if (!is_plain_ascii() && !check_bytes()) return false;
    for (std::size_t at = 0;;) {
      const bool quoted = at < text_.size() && text_[at] == '"';
      const auto end = quoted ? take_quoted(at) : take_plain(at);
      if (!end) return false;
      if (*end >= text_.size()) return true;
      at = *end + 1;
    }
  }

 private:
  static Span span_of(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void report(std::string_view code, std::size_t begin, std::size_t end, std::string message, std::string help) {
    diagnostics_->report(
        {Severity::error, code, std::move(message), {{record_, span_of(begin, end)}, {}}, {}, std::move(help)});
  }

  /// A row without quotes and control characters, as nearly all are; false where there is more to be looked at.
  bool split_plain() {
    std::uint64_t all = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text_.size(); at += sizeof all) {
      std::uint64_t bytes = eight::bytes_at(text_, at);
      const std::size_t left = text_.size() - at;
      if (left < sizeof all) bytes |= eight::each(' ') << (8U * left);
      const std::uint64_t delimiters = eight::mark_exactly(bytes, delimiter_) & within(left);
      const std::uint64_t controls = (eight::mark_below(bytes, ' ') & ~delimiters) | eight::mark(bytes, delete_sign);
      if ((controls | eight::mark(bytes, '"')) != 0) return false;
      all |= bytes;
      for (std::uint64_t rest = delimiters; rest != 0; rest = eight::without_first(rest)) {
        const std::size_t end = at + eight::first(rest);
        add_plain(begin, end);
        begin = end + 1;
      }
    }
    add_plain(begin, text_.size());
    return (all & eight::highest_bits) == 0 || !find_invalid_utf8(text_);
  }

  /// Whether there is nothing in the row that `check_bytes` could speak of, as in most rows with quotes.
  bool is_plain_ascii() const {
    std::uint64_t odd = 0;
    const std::size_t last = text_.size() - std::min(text_.size(), sizeof odd);
    for (std::size_t at = 0; at < text_.size(); at += sizeof odd) {
      const std::uint64_t bytes = eight::bytes_at(text_, std::min(at, last));
      odd |= eight::mark_below(bytes, ' ') | eight::mark(bytes, delete_sign) | (bytes & eight::highest_bits);
    }
    return odd == 0;
  }

  /// All bits of so many bytes, at most eight.
  static std::uint64_t within(std::size_t bytes) {
    return bytes >= sizeof(std::uint64_t) ? ~std::uint64_t{0} : (std::uint64_t{1} << (8U * bytes)) - 1;
  }

  void add_plain(std::size_t begin, std::size_t end) {
    fields_->push_back({text_.substr(begin, end - begin), span_of(begin, end), false});
  }

  bool check_bytes() {
    const auto control = std::find_if(text_.begin(), text_.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    });
    if (control != text_.end()) {
      const auto at = static_cast<std::size_t>(control - text_.begin());
      report("E0103", at, at + 1,
             fmt::format("the control character 0x{:02X} has no place in a text", static_cast<unsigned char>(*control)),
             "remove it");
      return false;
    }
    const auto invalid = find_invalid_utf8(text_);
    if (!invalid) return true;
    report("E0101", *invalid, *invalid + 1,
           fmt::format("the byte 0x{:02X} here is not UTF-8", static_cast<unsigned char>(text_[*invalid])),
           "save the file as UTF-8 (it may be in Latin-1 or Windows-1252)");
    return false;
  }

  /// Where the field that begins there ends, or has a quote.
  std::size_t end_of_plain(std::size_t begin) const {
    for (std::size_t at = begin; at < text_.size(); at += sizeof(std::uint64_t)) {
      const std::uint64_t bytes = eight::bytes_at(text_, at);
      const std::uint64_t ends = eight::mark(bytes, delimiter_) | eight::mark(bytes, '"');
      if (ends != 0) return at + eight::first(ends);
    }
    return text_.size();
  }

  std::optional<std::size_t> take_plain(std::size_t begin) {
    const std::size_t end = end_of_plain(begin);
    if (end < text_.size() && text_[end] == '"') {
      report("E0330", end, end + 1, "a quote in the middle of a field",
             "put the whole field in quotes, and write a quote within as \"\"");
      return std::nullopt;
    }
    add_plain(begin, end);
    return end;
  }

  std::optional<std::size_t> take_quoted(std::size_t begin) {
    bool doubled = false;
    std::size_t close = text_.find('"', begin + 1);
    while (close != std::string_view::npos && close + 1 < text_.size() && text_[close + 1] == '"') {
      doubled = true;
      close = text_.find('"', close + 2);
    }
    if (close == std::string_view::npos) {
      report("E0330", begin, begin + 1, "a quote that never closes",
             "add the closing quote, and write a quote within a field as \"\"");
      return std::nullopt;
    }
    if (close + 1 < text_.size() && text_[close + 1] != delimiter_) {
      report("E0330", close + 1, close + 2, "text behind the closing quote", "write a quote within a field as \"\"");
      return std::nullopt;
    }
    std::string_view inner = text_.substr(begin + 1, close - begin - 1);
    if (doubled) inner = single_quotes(inner);
    fields_->push_back({inner, span_of(begin, close + 1), true});
    return close + 1;
  }

  std::string_view single_quotes(std::string_view text) {
    std::string single;
    for (std::size_t i = 0; i < text.size(); ++i) {
      single += text[i];
      if (text[i] == '"') ++i;
    }
    return grower_.keep(single);
  }

  const SourceFile* record_;
  std::string_view text_;
  char delimiter_;
  yaml::Grower grower_;
  std::vector<Field>* fields_;
  Diagnostics* diagnostics_;
};

}  // namespace

bool split_record(const SourceFile& record, char delimiter, std::pmr::memory_resource& storage,
                  std::vector<Field>& fields, Diagnostics& diagnostics) {
  return Splitter(record, delimiter, storage, fields, diagnostics).run();
}

std::optional<std::size_t> end_of_record(std::string_view text, char delimiter) {
  const std::size_t newline = text.find('\n');
  const std::string_view line = text.substr(0, newline);
  // The rule: no quote on the line, so that its end is the record's.
  if (std::memchr(line.data(), '"', line.size()) == nullptr)
    return newline == std::string_view::npos ? std::nullopt : std::optional(newline + 1);
  bool in_quotes = false;
  bool field_begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_quotes) {
      in_quotes = c != '"';  // a doubled quote opens them again at once
      field_begins = false;
      if (!in_quotes && i + 1 < text.size() && text[i + 1] == '"') {
        ++i;
        in_quotes = true;
      }
      continue;
    }
    if (c == '\n') return i + 1;
    in_quotes = c == '"' && field_begins;
    field_begins = c == delimiter;
  }
  return std::nullopt;
}

char guess_delimiter(std::string_view header) {
  constexpr std::array<char, 4> candidates = {'\t', ',', ';', '|'};
  const std::string_view line = header.substr(0, header.find('\n'));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char candidate : candidates) {
    const std::ptrdiff_t count = std::count(line.begin(), line.end(), candidate);
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

}  // namespace ipi
