#include "questionnaire.h"

#include <algorithm>

namespace bench {
namespace {

constexpr std::string_view digits = "0123456789";

class Questionnaire : public Workload {
 public:
  Questionnaire() {
    id_ = add("id", {"id"});
    date_ = add("date", {"date"});
    age_ = add("respondent.age", {"respondent", "age"}, Column::Kind::number);
    for (std::size_t item = 1; item <= 9; ++item) add_item("phq9", std::to_string(item));
    first_gad7_ = columns().size();
    for (std::size_t item = 1; item <= 7; ++item) add_item("gad7", std::to_string(item));
    first_ucla3_ = columns().size();
    for (const char* item : {"companionship", "left_out", "isolated"}) add_item("ucla3", item);
  }
  [[nodiscard]] std::string_view protocol() const override { return "mood"; }

  void fill(std::uint64_t seed, std::uint64_t form, Record& record) const override {
    Random random(seed, form);
    record.clear();
    record.seed = seed;
    record.cells[id_] = form_id(form, record);
    record.cells[date_] = day(random.below(720), record);
    record.cells[age_] = record.keep(std::to_string(14 + random.below(77)));
    // A form has a level and its answers lie around it, in halves of a point: so that every band occurs.
    const int level = static_cast<int>(random.below(8)) - 1;
    for (std::size_t at = age_ + 1; at < record.cells.size(); ++at) {
      Cell& cell = record.cells[at];
      if (is_missing(random)) {
        cell.state = Cell::State::missing;
        continue;
      }
      const int halves = level + static_cast<int>(random.below(5)) - 2;
      // Thoughts of death are rarer than the rest.
      const int rarer = at + 1 == first_gad7_ ? 3 : 0;
      const bool is_ucla3 = at >= first_ucla3_;
      const int answer = is_ucla3 ? std::clamp(1 + halves / 2, 1, 3) : std::clamp((halves - rarer) / 2, 0, 3);
      cell = digits.substr(static_cast<std::size_t>(answer), 1);
    }
  }

 private:
  void add_item(const std::string& instrument, const std::string& item) {
    std::string address = instrument;
    address += '.';
    address += item;
    add(std::move(address), {"answers", instrument, item}, Column::Kind::number);
  }
  std::size_t id_ = 0, date_ = 0, age_ = 0, first_gad7_ = 0, first_ucla3_ = 0;
};

}  // namespace

std::unique_ptr<Workload> make_questionnaire() { return std::make_unique<Questionnaire>(); }

}  // namespace bench
