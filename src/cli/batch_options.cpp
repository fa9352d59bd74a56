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

/// As was asked for, else by the file's name; null where neither tells.
const intake::InputFormat* format_of(std::string_view path, std::string_view from) {
  return from.empty() ? intake::format_of_file(path) : intake::format_named(from);
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const intake::InputFormat* format : intake::input_formats()) names.emplace_back(format->name);
  return names;
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
        options.inputs.push_back(input(operand));
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
    for (const std::string& path : paths) options.inputs.push_back(input(path));
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
      if (may_hold_forms && intake::format_of_file(path.string()) != nullptr) paths.push_back(path.string());
    }
    if (fault) paths.push_back(folder.string());
  }

  intake::Input input(const std::string& path) const {
    const intake::InputFormat* const format = format_of(path, typed_->from);
    intake::Input result{path, format != nullptr ? format : intake::input_formats().front()};
    if (!typed_->delimiter.empty())
      result.delimiter = typed_->delimiter == "tab" || typed_->delimiter == "\\t" ? '\t' : typed_->delimiter.front();
    return result;
  }

  bool set_reading(batch::Options& options) const {
    intake::ReadingOptions& reading = options.forms.reading;
    reading.protocol = typed_->protocol;
    options.strict = typed_->strict;
    reading.wide.keep = parts_of(typed_->keep);
    reading.wide.drop = parts_of(typed_->drop);
    const auto is_table = [](const intake::Input& input) { return input.format->has_columns; };
    const bool has_table = std::any_of(options.inputs.begin(), options.inputs.end(), is_table);
    if (!reading.wide.keep.empty() && !has_table)
      return refuse("--keep passes columns of tables through, and none of the inputs is a table",
                    "--from csv says that one is");
    if (!reading.wide.drop.empty() && !has_table)
      return refuse("--drop leaves columns of tables out, and none of the inputs is a table",
                    "--from csv says that one is");
    if (typed_->delimiter.size() > 1 && typed_->delimiter != "tab" && typed_->delimiter != "\\t")
      return refuse(fmt::format("'{}' is no delimiter", typed_->delimiter), "give one character, or 'tab'");
    if (!typed_->decimal.empty() && typed_->decimal != "," && typed_->decimal != ".")
      return refuse(fmt::format("'{}' is no decimal sign", typed_->decimal), "give ',' or '.'");
    reading.wide.decimal_comma = typed_->decimal == ",";
    const std::string codes = fmt::format("{}", fmt::join(typed_->missing, ","));
    const auto missing = read_missing_codes(codes);
    if (!missing)
      return refuse(fmt::format("'{}' is no list of missing codes", codes),
                    "write codes, or reasons with codes: --missing NA,-99,refused=-8; reasons are skipped, refused, "
                    "unknown, not_asked");
    reading.wide.missing = *missing;
    if (!typed_->columns.empty() && !read_columns(options)) return false;
    set_allowed_identifiers(options);
    return true;
  }

  /// Given alone the option takes everything; otherwise columns, and with each of them the address that it is called
  /// by.
  void set_allowed_identifiers(batch::Options& options) const {
    AllowedIdentifiers& allowed = options.forms.allowed;
    for (const std::string& list : typed_->allow_identifiers) {
      if (list == given_alone) allowed.all = true;
      for (std::string& column : parts_of({list})) allowed.columns.push_back(std::move(column));
    }
    for (const auto& [name, address] : options.forms.reading.wide.columns) {
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
    options.forms.reading.wide.columns = std::move(*names);
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
      ->check(CLI::IsMember(format_names()))
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

bool are_batch(const std::vector<std::string>& operands) {
  const auto is_batch = [](const std::string& operand) {
    std::error_code ignored;
    if (operand == "-") return false;
    const intake::InputFormat* const format = intake::format_of_file(operand);
    return operand.ends_with(".gz") || std::filesystem::is_directory(operand, ignored) ||
           (format != nullptr && format->holds_several == nullptr);
  };
  return operands.size() > 1 || std::any_of(operands.begin(), operands.end(), is_batch);
}

std::optional<Resolved> resolve(const Runtime& runtime, const BatchOptions& typed,
                                const std::vector<std::string>& operands) {
  return Resolver(runtime, typed).run(operands);
}

}  // namespace ipi::cli
