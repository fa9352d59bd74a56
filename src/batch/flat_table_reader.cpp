#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "batch/flat_reader.h"

namespace ipi::batch {
namespace {

/// What one sign in front of a delimiter means: a code; of the delimiter itself, no answer.
using Signs = std::array<std::uint8_t, 256>;

/// One column, as far as a row needs to know it.
struct Column {
  enum class Kind : std::uint8_t { protocol, id, date, state, kept, dropped, answer, blank };
  Kind kind = Kind::blank;  ///< blank: whatever stands there is for the full reader
  std::size_t index = 0;    ///< of a slot, or of a kept column
  const FlatWords* words = nullptr;
  std::size_t alike = 0;         ///< how many columns from this one on have its words, in slots side by side
  const Signs* signs = nullptr;  ///< theirs; null where they are few
};

std::optional<Column::Kind> kind_of_other(const WideColumn& column) {
  if (column.path.size() != 1) return std::nullopt;
  if (column.path.front() == "form") return Column::Kind::protocol;
  if (column.path.front() == "id") return Column::Kind::id;
  if (column.path.front() == "date") return Column::Kind::date;
  return Column::Kind::state;
}

constexpr std::size_t block_bytes = 64;

/// Where a sign stands in 64 bytes, a bit for each: eight bytes at a time in plain arithmetic, which is the same on
/// every machine.
class SignFinder {
 public:
  explicit SignFinder(char sign) : signs_(every_byte * static_cast<unsigned char>(sign)) {}

  [[nodiscard]] std::uint64_t in_block(const char* at) const {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < block_bytes; i += sizeof found) {
      std::uint64_t word = 0;
      std::memcpy(&word, at + i, sizeof word);
      if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
      word ^= signs_;
      // The top bit of each byte that is zero, and of no other; then these bits side by side.
      const std::uint64_t zeros = ~(((word & low_bits) + low_bits) | word | low_bits);
      found |= (((zeros >> 7U) * 0x0102040810204080U) >> 56U) << i;
    }
    return found;
  }

 private:
  static constexpr std::uint64_t every_byte = 0x0101010101010101U;
  static constexpr std::uint64_t low_bits = 0x7F * every_byte;
  std::uint64_t signs_;
};

/// Other bytes are looked at wherever they stand.
bool is_plain(char c) { return c >= ' ' && c <= '~'; }

class TableReader final : public FlatReader {
 public:
  TableReader(const FlatProgram& program, const WideForm& wide, char delimiter)
      : program_(&program),
        vocabulary_(program, wide.options().missing),
        delimiter_(delimiter),
        delimiters_(delimiter) {
    for (const MissingCode& code : wide.options().missing) missing_.push_back(code.text);
    for (const WideColumn& column : wide.columns()) columns_.push_back(plan(column));
    find_runs();
  }

  [[nodiscard]] std::size_t read(std::string_view text, FlatForm& form) const override;

 private:
  [[nodiscard]] Column plan(const WideColumn& column) const {
    Column result;
    if (column.kind == WideColumn::Kind::kept) return {Column::Kind::kept, *column.kept, nullptr};
    if (column.kind == WideColumn::Kind::dropped) return {Column::Kind::dropped, 0, nullptr};
    if (column.kind == WideColumn::Kind::other)
      return {kind_of_other(column).value_or(Column::Kind::blank), 0, nullptr};
    if (column.kind == WideColumn::Kind::answer && column.group == Group::form)
      result = {Column::Kind::answer, column.slot, vocabulary_.words(column.slot)};
    if (result.words == nullptr) result.kind = Column::Kind::blank;
    return result;
  }

  void find_runs();
  [[nodiscard]] std::size_t take_alike(const Column& first, const char*& at, const char* end, FlatForm& form) const;

  /// False where the field is one for the full reader.
  [[nodiscard]] bool take(const Column& column, std::string_view field, FlatForm& form) const {
    switch (column.kind) {
      case Column::Kind::blank:
        return field.empty();
      case Column::Kind::kept:
        form.kept[column.index] = field;
        return field.empty() || is_sound_value(field);
      case Column::Kind::dropped:
        return std::all_of(field.begin(), field.end(), is_plain);
      case Column::Kind::answer:
        form.codes[column.index] = column.words->code(field);
        return form.codes[column.index] != FlatWords::unknown_word;
      default:
        break;
    }
    if (std::find(missing_.begin(), missing_.end(), field) != missing_.end()) return false;
    if (column.kind == Column::Kind::id) form.id = field;
    if (column.kind == Column::Kind::date) form.date = field;
    if (column.kind == Column::Kind::protocol) return field == program_->compiled().layout->protocol().id;
    return column.kind != Column::Kind::state || field == "final" || field.empty();
  }

