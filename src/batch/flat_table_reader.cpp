#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "flat_reader.h"

namespace ipi::batch {
namespace {

/// One column, as far as a row needs to know it.
struct Column {
  enum class Kind : std::uint8_t { protocol, id, date, state, kept, dropped, answer, blank };
  Kind kind = Kind::blank;  ///< blank: whatever stands there is for the full reader
  std::size_t index = 0;    ///< of a slot, or of a kept column
  const FlatWords* words = nullptr;
  std::size_t alike = 0;  ///< how many columns from this one on have its words, in slots side by side, and are not the row's last
};

std::optional<Column::Kind> kind_of_other(const WideColumn& column) {
  if (column.path.size() != 1) return std::nullopt;
  if (column.path.front() == "form") return Column::Kind::protocol;
  if (column.path.front() == "id") return Column::Kind::id;
  if (column.path.front() == "date") return Column::Kind::date;
  return Column::Kind::state;
}

constexpr std::size_t four = 4;
constexpr std::size_t field_bytes = 2;  // a sign and its delimiter

/// Other bytes are looked at wherever they stand.
bool is_plain(char c) { return c >= ' ' && c <= '~'; }

class TableReader final : public FlatReader {
 public:
  TableReader(const FlatProgram& program, const WideForm& wide, char delimiter)
      : program_(&program), vocabulary_(program, wide.options().missing), delimiter_(delimiter) {
    for (const MissingCode& code : wide.options().missing) missing_.push_back(code.text);
    for (const WideColumn& column : wide.columns()) columns_.push_back(plan(column));
    for (std::size_t i = columns_.size() - 1; i-- > 0;) {
      const bool goes_on = columns_[i + 1].words == columns_[i].words && columns_[i + 1].index == columns_[i].index + 1;
      if (columns_[i].words != nullptr) columns_[i].alike = goes_on ? columns_[i + 1].alike + 1 : 1;
    }
    std::array<char, four * field_bytes> bytes{};
    for (std::size_t k = 0; k < four; ++k) bytes[k * field_bytes + 1] = delimiter;
    delimiters_ = std::bit_cast<std::uint64_t>(bytes);
    for (std::size_t k = 0; k < four; ++k) bytes[k * field_bytes + 1] = '\xFF';
    delimiters_mask_ = std::bit_cast<std::uint64_t>(bytes);
  }

  [[nodiscard]] std::size_t read(std::string_view text, FlatForm& form) const override;

 private:
  [[nodiscard]] Column plan(const WideColumn& column) const {
    Column result;
    if (column.kind == WideColumn::Kind::kept) return {Column::Kind::kept, *column.kept, nullptr};
    if (column.kind == WideColumn::Kind::dropped) return {Column::Kind::dropped, 0, nullptr};
    if (column.kind == WideColumn::Kind::other) return {kind_of_other(column).value_or(Column::Kind::blank), 0, nullptr};
    if (column.kind == WideColumn::Kind::answer && column.group == Group::form) result = {Column::Kind::answer, column.slot, vocabulary_.words(column.slot)};
    if (result.words == nullptr) result.kind = Column::Kind::blank;
    return result;
  }

  [[nodiscard]] const char* takes_four(const Column& first, const char* at, const char* end, FlatForm& form) const;

  /// False where the field is one for the full reader.
  [[nodiscard]] bool take(const Column& column, std::string_view field, FlatForm& form) const {
    switch (column.kind) {
      case Column::Kind::blank: return field.empty();
      case Column::Kind::kept:
        form.kept[column.index] = field;
        return field.empty() || is_sound_value(field);
      case Column::Kind::dropped: return std::all_of(field.begin(), field.end(), is_plain);
      case Column::Kind::answer:
        form.codes[column.index] = column.words->code(field);
        return form.codes[column.index] != FlatWords::unknown_word;
      default: break;
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
  std::uint64_t delimiters_ = 0, delimiters_mask_ = 0;  // behind each of four signs
};

/// The fields of four columns alike, each one sign that is an answer or nothing, as mostly in a coded table: returns what
/// stands behind them; nullptr, with nothing taken, where there is more to it.
const char* TableReader::takes_four(const Column& first, const char* at, const char* end, FlatForm& form) const {
  std::array<char, four * field_bytes> bytes;
  if (static_cast<std::size_t>(end - at) < bytes.size()) return nullptr;
  std::memcpy(bytes.data(), at, bytes.size());
  const auto& signs = first.words->signs();
  std::array<std::uint8_t, four> codes;
  bool others = false;
  const bool one_sign_each = (std::bit_cast<std::uint64_t>(bytes) & delimiters_mask_) == delimiters_;
  if (one_sign_each) {
    for (std::size_t k = 0; k < four; ++k) codes[k] = signs[static_cast<unsigned char>(bytes[k * field_bytes])];
    // All bits: one that is unknown, or large codes together, which may take the longer way.
    others = (codes[0] | codes[1] | codes[2] | codes[3]) == FlatWords::unknown_word;
    at += bytes.size();
  } else {
    // Without a branch for each field, because nobody can tell which answers are missing.
    for (std::uint8_t& code : codes) {
      const bool blank = *at == delimiter_;
      code = blank ? first.words->no_answer() : signs[static_cast<unsigned char>(*at)];
      at += blank ? 0 : 1;
      others |= *at != delimiter_ || code == FlatWords::unknown_word;
      ++at;
    }
  }
  if (others) return nullptr;
  std::memcpy(form.codes.data() + first.index, codes.data(), codes.size());
  return at;
}

std::size_t TableReader::read(std::string_view text, FlatForm& form) const {
  const char* at = text.data();
  const char* const end = at + text.size();
  const char delimiter = delimiter_;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const bool last = i + 1 == columns_.size();
    if (column.alike >= four) {
      if (const char* const behind = takes_four(column, at, end, form)) {
        at = behind;
        i += four - 1;
        continue;
      }
    }
    if (!last && column.words != nullptr && end - at > 1) {
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
