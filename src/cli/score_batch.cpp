#include "cli/score_batch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "formats/format.h"
#include "ipi/version.h"
#include "text/utf8.h"

namespace ipi::cli {
namespace {

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

/// A line that is redrawn, on a terminal only.
class Progress {
 public:
  Progress(const Runtime& runtime, const std::vector<intake::Input>& inputs)
      : runtime_(&runtime), shown_(runtime.error_is_terminal() && !runtime.options().quiet) {
    for (const intake::Input& input : inputs) {
      std::error_code ignored;
      const bool packed = input.path.ends_with(".gz");
      if (input.path == "-" || packed || !std::filesystem::is_regular_file(input.path, ignored)) size_is_known_ = false;
      if (size_is_known_) size_ += std::filesystem::file_size(input.path, ignored);
    }
  }

  void show(std::uint64_t records, std::uint64_t bytes) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double rate = static_cast<double>(records) / std::max(seconds, 0.001);
    std::string line =
        fmt::format("{} forms, {} a second", with_thousands(records), with_thousands(static_cast<std::uint64_t>(rate)));
    if (size_is_known_ && bytes > 0 && size_ > bytes)
      line += fmt::format(", {:.0f} s left", seconds * static_cast<double>(size_ - bytes) / static_cast<double>(bytes));
    runtime_->print_error("\r" + line + "\x1B[K");
    any_ = true;
  }

  void clear() {
    if (any_) runtime_->print_error("\r\x1B[K");
    any_ = false;
  }

 private:
  const Runtime* runtime_;
  bool shown_;
  bool any_ = false;
  bool size_is_known_ = true;
  std::uint64_t size_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_ = begin_;
};

class BatchScoring {
 public:
  BatchScoring(Runtime& runtime, Library& library, const BatchRequest& request)
      : runtime_(&runtime), library_(&library), request_(&request) {}

  int run() {
    auto resolved = resolve(*runtime_, *request_->typed, request_->operands);
    if (!resolved) return usage;
    batch::Options& options = resolved->options;
    if (auto [message, help] = contradiction(options); !message.empty()) {
      Diagnostics diagnostics;
      diagnostics.report({Severity::error, "E0402", std::move(message), {}, {}, std::move(help)});
      runtime_->print(diagnostics);
      return usage;
    }
    options.forms.convention = request_->convention;
    options.forms.policy.takes_drafts = request_->drafts;
    if (request_->standard_input) give_standard_input(options);
    refuse_writing_over(options);
    for (const std::string& path : {request_->output, request_->typed->rejects}) tell_left_over(path);
    const Rendering rendering{.library = library_,
                              .version = version(),
                              .language = request_->language->code(),
                              .explain = request_->explain,
                              .as_list = true,
                              .colour = runtime_->colour_out() && request_->output.empty(),
                              .width = runtime_->width()};
    const batch::Output output = output_of(*resolved, rendering);
    Progress progress(*runtime_, options.inputs);
    batch::Totals totals;
    try {
      totals = batch::run(*library_, options, output,
                          {[&](const batch::Rejected& rejected) { tell_rejected(rejected, progress); },
                           [&](const Diagnostics& said) { tell(said, progress); },
                           [&](std::uint64_t records, std::uint64_t bytes) { progress.show(records, bytes); }});
    } catch (const std::system_error& failure) {
      progress.clear();
      if (failure.code().value() == EPIPE) throw ClosedPipe();
      throw OutputFailed(failure.what());
    }
    progress.clear();
    if (totals.wrong_request) return usage;
    write_provenance(totals);
    tell_totals(totals);
    return exit_of(totals);
  }

 private:
  void give_standard_input(batch::Options& options) const {
    for (intake::Input& input : options.inputs) {
      if (input.path == "-") input.text = request_->standard_input;
    }
  }