  const FlatProgram* program_;
  FlatVocabulary vocabulary_;
  char delimiter_;
  std::vector<std::string> missing_;  // words that are no id and no date
  std::vector<Column> columns_;
  SignFinder delimiters_;
  std::vector<std::unique_ptr<Signs>> signs_;
};

/// Of the columns between the first, which no delimiter stands before, and the last, which none stands behind.
void TableReader::find_runs() {
  constexpr std::size_t fewest = 8;
  for (std::size_t first = 1; first + 1 < columns_.size();) {
    const FlatWords* words = columns_[first].words;
    std::size_t end = first + 1;
    while (end + 1 < columns_.size() && columns_[end].words == words &&
           columns_[end].index == columns_[end - 1].index + 1)
      ++end;
    if (words != nullptr && end - first >= fewest) {
      signs_.push_back(std::make_unique<Signs>(words->signs()));
      (*signs_.back())[static_cast<unsigned char>(delimiter_)] = words->no_answer();
      for (std::size_t i = first; i < end; ++i) {
        columns_[i].alike = end - i;
        columns_[i].signs = signs_.back().get();
      }
    }
    first = end;
  }
}

/// As many fields of columns alike as are one sign or none each, which in a coded table most are: what stands before a
/// delimiter is then the answer, or another delimiter. Returns how many; the one behind them has more to it.
std::size_t TableReader::take_alike(const Column& first, const char*& at, const char* end, FlatForm& form) const {
  std::uint8_t* const codes = form.codes.data() + first.index;
  std::size_t taken = 0;
  while (taken < first.alike && static_cast<std::size_t>(end - at) >= block_bytes) {
    std::uint64_t delimiters = delimiters_.in_block(at);
    // From the second of two other signs on, something longer stands there.
    const std::uint64_t longer = ~delimiters & (~delimiters << 1U);
    if (longer != 0) delimiters &= (longer & (~longer + 1)) - 1;
    const char* const block = at;
    for (; delimiters != 0 && taken < first.alike; delimiters &= delimiters - 1) {
      const char* const delimiter = block + std::countr_zero(delimiters);
      const std::uint8_t code = (*first.signs)[static_cast<unsigned char>(delimiter[-1])];
      if (code == FlatWords::unknown_word) return taken;
      codes[taken++] = code;
      at = delimiter + 1;
    }
    if (at == block) return taken;
  }
  return taken;
}

std::size_t TableReader::read(std::string_view text, FlatForm& form) const {
  const char* at = text.data();
  const char* const end = at + text.size();
  const char delimiter = delimiter_;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const bool last = i + 1 == columns_.size();
    if (!last && column.words != nullptr && end - at > 1) {
      // Mostly one sign and its delimiter.
      const bool is_short = at[0] == delimiter || at[1] == delimiter;
      if (is_short && column.signs != nullptr) {
        if (const std::size_t taken = take_alike(column, at, end, form); taken > 0) {
          i += taken - 1;
          continue;
        }
      }
      if (at[0] == delimiter) {
        ++at;
        continue;
      }
      if (at[1] == delimiter) {
        const std::uint8_t code = column.words->signs()[static_cast<unsigned char>(at[0])];
        if (code == FlatWords::unknown_word) return 0;
        form.codes[column.index] = code;
        at += 2;
        continue;
      }
    }
    const char* stop = at;
    std::string_view field;
    if (at < end && *at == '"') {
      const void* quote = std::memchr(at + 1, '"', static_cast<std::size_t>(end - at - 1));
      if (quote == nullptr) return 0;
      stop = static_cast<const char*>(quote);
      field = {at + 1, static_cast<std::size_t>(stop - at - 1)};
      if (field.find_first_of("\r\n") != std::string_view::npos) return 0;
      ++stop;
    } else {
      while (stop < end && *stop != delimiter && *stop != '\n' && *stop != '\r' && *stop != '"') ++stop;
      field = {at, static_cast<std::size_t>(stop - at)};
    }
    if (stop < end && *stop == '\r') ++stop;
    const char expected = last ? '\n' : delimiter;
    if (stop < end ? *stop != expected : !last) return 0;
    if (stop > at && stop[-1] == '\r' && !last) return 0;
    if (!take(column, field, form)) return 0;
    at = stop < end ? stop + 1 : stop;
  }
  if (form.id.empty()) return 0;  // a row of blanks, perhaps
  return static_cast<std::size_t>(at - text.data());
}

}  // namespace

std::unique_ptr<FlatReader> flat_table_reader(const FlatProgram& program, const WideForm& wide, char delimiter) {
  const auto is_served = [](const WideColumn& column) {
    const bool is_read_and_kept = column.kept && column.kind != WideColumn::Kind::kept;
    return !is_read_and_kept && (column.kind != WideColumn::Kind::other || kind_of_other(column));
  };
  if (!std::all_of(wide.columns().begin(), wide.columns().end(), is_served)) return nullptr;
  return std::make_unique<TableReader>(program, wide, delimiter);
}

}  // namespace ipi::batch
