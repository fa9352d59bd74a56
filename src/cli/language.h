#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/runtime.h"

namespace CLI {
class App;
}

namespace ipi::cli {

/// --lang of one command: which language was asked for, and which definitions lack it.
class Language {
 public:
  void add_option(CLI::App& app);
  /// Turns the library's texts; before anything is compiled.
  void apply(Library& library);
  [[nodiscard]] std::string_view code() const {
    return code_.empty() ? std::string_view("en") : std::string_view(code_);
  }
  /// W0401, once: how many texts of these files, or of the definitions of that id, are not in the language.
  void report(const Runtime& runtime, const std::vector<const DefinitionFile*>& files) const;
  void report(const Runtime& runtime, std::string_view id) const;

 private:
  void report(const Runtime& runtime, std::size_t texts, std::size_t missing) const;
  std::string code_;
  std::vector<LanguageCount> counts_;
};

}  // namespace ipi::cli
