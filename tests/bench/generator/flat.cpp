#include "flat.h"

#include <algorithm>

namespace bench {
namespace {

constexpr std::size_t item_count = 66;
constexpr std::size_t scale_count = 12;
constexpr std::string_view digits = "0123456789";

class Flat : public Workload {
 public:
  Flat() {
    id_ = add("id", {"id"});
    date_ = add("date", {"date"});
    age_ = add("respondent.age", {"respondent", "age"}, Column::Kind::number);
    for (std::size_t item = 1; item <= item_count; ++item) {
      const std::string name = std::to_string(item);
      add("flat66." + name, {"answers", "flat66", name}, Column::Kind::number);
    }
  }
  [[nodiscard]] std::string_view protocol() const override { return "flat"; }

  void fill(std::uint64_t seed, std::uint64_t form, Record& record) const override {
    Random random(seed, form);
    record.clear();
    record.seed = seed;
    record.cells[id_] = form_id(form, record);
    record.cells[date_] = day(random.below(720), record);
    const std::size_t age = random.below(50) == 0 ? 14 + random.below(4) : 18 + random.below(73);
    const char text[2] = {digits[age / 10], digits[age % 10]};
    record.cells[age_] = record.keep({text, 2});
    // A form has a level, its scales lie around it and answers around their scale, in quarters of a point: so some
    // forms have one area, some several that tie, and some none.
    const int level = static_cast<int>(random.below(12));
    std::array<int, scale_count> scales{};
    for (int& scale : scales) scale = level + static_cast<int>(random.below(11)) - 5;
    for (std::size_t item = 0; item < item_count; ++item) {
      const std::uint64_t bits = random.next();
      Cell& cell = record.cells[age_ + 1 + item];
      if ((bits >> 40U) % 20 == 0) {
        cell.state = Cell::State::missing;
        continue;
      }
      const int quarters = scales[item % scale_count] + static_cast<int>(bits % 13) - 4;
      const int keyed = std::clamp(quarters / 4, 0, 4);
      const bool reversed = (item + 1) % 5 == 0;
      cell = digits.substr(static_cast<std::size_t>(reversed ? 4 - keyed : keyed), 1);
    }
  }

 private:
  std::size_t id_ = 0, date_ = 0, age_ = 0;
};

}  // namespace

std::unique_ptr<Workload> make_flat() { return std::make_unique<Flat>(); }

}  // namespace bench
