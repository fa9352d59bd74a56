#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "write.h"

namespace bench {

/// One way in which a record can be broken: in its cells before it is written, or in its text afterwards.
struct Fault {
  std::string_view kind;
  std::function<void(Record& record, std::uint64_t form, Random& random)> in_cells;
  std::function<void(std::string& text)> in_text;  ///< without the line's end
  bool rejected = true;                            ///< false: reported, and scored all the same
};

/// Every known way that a record of this workload can be broken in this format.
[[nodiscard]] std::vector<Fault> faults_of(const Workload& workload, Format format);

/// What becomes of the last record of a file that was cut off.
[[nodiscard]] Fault cut_off(Format format);

}  // namespace bench
