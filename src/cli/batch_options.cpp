#include "cli/batch_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include "text/number.h"

namespace ipi::cli {
namespace {

constexpr std::size_t most_threads = 256;
constexpr std::string_view given_alone = "true";  // what CLI11 says of an option without a value

struct Extension {
  std::string_view name;
  batch::Notation notation;
  std::optional<char> delimiter;
};
constexpr std::array<Extension, 7> extensions = {{{"yaml", batch::Notation::yaml, std::nullopt},
                                                  {"yml", batch::Notation::yaml, std::nullopt},
                                                  {"json", batch::Notation::json, std::nullopt},
                                                  {"ndjson", batch::Notation::ndjson, std::nullopt},
                                                  {"jsonl", batch::Notation::ndjson, std::nullopt},
                                                  {"csv", batch::Notation::delimited, std::nullopt},
                                                  {"tsv", batch::Notation::delimited, '\t'}}};

std::string_view extension_of(std::string_view path) {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

const Extension* find_extension(std::string_view name) {
  const auto is_same = [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  };
  const auto found = std::find_if(extensions.begin(), extensions.end(), [&](const Extension& extension) {
    return std::equal(extension.name.begin(), extension.name.end(), name.begin(), name.end(), is_same);
  });
  return found == extensions.end() ? nullptr : &*found;
}

/// "a,b" "c" as their parts.
std::vector<std::string> parts_of(const std::vector<std::string>& lists) {
  std::vector<std::string> parts;
  for (std::string_view list : lists) {
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      if (comma != 0) parts.emplace_back(list.substr(0, comma));
      list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
  }
  return parts;
}

/// Typed facts turned into what a run works with; says what is wrong with the first that is.
class Resolver {
 public:
  Resolver(const Runtime& runtime, const BatchOptions& typed) : runtime_(&runtime), typed_(&typed) {}

  std::optional<Resolved> run(const std::vector<std::string>& operands) {
    Resolved result;
    const bool sound = add_inputs(operands, result.options) && set_reading(result.options) &&
                       set_limits(result.options) && set_table(result);
    if (!sound) return std::nullopt;
    return result;
  }

 private:
  bool refuse(std::string message, std::string help) const {
    Diagnostics diagnostics;
    diagnostics.report({Severity::error, "E0402", std::move(message), {}, {}, std::move(help)});
    runtime_->print(diagnostics);
    return false;
  }

  bool add_inputs(const std::vector<std::string>& operands, batch::Options& options) const {
    for (const std::string& operand : operands) {
      std::error_code ignored;
      if (operand != "-" && std::filesystem::is_directory(operand, ignored)) {
        if (!add_folder(operand, options)) return false;
      } else {
        const InputKind kind = input_kind(operand, typed_->from).value_or(InputKind{});
        options.inputs.push_back({operand, kind.notation, delimiter_of(kind), std::nullopt});
      }
    }
    return true;
  }

  /// Every file below it that can hold forms, by path.
  bool add_folder(const std::string& folder, batch::Options& options) const {
    std::vector<std::string> paths;
    collect(folder, paths);
    std::sort(paths.begin(), paths.end());
    if (paths.empty())
      return refuse(fmt::format("no forms below '{}'", folder),
                    "files of forms end in .yaml, .json, .ndjson, .csv or .tsv, and may be packed (.gz)");
    for (std::string& path : paths) {
      const InputKind kind = input_kind(path, typed_->from).value_or(InputKind{});
      options.inputs.push_back({std::move(path), kind.notation, delimiter_of(kind), std::nullopt});
    }
    return true;
  }

  /// What cannot be looked into, and links that lead nowhere, are inputs as well: opening them says why they are none.
  static void collect(const std::filesystem::path& folder, std::vector<std::string>& paths) {
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(folder, fault), end; entry != end && !fault;
         entry.increment(fault)) {
      const std::filesystem::path& path = entry->path();
      std::error_code ignored;
      if (path.filename().string().starts_with('.')) continue;
      if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) collect(path, paths);
      const bool may_hold_forms =
          entry->is_regular_file(ignored) || (entry->is_symlink(ignored) && !entry->exists(ignored));
      if (may_hold_forms && find_extension(extension_of(path.string())) != nullptr) paths.push_back(path.string());
    }
    if (fault) paths.push_back(folder.string());
  }

  std::optional<char> delimiter_of(const InputKind& kind) const {
    if (typed_->delimiter.empty()) return kind.delimiter;
    return typed_->delimiter == "tab" || typed_->delimiter == "\\t" ? '\t' : typed_->delimiter.front();
  }

