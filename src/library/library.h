#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "focus/compiled.h"
#include "focus/convention.h"
#include "focus/model.h"
#include "focus/report_words.h"
#include "instrument/instrument.h"
#include "inventory/catalogue.h"
#include "inventory/protocol.h"
#include "library/definitions.h"
#include "library/shelf.h"

namespace ipi {

/// How many of a definition's texts a language is wanted for, and how many do not have it.
struct LanguageCount {
  const DefinitionFile* file = nullptr;
  std::string id;
  std::size_t texts = 0, missing = 0;
};

/// Which reading of a focus model: a school, and the contexts of a respondent.
struct Reading {
  std::string school;                 ///< empty: the model's own
  std::vector<std::string> contexts;  ///< in any order; they are laid over the model in the order of the library
  friend auto operator<=>(const Reading&, const Reading&) = default;
};

/// All definitions in force. Proven ones are read when they are first asked for; protocols are compiled then. Once
/// made, and in the language preferred, it may be asked by several threads.
class Library {
 public:
  /// Takes every file by its first key, and reads it unless the definitions are proven. Reports E0271 (a file of no
  /// known kind) and E0272 (an id twice) besides the codes of each kind. Not to be used after an error.
  Library(Definitions definitions, Diagnostics& diagnostics);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  [[nodiscard]] const Definitions& definitions() const { return definitions_; }
  [[nodiscard]] const Shelf<Instrument>& instruments() const { return instruments_; }
  [[nodiscard]] const Shelf<Protocol>& protocols() const { return protocols_; }
  [[nodiscard]] const Shelf<Catalogue>& catalogues() const { return catalogues_; }
  [[nodiscard]] const Shelf<Model>& models() const { return models_; }
  [[nodiscard]] const Shelf<SafetyRules>& safety_rules() const { return safety_; }
  [[nodiscard]] const Shelf<Suitability>& suitabilities() const { return suitabilities_; }
  [[nodiscard]] const Shelf<Convention>& conventions() const { return conventions_; }
  [[nodiscard]] const Shelf<Plan>& plans() const { return plans_; }
  [[nodiscard]] const Shelf<ReportWords>& reports() const { return reports_; }

  /// The protocol or instrument of that id, ready to be used; null if there is none. Reports what does not fit
  /// together (then null as well); a second call answers from memory.
  [[nodiscard]] const Compiled* compiled(std::string_view id, Diagnostics& diagnostics) {
    return compiled(id, {}, diagnostics);
  }
  /// The same under another reading of its focus model. Every convention of the reading is one of `conventions_of`.
  [[nodiscard]] const Compiled* compiled(std::string_view id, const Reading& reading, Diagnostics& diagnostics);
  /// The same for forms, which may come in any reading: kept while it is among the last `most_lent` asked for, and as
  /// long as somebody holds it.
  [[nodiscard]] std::shared_ptr<const Compiled> lend(std::string_view id, const Reading& reading,
                                                     Diagnostics& diagnostics);
  static constexpr std::size_t most_lent = 32;
  /// A protocol with other guidance than its own names.
  [[nodiscard]] Compiled compile_with(const Protocol& protocol, const Guidance& guidance,
                                      Diagnostics& diagnostics) const;
  /// What can be laid over the model, in the order in which it is.
  [[nodiscard]] std::vector<const Convention*> conventions_of(std::string_view model, Convention::Manner manner) const;
  /// Puts every text in that language first, where it has it. To be called before anything is compiled; reads
  /// everything.
  std::vector<LanguageCount> prefer(std::string_view language);
  /// Ids of everything a form can be of: protocols first, then instruments.
  [[nodiscard]] std::vector<std::string_view> form_ids() const;
  /// What would be right in the place of an id that there is not: its variants (k10_0_4, k10_1_5), or the nearest.
  [[nodiscard]] std::string help_for_unknown_form(std::string_view id) const;
  /// The files that a compiled protocol rests on, by path.
  [[nodiscard]] std::vector<const DefinitionFile*> files_of(const Compiled& compiled) const;

 private:
  void take(const DefinitionFile& file, Diagnostics& diagnostics);
  template <class T>
  void shelve(Shelf<T>& shelf, const DefinitionFile& file, Diagnostics& diagnostics);
  using Key = std::pair<std::string, Reading>;
  /// A model with conventions laid over it, with what is compiled of it.
  struct Compilation {
    yaml::Document document;
    std::optional<Model> model;  ///< nullopt: the library's own
    std::optional<Compiled> compiled;
  };
  using Shared = std::shared_ptr<const Compiled>;
  [[nodiscard]] const Protocol* find_protocol(std::string_view id);
  [[nodiscard]] Shared compile_protocol(const Protocol& protocol, const Reading& reading, Diagnostics& diagnostics);
  [[nodiscard]] const Model* read_model_of(const Protocol& protocol, const Reading& reading, Compilation& compilation,
                                           Diagnostics& diagnostics) const;

  Definitions definitions_;
  Shelf<Instrument> instruments_{read_instrument};
  Shelf<Protocol> protocols_{read_protocol};
  Shelf<Catalogue> catalogues_{read_catalogue};
  Shelf<Model> models_{read_model};
  Shelf<SafetyRules> safety_{read_safety_rules};
  Shelf<Suitability> suitabilities_{read_suitability};
  Shelf<Convention> conventions_{read_convention};
  Shelf<Plan> plans_{read_plan};
  Shelf<ReportWords> reports_{read_report_words};
  std::string language_;                                 // preferred; empty: as written
  std::mutex compiling_;                                 // behind it all that follows
  std::map<std::string, Protocol, std::less<>> single_;  // protocols made of one instrument
  std::map<Key, Shared> compiled_;
  std::deque<std::pair<Key, Shared>> lent_;  // those asked for last come last
};

/// Puts the texts of a model in that language first, where it has it.
void prefer(Model& model, std::string_view language);

}  // namespace ipi
