#include "text/nearest.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ipi {
namespace {

/// The three rows of the table of distances that optimal string alignment looks back to.
struct Rows {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last;
  std::vector<std::size_t> current;
};

void fill_row(Rows& rows, std::string_view a, std::string_view b, std::size_t i) {
  rows.current[0] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
    std::size_t best = std::min({rows.last[j] + 1, rows.current[j - 1] + 1, rows.last[j - 1] + change});
    const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
    if (swapped) best = std::min(best, rows.before_last[j - 2] + 1);
    rows.current[j] = best;
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  Rows rows{std::vector<std::size_t>(b.size() + 1), std::vector<std::size_t>(b.size() + 1),
            std::vector<std::size_t>(b.size() + 1)};
  for (std::size_t j = 0; j <= b.size(); ++j) rows.last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    fill_row(rows, a, b, i);
    std::swap(rows.before_last, rows.last);
    std::swap(rows.last, rows.current);
  }
  return rows.last[b.size()];
}

/// Spares the table for names that cannot be near; it also bounds the work on a hostile word.
bool lengths_too_far(std::string_view a, std::string_view b, std::size_t limit) {
  return (a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit;
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view word, std::span<const std::string_view> names) {
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::size_t best_distance = limit + 1;
  std::optional<std::string_view> best;
  for (const std::string_view name : names) {
    if (lengths_too_far(word, name, limit)) continue;
    const std::size_t distance = edit_distance(word, name);
    const bool shares_something = distance < std::max(word.size(), name.size());  // 8 is not meant by 4
    if (distance < best_distance && shares_something) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace ipi
