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
#include "ipi/library/shelf.h"

namespace ipi {

/// How many of a definition's texts a language is wanted for, and how many do not have it.
struct LanguageCount {
  const DefinitionFile* file = nullptr;
  std::string id;
  std::size_t texts = 0, missing = 0;
};

/// All definitions in force. Proven ones are read when they are first asked for; protocols are compiled then.
class Library {
 public:
  /// Takes every file by its first key, and reads it unless the definitions are proven. Reports E0271 (a file of no known
  /// kind) and E0272 (an id twice) besides the codes of each kind. Not to be used after an error.
  Library(Definitions definitions, Diagnostics& diagnostics);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  [[nodiscard]] const Definitions& definitions() const { return definitions_; }
  [[nodiscard]] const Shelf<Instrument>& instruments() const { return instruments_; }
  [[nodiscard]] const Shelf<Protocol>& protocols() const { return protocols_; }
  [[nodiscard]] const Shelf<Catalogue>& catalogues() const { return catalogues_; }
  [[nodiscard]] const Shelf<Model>& models() const { return models_; }
  [[nodiscard]] const Shelf<SafetyRules>& safety_rules() const { return safety_; }
  /// What a protocol is laid out from.
  [[nodiscard]] Layout::Parts parts() const { return {instruments_.lookup(), catalogues_.lookup(), {}}; }

  /// The protocol or instrument of that id, ready to be used; null if there is none. Reports what does not fit
  /// together (then null as well); a second call answers from memory.
  [[nodiscard]] const Compiled* compiled(std::string_view id, Diagnostics& diagnostics);
  /// Puts every text in that language first, where it has it. To be called before anything is compiled; reads everything.
  std::vector<LanguageCount> prefer(std::string_view language);
  /// Ids of everything a form can be of: protocols first, then instruments.
  [[nodiscard]] std::vector<std::string_view> form_ids() const;
  /// The files that a compiled protocol rests on, by path.
  [[nodiscard]] std::vector<const DefinitionFile*> files_of(const Compiled& compiled) const;

 private:
  void take(const DefinitionFile& file, Diagnostics& diagnostics);
  template <class T>
  void shelve(Shelf<T>& shelf, const DefinitionFile& file, Diagnostics& diagnostics);
  [[nodiscard]] const Protocol* find_protocol(std::string_view id);

  Definitions definitions_;
  Shelf<Instrument> instruments_{read_instrument};
  Shelf<Protocol> protocols_{read_protocol};
  Shelf<Catalogue> catalogues_{read_catalogue};
  Shelf<Model> models_{read_model};
  Shelf<SafetyRules> safety_{read_safety_rules};
  std::deque<Protocol> single_;  // protocols made of one instrument
  std::map<std::string, std::unique_ptr<Compiled>, std::less<>> compiled_;
};

}  // namespace ipi