  bool set_reading(batch::Options& options) const {
    options.protocol = typed_->protocol;
    options.strict = typed_->strict;
    options.wide.keep = parts_of(typed_->keep);
    options.wide.drop = parts_of(typed_->drop);
    const auto is_table = [](const batch::Input& input) { return input.notation == batch::Notation::delimited; };
    const bool has_table = std::any_of(options.inputs.begin(), options.inputs.end(), is_table);
    if (!options.wide.keep.empty() && !has_table)
      return refuse("--keep passes columns of tables through, and none of the inputs is a table",
                    "--from csv says that one is");
    if (!options.wide.drop.empty() && !has_table)
      return refuse("--drop leaves columns of tables out, and none of the inputs is a table",
                    "--from csv says that one is");
    if (typed_->delimiter.size() > 1 && typed_->delimiter != "tab" && typed_->delimiter != "\\t")
      return refuse(fmt::format("'{}' is no delimiter", typed_->delimiter), "give one character, or 'tab'");
    if (!typed_->decimal.empty() && typed_->decimal != "," && typed_->decimal != ".")
      return refuse(fmt::format("'{}' is no decimal sign", typed_->decimal), "give ',' or '.'");
    options.wide.decimal_comma = typed_->decimal == ",";
    const std::string codes = fmt::format("{}", fmt::join(typed_->missing, ","));
    const auto missing = read_missing_codes(codes);
    if (!missing)
      return refuse(fmt::format("'{}' is no list of missing codes", codes),
                    "write codes, or reasons with codes: --missing NA,-99,refused=-8; reasons are skipped, refused, "
                    "unknown, not_asked");
    options.wide.missing = *missing;
    if (!typed_->columns.empty() && !read_columns(options)) return false;
    set_allowed_identifiers(options);
    return true;
  }

  /// Given alone the option takes everything; otherwise columns, and with each of them the address that it is called
  /// by.
  void set_allowed_identifiers(batch::Options& options) const {
    AllowedIdentifiers& allowed = options.allow_identifiers;
    for (const std::string& list : typed_->allow_identifiers) {
      if (list == given_alone) allowed.all = true;
      for (std::string& column : parts_of({list})) allowed.columns.push_back(std::move(column));
    }
    for (const auto& [name, address] : options.wide.columns) {
      if (allowed.allows(name)) allowed.columns.push_back(address);
    }
  }

  bool read_columns(batch::Options& options) const {
    auto text = read_input(*runtime_, typed_->columns);
    if (!text) return false;
    Diagnostics diagnostics;
    const SourceFile file(typed_->columns, std::move(*text));
    auto names = read_column_names(file, diagnostics);
    runtime_->print(diagnostics);
    if (!names) return false;
    options.wide.columns = std::move(*names);
    return true;
  }

  bool read_number(const std::string& typed, std::string_view option, std::int64_t lowest, std::int64_t highest,
                   std::optional<std::size_t>& number) const {
    if (typed.empty()) return true;
    const IntegerReading reading = read_integer(typed);
    if (reading.value && *reading.value >= lowest && *reading.value <= highest) {
      number = static_cast<std::size_t>(*reading.value);
      return true;
    }
    return refuse(fmt::format("{} cannot be '{}'", option, typed),
                  fmt::format("give a whole number from {} to {}", lowest, highest));
  }

  bool set_limits(batch::Options& options) const {
    std::optional<std::size_t> threads;
    std::optional<std::size_t> rejects;
    std::optional<std::size_t> megabytes;
    const bool sound = read_number(typed_->threads, "--threads", 1, most_threads, threads) &&
                       read_number(typed_->most_rejects, "--max-rejects", 0, 1'000'000'000'000, rejects) &&
                       read_number(typed_->duplicates_memory, "--duplicates-memory", 0, 1'000'000, megabytes);
    if (!sound) return false;
    options.threads = threads.value_or(std::max(1U, std::thread::hardware_concurrency()));
    if (rejects) options.most_rejects = *rejects;
    if (megabytes) options.duplicate_bytes = *megabytes << 20U;
    return true;
  }

  bool set_table(Resolved& result) const {
    result.columns_out = parts_of(typed_->columns_out);
    result.style.neutralise = !typed_->raw_cells;
    if (typed_->about == "relationships") result.subject = TableSubject::relationships;
    if (typed_->about == "candidates") result.subject = TableSubject::candidates;
    return true;
  }

  const Runtime* runtime_;
  const BatchOptions* typed_;
};

}  // namespace

