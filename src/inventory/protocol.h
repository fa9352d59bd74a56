#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "instrument/instrument.h"

namespace ipi {

/// When questions are put, besides whether they apply. What is not put stays unknown and is never taken for "no".
struct Asking {
  std::optional<Condition> when;        ///< they apply only where this holds
  std::optional<Condition> only_where;  ///< they are put only where this is sure
  bool is_private = false;              ///< reports leave them out; an interview can hide them
  bool for_the_record = false;          ///< nothing is decided by any of them
};

/// Items that are not put where a condition surely holds; an answer that is given still counts.
struct Withheld {
  std::vector<std::string> items;
  Condition where;
  Place place;
};

/// An instrument named by a protocol, for the respondent or for each entry of a roster.
struct AttachedInstrument {
  std::string id;
  Asking asking;
  std::optional<Withheld> withhold;
  Place place;
};

/// A block of questions about each entry of a roster.
struct RosterSection {
  Translated title, text;
  Asking asking;
  Instrument questions;
  Place place;
};

/// Roles of which somebody is expected; where none is listed, the text is said.
struct ExpectedRoles {
  std::vector<std::string> roles;
  Translated text;
  Place place;
};

/// The loop over relationships or over events.
struct Roster {
  Translated closing;     ///< "anyone else?"
  std::string catalogue;  ///< of roles, or of kinds of events
  Translated closeness_text;
  std::vector<Option> closeness;                ///< the rings; relationships only
  Instrument questions;                         ///< the protocol's own questions about an entry
  std::vector<RosterSection> sections;          ///< more of them, in blocks
  std::vector<ExpectedRoles> expected;          ///< relationships only
  std::vector<AttachedInstrument> instruments;  ///< per entry
};

/// One step of a protocol.
struct Section {
  enum class Kind : std::uint8_t { questions, instrument, onset, relationships, events };
  Kind kind = Kind::questions;
  std::string id;  ///< of questions; else the kind's own word or the instrument's id
  Translated title, text, why;
  Asking asking;                  ///< of Kind::questions
  Instrument questions;           ///< of Kind::questions
  AttachedInstrument instrument;  ///< of Kind::instrument
  Roster roster;                  ///< of the two rosters
  Place place;
};

/// The ordered sections of one assessment.
struct Protocol {
  std::string id;
  std::int64_t revision = 1;
  std::string language = "en";
  Translated title;
  std::string model;                      ///< empty: scores only, no focus
  std::string safety;                     ///< empty: the instruments' own safety items only
  std::string suitability, plan, report;  ///< may be empty
  Source source;
  std::vector<Section> sections;
  bool is_instrument = false;  ///< made from a single instrument
  Place place;
};

[[nodiscard]] Protocol read_protocol(const yaml::Document& document, Diagnostics& diagnostics);

/// Every instrument is a protocol of its own.
[[nodiscard]] Protocol protocol_of(const Instrument& instrument);

}  // namespace ipi