  /// What was asked for and cannot be had together, and what would be right; empty where there is nothing.
  std::pair<std::string, std::string> contradiction(const batch::Options& options) const {
    const std::string& rejects = request_->typed->rejects;
    if (rejects == "-") return {"rejected records need a file of their own", "give --rejects another name"};
    if (!rejects.empty() && rejects == request_->output)
      return {"rejected records and results cannot go to the same file", "give --rejects another name"};
    if (!rejects.empty() && extension_of(rejects) == "json")
      return {"rejected records are written one a line, which is no JSON file",
              "let --rejects end in .csv, .tsv or .ndjson"};
    for (const std::string& name : options.forms.reading.wide.keep) {
      const auto ours = batch::rejects_columns();
      if (rejects.empty() || std::find(ours.begin(), ours.end(), name) == ours.end()) continue;
      return {fmt::format("--keep names '{}', and the file of --rejects has a column of that name", name),
              "rename yours, or leave it out: --drop instead of --keep"};
    }
    if (request_->format == "text" && request_->typed->wants_rows())
      return {"a page has no columns", "leave -O text out, or choose csv, tsv, json or ndjson"};
    if (writes_table() && request_->explain)
      return {"a table has no room for the working",
              "leave --explain out, or choose -O text or json without --columns-out"};
    if (!writes_table() && !options.forms.reading.wide.keep.empty())
      return {"only a table passes columns through", "choose -O csv or tsv, or give --columns-out"};
    return {};
  }

  /// The inputs are read while the output is written.
  void refuse_writing_over(const batch::Options& options) const {
    for (const std::string& path : {request_->output, request_->typed->rejects}) {
      for (const intake::Input& input : options.inputs) {
        std::error_code ignored;
        if (!path.empty() && input.path != "-" && std::filesystem::equivalent(input.path, path, ignored)) {
          throw OutputFailed(fmt::format("'{}' is one of the inputs; it is not written over", path));
        }
      }
    }
  }

  void tell_left_over(const std::string& path) const {
    const std::string found = batch::left_over_files(path);
    if (!found.empty()) note("N0003", fmt::format("an interrupted run has left {}; it can be removed", found));
  }

  void note(std::string_view code, const std::string& text) const {
    if (runtime_->options().message_format == "json") {
      runtime_->print_error(to_json_line({Severity::note, code, text, {}, {}, {}}));
    } else {
      runtime_->print_error(escape_for_terminal(text) + "\n");
    }
  }

  bool writes_table() const {
    return request_->format == "csv" || request_->format == "tsv" || request_->typed->wants_rows();
  }

  static TableStyle style_of(std::string_view format, const TableStyle& base) {
    TableStyle style = base;
    if (format == "json") style.notation = TableStyle::Notation::json;
    if (format == "ndjson" || format == "jsonl") style.notation = TableStyle::Notation::ndjson;
    if (format == "tsv") style.delimiter = '\t';
    return style;
  }

  static std::string extension_of(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    std::string extension = dot == std::string::npos ? std::string() : path.substr(dot + 1);
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
  }

  batch::Output output_of(const Resolved& resolved, const Rendering& rendering) const {
    batch::Output output;
    output.path = request_->output;
    output.stream = runtime_->out();
    output.rejects = request_->typed->rejects;
    output.rejects_style = style_of(extension_of(output.rejects), resolved.style);
    if (writes_table()) {
      output.style = style_of(request_->format, resolved.style);
      output.subject = resolved.subject;
      output.columns = resolved.columns_out;
      return output;
    }
    const Format& format = *find_format(request_->format);
    if (request_->format == "json") {
      output.head = "[\n";
      output.separator = ",\n";
      output.tail = "\n]\n";
      output.render = [&format, rendering](const Assessment& assessment) {
        return inner_of_list(format.render({&assessment, 1}, rendering));
      };
      return output;
    }
    if (request_->format == "text") output.separator = page_separator(rendering);
    output.render = [&format, rendering](const Assessment& assessment) {
      return format.render({&assessment, 1}, rendering);
    };
    return output;
  }

  /// "[\n  {...}\n]\n" without its brackets.
  static std::string inner_of_list(const std::string& list) { return list.substr(2, list.size() - 5); }

  void tell(const Diagnostics& said, Progress& progress) {
    progress.clear();
    runtime_->print(said);
  }

  void tell_rejected(const batch::Rejected& rejected, Progress& progress) {
    // Where all of them are listed, standard error is for what was not expected.
    if (++told_ > batch::most_told || !request_->typed->rejects.empty()) return;
    progress.clear();
    runtime_->print(*rejected.diagnostics);
    if (rejected.safety.empty()) return;
    note("S0004",
         rejected.safety == "unread"
             ? fmt::format("record {}: its answers about safety could not be read. Look at them yourself.",
                           rejected.record)
             : fmt::format("record {}: not scored, and yet its answers say: {}", rejected.record, rejected.safety));
  }