void BatchOptions::add_to(CLI::App& app) {
  const std::string group = "Batches (several forms, a folder, tables, lines of JSON)";
  app.add_option("--from", from, "How the forms lie, whatever the file's name: yaml, json, ndjson, csv or tsv")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"yaml", "json", "ndjson", "csv", "tsv"}))
      ->group(group);
  app.add_option("--protocol", protocol, "What the forms answer, where they do not say: a protocol or an instrument")
      ->type_name("ID")
      ->group(group);
  app.add_option("--columns", columns, "What a table's columns are called: lines of 'name: address'")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--delimiter", delimiter, "Between the fields of a table; else as its header has it")
      ->type_name("CHARACTER")
      ->group(group);
  app.add_option("--decimal", decimal, "The decimal sign of a table's numbers")->type_name("SIGN")->group(group);
  app.add_option("--missing", missing,
                 "Words for no answer in tables: NA,-99,refused=-8; a blank cell is always skipped")
      ->type_name("CODES")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--keep", keep, "Columns to pass through, such as site,arm; an answer among them is read as well")
      ->type_name("NAMES")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--drop", drop, "Columns to leave out, whatever stands in them")
      ->type_name("NAMES")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--columns-out", columns_out, "Columns or presets (scores, focus, full) of the table written")
      ->type_name("NAMES")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--long", about, "A row for each of a form's relationships or candidates")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"relationships", "candidates"}))
      ->group(group);
  app.add_option("--rejects", rejects, "A table of the records that were not scored, and why (.csv, .tsv or .ndjson)")
      ->type_name("FILE")
      ->group(group);
  app.add_flag("--strict", strict, "Stop at the first record that is not scored")->group(group);
  app.add_option("--max-rejects", most_rejects, "Stop beyond so many records that are not scored")
      ->type_name("N")
      ->group(group);
  // A flag takes its value only behind '=': a file's name that follows is one of the forms.
  app.add_flag("--allow-identifiers", allow_identifiers,
               "Take what looks as if it told who somebody is: all, or =NAMES of columns")
      ->group(group);
  app.add_flag("--raw-cells", raw_cells, "Write texts that a spreadsheet would run as they are")->group(group);
  app.add_option("--threads", threads, "How many work side by side; the output is the same")
      ->type_name("N")
      ->group(group);
  app.add_option("--duplicates-memory", duplicates_memory, "Megabytes for telling forms met before (24)")
      ->type_name("MB")
      ->group(group);
}

bool BatchOptions::any() const {
  const std::array<const std::string*, 10> texts = {&from,  &protocol, &columns,      &delimiter, &decimal,
                                                    &about, &rejects,  &most_rejects, &threads,   &duplicates_memory};
  return strict || raw_cells || !allow_identifiers.empty() || !missing.empty() || !keep.empty() || !drop.empty() ||
         !columns_out.empty() ||
         std::any_of(texts.begin(), texts.end(), [](const std::string* text) { return !text->empty(); });
}

std::optional<InputKind> input_kind(std::string_view path, std::string_view from) {
  const Extension* extension = find_extension(from.empty() ? extension_of(path) : from);
  if (extension == nullptr) return std::nullopt;
  return InputKind{extension->notation, extension->delimiter};
}

bool are_batch(const std::vector<std::string>& operands) {
  const auto is_batch = [](const std::string& operand) {
    std::error_code ignored;
    if (operand == "-") return false;
    const auto kind = input_kind(operand, {});
    return operand.ends_with(".gz") || std::filesystem::is_directory(operand, ignored) ||
           (kind && kind->notation != batch::Notation::yaml && kind->notation != batch::Notation::json);
  };
  return std::any_of(operands.begin(), operands.end(), is_batch);
}

bool has_several_documents(std::string_view yaml) {
  // A list in JSON; no form of its own begins so.
  if (const std::size_t first = yaml.find_first_not_of(" \t\r\n");
      first != std::string_view::npos && yaml[first] == '[')
    return true;
  const auto has_answers = [](std::string_view text) {
    while (!text.empty()) {
      const std::size_t newline = text.find('\n');
      const std::string_view line = text.substr(0, newline);
      text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
      const std::size_t first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && line[first] != '#' && !line.starts_with("---")) return true;
    }
    return false;
  };
  for (std::size_t mark = yaml.find("\n---"); mark != std::string_view::npos; mark = yaml.find("\n---", mark + 1)) {
    const std::string_view behind = yaml.substr(mark + 4, 1);
    if (!behind.empty() && std::string_view("\r\n \t").find(behind) == std::string_view::npos) continue;
    if (has_answers(yaml.substr(0, mark)) && has_answers(yaml.substr(mark + 4))) return true;
  }
  return false;
}

std::optional<Resolved> resolve(const Runtime& runtime, const BatchOptions& typed,
                                const std::vector<std::string>& operands) {
  return Resolver(runtime, typed).run(operands);
}

}  // namespace ipi::cli
