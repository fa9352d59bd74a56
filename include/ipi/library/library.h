#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipi/focus/compiled.h"
#include "ipi/focus/model.h"
#include "ipi/instrument/instrument.h"
#include "ipi/inventory/catalogue.h"
#include "ipi/inventory/protocol.h"
#include "ipi/library/definitions.h"

namespace ipi {

/// Something defined, with the file it stands in.
template <class T>
struct Defined {
  T value;
  const DefinitionFile* file = nullptr;
};

/// How many of a definition's texts a language is wanted for, and how many do not have it.
struct LanguageCount {
  const DefinitionFile* file = nullptr;
  std::string id;
  std::size_t texts = 0, missing = 0;
};

/// All definitions in force. Protocols are compiled when first asked for.
class Library {
 public:
  /// Reads every file by its first key. Reports E0271 (a file of no known kind) and E0272 (an id twice) besides the
  /// codes of each kind. Not to be used after an error.
  Library(Definitions definitions, Diagnostics& diagnostics);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  [[nodiscard]] const Definitions& definitions() const { return definitions_; }
  [[nodiscard]] const std::deque<Defined<Instrument>>& instruments() const { return instruments_; }
  [[nodiscard]] const std::deque<Defined<Protocol>>& protocols() const { return protocols_; }
  [[nodiscard]] const std::deque<Defined<Catalogue>>& catalogues() const { return catalogues_; }
  [[nodiscard]] const std::deque<Defined<Model>>& models() const { return models_; }
  [[nodiscard]] const std::deque<Defined<SafetyRules>>& safety_rules() const { return safety_; }

  /// The protocol or instrument of that id, ready to be used; null if there is none. Reports what does not fit
  /// together (then null as well); a second call answers from memory.
  [[nodiscard]] const Compiled* compiled(std::string_view id, Diagnostics& diagnostics);
  /// Puts every text in that language first, where it has it. To be called before anything is compiled.
  std::vector<LanguageCount> prefer(std::string_view language);
  /// Ids of everything a form can be of: protocols first, then instruments.
  [[nodiscard]] std::vector<std::string_view> form_ids() const;
  /// The files that a compiled protocol rests on, by path.
  [[nodiscard]] std::vector<const DefinitionFile*> files_of(const Compiled& compiled) const;

 private:
  void read(const DefinitionFile& file, Diagnostics& diagnostics);
  [[nodiscard]] const Protocol* find_protocol(std::string_view id);

  Definitions definitions_;
  std::deque<Defined<Instrument>> instruments_;
  std::deque<Defined<Protocol>> protocols_;
  std::deque<Defined<Catalogue>> catalogues_;
  std::deque<Defined<Model>> models_;
  std::deque<Defined<SafetyRules>> safety_;
  std::deque<Protocol> single_;  // protocols made of one instrument
  std::map<std::string, std::unique_ptr<Compiled>, std::less<>> compiled_;
};

}  // namespace ipi