  /// What stood in force, beside a file of results.
  void write_provenance(const batch::Totals& totals) const {
    std::error_code ignored;
    const bool is_file = !request_->output.empty() && request_->output != "-" &&
                         std::filesystem::is_regular_file(request_->output, ignored);
    if (!is_file || !writes_table() || totals.stopped) return;
    nlohmann::ordered_json json;
    json["ipi"] = version();
    json["data"] = library_->definitions().digest();
    json["convention"] =
        request_->convention.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(request_->convention);
    json["definitions"] = nlohmann::ordered_json::object();
    for (const std::string& line : totals.definitions)
      json["definitions"][line.substr(line.find(' ') + 1)] = line.substr(0, line.find(' '));
    json["read"] = totals.read;
    json["scored"] = totals.scored;
    json["rejected"] = totals.rejected;
    write_private_file(request_->output + ".provenance.json", json.dump(2) + "\n");
  }

  void tell_totals(const batch::Totals& totals) const {
    if (totals.rejected > 0 && !request_->typed->rejects.empty()) {
      note("N0001", fmt::format("the records that were not scored are in '{}'", request_->typed->rejects));
    } else if (totals.rejected > batch::most_told) {
      note("N0001", fmt::format("and {} more records that were not scored; --rejects FILE lists them all",
                                with_thousands(totals.rejected - batch::most_told)));
    }
    const bool to_file = !request_->output.empty() && request_->output != "-";
    if (totals.stopped)
      note("N0001", fmt::format("stopped behind record {}{}", totals.read,
                                to_file ? fmt::format("; '{}' was not written", request_->output) : ""));
    const std::uint64_t unread = totals.unreadable_inputs + totals.refused_inputs;
    if (totals.untold > 0)
      note("N0001",
           fmt::format("and {} more places in tables where a quote may be wrong", with_thousands(totals.untold)));
    note("N0002",
         fmt::format("{} read = {} scored + {} rejected{}{}", totals.read, totals.scored, totals.rejected,
                     totals.stray_lines > 0 ? fmt::format("; {} {} to no row", totals.stray_lines,
                                                          totals.stray_lines == 1 ? "line belongs" : "lines belong")
                                            : "",
                     unread > 0 ? fmt::format("; {} could not be read", unread) : ""));
    if (totals.red + totals.amber + totals.rejected_with_safety > 0) {
      note("S0005", fmt::format("safety: {} of {} forms need a look ({} red, {} amber, {} not scored)",
                                totals.red + totals.amber + totals.rejected_with_safety, totals.read, totals.red,
                                totals.amber, totals.rejected_with_safety));
    }
    if (totals.warned > 0)
      note("W0301",
           fmt::format("{} an answer to a question that does not apply; it was not used", forms_have(totals.warned)));
    if (totals.differing > 0)
      note("W0305", fmt::format("{} a declared total that the answers do not give", forms_have(totals.differing)));
    if (totals.duplicates > 0) {
      note("W0310", fmt::format("{} the id, protocol and date of an earlier one and {} scored all the same: {} {}{}",
                                forms_have(totals.duplicates), totals.duplicates == 1 ? "was" : "were",
                                totals.duplicates == 1 ? "record" : "records", fmt::join(totals.first_duplicates, ", "),
                                totals.duplicates > totals.first_duplicates.size() ? ", ..." : ""));
    }
    if (totals.duplicates_beyond > 0) {
      note("W0310", fmt::format("{} forms were held against the earlier ones kept in memory only; --duplicates-memory "
                                "MB looks further back",
                                totals.duplicates_beyond));
    }
  }

  static std::string forms_have(std::uint64_t count) {
    return fmt::format("{} {}", with_thousands(count), count == 1 ? "form has" : "forms have");
  }

  static int exit_of(const batch::Totals& totals) {
    if (totals.unreadable_inputs > 0) return io_failed;
    return totals.rejected + totals.stray_lines + totals.refused_inputs > 0 ? rejected : done;
  }

  Runtime* runtime_;
  Library* library_;
  const BatchRequest* request_;
  std::uint64_t told_ = 0;
};

}  // namespace

int score_batch(Runtime& runtime, Library& library, const BatchRequest& request) {
  return BatchScoring(runtime, library, request).run();
}

}  // namespace ipi::cli
