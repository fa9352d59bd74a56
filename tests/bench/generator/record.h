#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// splitmix64: tiny, the same on every machine, and started anew for every form, so that form i rests on (seed, i)
/// alone.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t form) : state_(mixed(seed ^ mixed(form))) {}
  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15U); }
  /// 0 .. bound - 1.
  std::size_t below(std::size_t bound) { return ((next() >> 32U) * bound) >> 32U; }
  bool percent(std::size_t share) { return below(100) < share; }

 private:
  static std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }
  std::uint64_t state_;
};

/// One question, or one fact of a form's head.
struct Column {
  std::string address;            ///< its name in a wide table
  std::vector<std::string> path;  ///< its keys in a form, from the outside in; "#" is the next entry of a list
  enum class Kind : std::uint8_t {
    word,
    number,  ///< JSON writes it without quotes
    count    ///< how many entries the list has that the path names
  };
  Kind kind = Kind::word;
};

struct Cell {
  enum class State : std::uint8_t { absent, missing, given };
  State state = State::absent;  ///< absent: was not to be asked; missing: was to be, and has no answer
  std::string_view text;
  void operator=(std::string_view value) { text = value, state = State::given; }
  [[nodiscard]] bool is(std::string_view value) const { return state == State::given && text == value; }
};

/// One form, a cell a column. Texts that are no literals live in its own memory, which never moves.
struct Record {
  explicit Record(std::size_t columns) : cells(columns) {}
  Record(const Record&) = delete;
  std::vector<Cell> cells;
  std::uint64_t seed = 0;  ///< that it was made from
  void clear() {
    for (Cell& cell : cells) cell = Cell();
    used_ = 0;
  }
  std::string_view keep(std::string_view text);

 private:
  std::array<char, 8192> memory_{};
  std::size_t used_ = 0;
};

/// Invents forms of one protocol.
class Workload {
 public:
  Workload() = default;
  Workload(const Workload&) = delete;
  virtual ~Workload() = default;
  [[nodiscard]] virtual std::string_view protocol() const = 0;
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] std::size_t column(std::string_view address) const;  ///< columns().size() where there is none
  virtual void fill(std::uint64_t seed, std::uint64_t form, Record& record) const = 0;

 protected:
  std::size_t add(std::string address, std::vector<std::string> path, Column::Kind kind = Column::Kind::word);
  std::vector<Column> columns_;
};

/// One answer in twenty is missing.
inline bool is_missing(Random& random) { return random.below(20) == 0; }

/// `f` and the form's number, in at least seven digits.
std::string_view form_id(std::uint64_t form, Record& record);
/// YYYY-MM-DD of one of 720 days from 2024-01-01 on, in months of 30 days.
std::string_view day(std::size_t number, Record& record);

}  // namespace bench
