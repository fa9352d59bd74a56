#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "instrument/instrument.h"
#include "yaml/overlay.h"

namespace ipi {

/// One change of a convention, with what it means in a line.
struct ConventionChange {
  yaml::Change change;
  Translated why;
  Source source;
};

/// A school's or a context's way to read the same assessment: changes to a focus model, by address.
struct Convention {
  enum class Manner : std::uint8_t {
    school,  ///< one at a time, chosen for a run
    context  ///< of a respondent; several combine
  };
  std::string id;
  std::int64_t revision = 1;
  Translated title;
  Manner manner = Manner::school;
  std::string model;  ///< the focus model that it changes
  std::vector<std::pair<std::string, std::string>> sources;
  std::vector<ConventionChange> changes;
  const yaml::Document* document = nullptr;
  Place place;
};

/// Reports E0292 (a change of no kind) besides the codes of sources. The document outlives the convention.
[[nodiscard]] Convention read_convention(const yaml::Document& document, Diagnostics& diagnostics);

/// The model's document with the conventions laid over it, in order, and their works added to its sources. It is read
/// as a whole model, so that what it refers to is checked again. Everything given outlives the result.
[[nodiscard]] yaml::Document overlaid(const yaml::Document& model, std::span<const Convention* const> conventions,
                                      Diagnostics& diagnostics);

}  // namespace ipi
