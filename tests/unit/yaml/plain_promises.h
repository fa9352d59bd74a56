#pragma once

#include <functional>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../mutation.h"
#include "same_tree.h"

/// What the reader of plain texts promises of a text that it takes: the full reader says nothing and has the same tree.
namespace plain_promises {

using Plain = std::function<std::optional<ipi::yaml::Node>(std::string_view, std::pmr::memory_resource&)>;
using Full = std::optional<ipi::yaml::Document> (*)(const ipi::SourceFile&, ipi::Diagnostics&,
                                                    const ipi::yaml::Limits&);

struct Readers {
  Plain plain;
  Full full = nullptr;
};

struct Counts {
  std::size_t taken = 0, refused = 0, broken = 0;
  std::string first_broken;  ///< the text, and what the full reader said
};

inline void compare(const Readers& readers, const std::string& text, Counts& counts) {
  std::pmr::monotonic_buffer_resource storage;
  const ipi::SourceFile file("form", text);
  const auto plain = readers.plain(file.text(), storage);
  if (!plain) {
    ++counts.refused;
    return;
  }
  ++counts.taken;
  ipi::Diagnostics diagnostics;
  const auto full = readers.full(file, diagnostics, {});
  if (full && diagnostics.all().empty() && same_tree(*plain, full->root)) return;
  if (++counts.broken == 1) counts.first_broken = text + "\n=> " + support::lines(diagnostics);
}

/// As many damaged texts; a longer run: IPI_FUZZ_SEEDS=100000.
inline Counts of_damaged(const Readers& readers, const std::vector<std::string>& texts, const mutation::Damage& damage,
                         std::size_t count) {
  Counts counts;
  for (std::size_t seed = 1; seed <= mutation::seeds(count); ++seed) {
    support::Random random(seed);
    compare(readers, mutation::damaged(texts[random.below(texts.size())], damage, random), counts);
  }
  return counts;
}

}  // namespace plain_promises
