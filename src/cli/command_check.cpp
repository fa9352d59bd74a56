#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <memory>
#include <utility>

#include "assessment/check_definitions.h"
#include "assessment/form_checks.h"
#include "assessment/lint.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "text/nearest.h"
#include "text/utf8.h"

namespace ipi::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> files;
  bool lock_texts = false;
};

/// What the first key of a file says it is, and how that is called in the result.
struct Kind {
  std::string_view key;
  std::string_view words;
};
constexpr std::array<Kind, 11> kinds = {{{"form", "form"},
                                         {"instrument", "instrument"},
                                         {"protocol", "protocol"},
                                         {"catalogue", "catalogue"},
                                         {"model", "focus model"},
                                         {"convention", "convention"},
                                         {"safety", "safety rules"},
                                         {"suitability", "suitability"},
                                         {"plan", "treatment plan"},
                                         {"report", "report's words"},
                                         {"site", "site's words"}}};

std::string_view first_key(const yaml::Document& document) {
  return document.root.children.empty() ? std::string_view{} : document.root.children.front().key;
}

/// One file on its way from reading to its line of the result.
struct Checked {
  std::string name;
  std::optional<Input> input;          ///< absent where it could not be read at all
  const SourceFile* source = nullptr;  ///< outlives its move into the definitions
  const Kind* kind = nullptr;          ///< null: no file of ours
  std::string what;                    ///< "a final form of ..."; empty where that cannot be told
  Diagnostics diagnostics;
};

class Check {
 public:
  Check(Runtime& runtime, Library& library, bool lock_texts)
      : runtime_(&runtime), library_(&library), lock_texts_(lock_texts) {}

