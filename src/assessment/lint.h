#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "library/library.h"
#include "source/diagnostic.h"

namespace ipi {

// What is well-formed and compiles, and yet is wrong or probably wrong. Only `ipi check` looks for it, in the files
// that it is given; codes E028x and W028x.

/// One instrument's file: bands against the values that the score can take, figures without a source, items scored
/// twice or never, reversal, declared ranges, worked examples, texts against the licence.
void lint_instrument(const Instrument& instrument, const yaml::Document& document, Diagnostics& diagnostics);

/// Rules, branches and criteria that never or always hold; and, of a protocol with a focus model, what it asks and
/// nothing uses. Rules of a focus model or of safety are held against one open form of this protocol. `readings` are
/// one protocol under one convention each.
void lint_rules(std::span<const Compiled* const> readings, Diagnostics& diagnostics);

/// Both, for all that stands in one of `files`; a fault elsewhere is not told. The library has no errors.
void lint(Library& library, std::span<const SourceFile* const> files, Diagnostics& diagnostics);

/// SHA-256 over every text of the instrument that a respondent sees.
[[nodiscard]] std::string texts_digest(const Instrument& instrument);

/// What texts.lock says of one instrument.
struct LockedTexts {
  std::int64_t revision = 0;
  std::string digest;
};
using TextsLock = std::map<std::string, LockedTexts, std::less<>>;

/// Reads lines of "id revision digest"; what is not of that shape is left out, and then stands as not locked.
[[nodiscard]] TextsLock parse_texts_lock(std::string_view text);
[[nodiscard]] std::string to_text(const TextsLock& lock);

/// E0286: texts that changed under the same id and revision; W0287: an instrument or revision that is not locked yet.
void check_texts_lock(const Instrument& instrument, const yaml::Document& document, const TextsLock& lock,
                      Diagnostics& diagnostics);
/// Locks the instrument's texts, unless the same revision is locked with others: that takes a new revision.
void lock_texts(const Instrument& instrument, TextsLock& lock);

}  // namespace ipi