  int run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) open(path);
    if (!check_definition_files()) return wrong_definition;
    for (Checked& file : files_) {
      if (is_form(file)) check_form(file);
      print_result(file);
    }
    print_unattributed();
    return exit_;
  }

 private:
  static bool is_form(const Checked& file) { return file.kind == kinds.data(); }
  static bool is_definition(const Checked& file) { return file.kind != nullptr && !is_form(file); }

  void fail(int code) { exit_ = std::max(exit_, code); }

  void open(const std::string& path) {
    Checked& file = files_.emplace_back();
    file.name = path == "-" ? "<stdin>" : path;
    file.input = open_input(*runtime_, path, file.diagnostics);
    if (!file.input) return;
    file.source = file.input->source.get();
    if (!file.input->document) return;
    const yaml::Document& document = *file.input->document;
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.key == first_key(document); });
    if (kind != kinds.end()) {
      file.kind = &*kind;
    } else {
      report_no_kind(document, file.diagnostics);
    }
  }

  static void report_no_kind(const yaml::Document& document, Diagnostics& diagnostics) {
    std::vector<std::string_view> keys;
    for (const Kind& kind : kinds) keys.push_back(kind.key);
    const yaml::Node& blamed = document.root.children.empty() ? document.root : document.root.children.front();
    const auto near = nearest_name(first_key(document), keys);
    const yaml::Reader reader{document.file, &diagnostics};
    reader.key_error(blamed, "E0271", "the first key does not tell what this file is",
                     fmt::format("{}start with {}:", near ? fmt::format("did you mean '{}:'? ", *near) : "",
                                 fmt::join(keys, ":, ")));
  }

  /// Definition files are checked as if they stood among those in force, all of them together. False where those in
  /// force are themselves wrong, so that no fault of theirs is laid at a file's door.
  bool check_definition_files() {
    if (std::none_of(files_.begin(), files_.end(), is_definition)) return true;
    Diagnostics in_force;
    check_definitions(*library_, in_force);
    if (in_force.has_errors()) {
      runtime_->print(in_force);
      return false;
    }
    Diagnostics found;
    auto definitions = runtime_->read_definition_files(found);
    if (!definitions) return false;
    for (const Checked& file : files_) {
      if (is_definition(file)) remove(*definitions, *file.input->document);
    }
    for (Checked& file : files_) {
      if (is_definition(file))
        definitions->files.emplace_back(file.name, std::string(), std::move(file.input->source),
                                        std::move(*file.input->document));
    }
    definitions->proven = false;
    overlaid_ = std::make_unique<Library>(std::move(*definitions), found);
    if (!found.has_errors()) check_definitions(*overlaid_, found);
    if (!found.has_errors()) lint(*overlaid_, sources(), found);
    if (!found.has_errors()) {
      for (const auto& instrument : overlaid_->instruments()) hold_against_lock(instrument, found);
    }
    for (const Diagnostic& diagnostic : found.all()) attribute(diagnostic);
    for (Checked& file : files_) {
      if (is_definition(file)) file.what = describe(file);
    }
    return true;
  }

  std::vector<const SourceFile*> sources() const {
    std::vector<const SourceFile*> all;
    for (const Checked& file : files_) {
      if (file.source != nullptr) all.push_back(file.source);
    }
    return all;
  }

  /// texts.lock stands beside the instruments that it locks; where there is none, nothing is locked.
  void hold_against_lock(const Defined<Instrument>& instrument, Diagnostics& found) {
    const auto checked = std::find_if(files_.begin(), files_.end(), [&](const Checked& file) {
      return file.source == instrument.file->source.get();
    });
    if (checked == files_.end()) return;
    const std::filesystem::path path = std::filesystem::path(checked->name).replace_filename("texts.lock");
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    const auto text = read_input(*runtime_, path.string());
    if (!text) return;
    TextsLock lock = parse_texts_lock(*text);
    if (lock_texts_) {
      ipi::lock_texts(instrument.value, lock);
      if (const std::string locked = to_text(lock); locked != *text) rewrite(path, locked);
    }
    check_texts_lock(instrument.value, instrument.file->document(), lock, found);
  }

  /// The lock holds no answers: it stays as readable as it was.
  static void rewrite(const std::filesystem::path& path, const std::string& text) {
    const auto before = std::filesystem::status(path).permissions();
    write_private_file(path.string(), text);
    std::filesystem::permissions(path, before);
  }

  /// Takes out what the document replaces: the same kind and the same id.
  static void remove(Definitions& definitions, const yaml::Document& document) {
    const yaml::Node& id = document.root.children.front();
    std::erase_if(definitions.files,
                  [&](const DefinitionFile& file) { return file.kind() == id.key && file.id() == id.text; });
  }

  /// To the file that it blames. A fault in a definition in force, which the only file checked has brought about,
  /// is that file's; with several files nobody can tell whose.
  void attribute(const Diagnostic& diagnostic) {
    const auto own = std::find_if(files_.begin(), files_.end(), [&](const Checked& file) {
      return file.source != nullptr && file.source == diagnostic.primary.place.file;
    });
    if (own != files_.end()) {
      own->diagnostics.report(diagnostic);
    } else if (std::count_if(files_.begin(), files_.end(), is_definition) == 1) {
      std::find_if(files_.begin(), files_.end(), is_definition)->diagnostics.report(diagnostic);
    } else {
      unattributed_.report(diagnostic);
    }
  }

  std::string describe(const Checked& file) const {
    for (const auto& instrument : overlaid_->instruments()) {
      if (instrument.file->source.get() == file.source)
        return fmt::format("instrument {}, {} worked examples", instrument.value.id, instrument.value.examples.size());
    }
    for (const DefinitionFile& definition : overlaid_->definitions().files) {
      if (definition.source.get() == file.source) return fmt::format("{} {}", file.kind->words, definition.id());
    }
    return std::string(file.kind->words);
  }

  void check_form(Checked& file) {
    const intake::FormOptions options = options_for_one({});
    intake::FormReader reader(*library_, options);
    const intake::CheckedForm& checked =
        reader.read(file.input->document->root, *file.source, std::move(file.diagnostics));
    file.diagnostics = checked.diagnostics;
    if (checked.protocol == nullptr) {
      file.what = "a form";
      if (blames_definitions(file)) fail(wrong_definition);
      return;
    }
    file.what = fmt::format("{} of {}", checked.form.draft ? "a draft" : "a final form",
                            checked.protocol->layout->protocol().id);
    // A faulty form is not assessed: what its answers do not agree about may be the fault's doing.
    if (checked.is_sound()) warn_of_slips(assess(*checked.readings->own, checked.form), file.diagnostics);
    for (const Diagnostic& hint : checked.hints.all()) file.diagnostics.report(hint);
  }

  static bool blames_definitions(const Checked& file) {
    const auto& all = file.diagnostics.all();
    return std::any_of(all.begin(), all.end(), [&](const Diagnostic& d) {
      return d.severity == Severity::error && d.primary.place.file != file.source;
    });
  }

  static std::string number_of(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  }

  static std::string faults_in_words(const Diagnostics& diagnostics) {
    const std::size_t warnings = diagnostics.all().size() - diagnostics.errors();
    if (diagnostics.all().empty()) return "no fault found";
    if (warnings == 0) return number_of(diagnostics.errors(), "error");
    if (!diagnostics.has_errors()) return number_of(warnings, "warning");
    return fmt::format("{}, {}", number_of(diagnostics.errors(), "error"), number_of(warnings, "warning"));
  }

  void print_result(const Checked& file) {
    const std::string name = escape_for_terminal(file.name);
    if (file.source == nullptr) {
      runtime_->print(fmt::format("{}: cannot be read\n", name));
      fail(io_failed);
      return;
    }
    runtime_->print(file.diagnostics);
    runtime_->print(fmt::format("{}: {}{}{}\n", name, escape_for_terminal(file.what), file.what.empty() ? "" : ", ",
                                faults_in_words(file.diagnostics)));
    if (file.diagnostics.has_errors()) fail(rejected);
  }

  void print_unattributed() {
    if (unattributed_.all().empty()) return;
    runtime_->print(unattributed_);
    runtime_->print(
        fmt::format("with these files in place, the other definitions: {}\n", faults_in_words(unattributed_)));
    if (unattributed_.has_errors()) fail(rejected);
  }

  Runtime* runtime_;
  Library* library_;
  bool lock_texts_;
  std::deque<Checked> files_;
  std::unique_ptr<Library> overlaid_;
  Diagnostics unattributed_;
  int exit_ = done;
};

int run_check(Runtime& runtime, const CheckOptions& options) {
  Library* library = runtime.library();
  if (library == nullptr) return wrong_definition;
  return Check(runtime, *library, options.lock_texts).run(options.files);
}

}  // namespace

std::function<int(Runtime&)> add_check(CLI::App& app) {
  auto options = std::make_shared<CheckOptions>();
  app.add_option("FILE", options->files,
                 "Forms, instruments, protocols, catalogues, focus models or safety rules; - reads standard input")
      ->required()
      ->type_name("");
  app.add_flag("--lock-texts", options->lock_texts,
               "Enter new instruments and revisions into the texts.lock beside them");
  return [options](Runtime& runtime) { return run_check(runtime, *options); };
}

}  // namespace ipi::cli
