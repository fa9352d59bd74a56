// Invents forms, the same ones on every machine and in every format. Usage:
//   generate flat|full|questionnaire csv|csv-messy|ndjson|yaml|yaml-comments [--seed S] [--from I] [--count N]
//   [--broken MANIFEST]
//   [--one-in N]
// Form i rests on the seed and i alone, so any range can be made by itself. With --broken one record in a hundred is
// broken, the last one cut off, and the manifest says which and how. Writes to standard output.

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "faults.h"
#include "flat.h"
#include "full.h"
#include "questionnaire.h"
#include "write.h"

namespace {

using namespace bench;

struct Options {
  std::string_view workload, format, manifest;
  std::uint64_t seed = 1, from = 0, count = 1000, one_in = 100;
};

std::optional<Options> read_options(int argc, char** argv) {
  if (argc < 3 || argc % 2 == 0) return std::nullopt;
  Options options;
  options.workload = argv[1];
  options.format = argv[2];
  for (int i = 3; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string_view text = argv[i + 1];
    std::uint64_t* number = name == "--seed"     ? &options.seed
                            : name == "--from"   ? &options.from
                            : name == "--count"  ? &options.count
                            : name == "--one-in" ? &options.one_in
                                                 : nullptr;
    if (name == "--broken") {
      options.manifest = text;
    } else if (number == nullptr ||
               std::from_chars(text.data(), text.data() + text.size(), *number).ptr != text.data() + text.size() ||
               options.one_in == 0) {
      return std::nullopt;
    }
  }
  return options;
}

bool flush(std::string& buffer) {
  for (std::string_view rest = buffer; !rest.empty();) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer.clear();
  return true;
}

/// Decides which records are broken, breaks them and keeps the manifest.
class Breaker {
 public:
  Breaker(const Options& options, const Workload& workload, Format format)
      : options_(&options),
        id_(workload.column("id")),
        faults_(faults_of(workload, format)),
        last_(cut_off(format)),
        manifest_(std::string(options.manifest)) {
    manifest_ << "record\tid\tkind\texpected\n";
  }
  [[nodiscard]] bool is_ready() const { return manifest_.good(); }

  /// One record in each block of `one_in`, every way in turn; the last of all is cut off.
  [[nodiscard]] const Fault* fault_of(std::uint64_t form) const {
    if (form + 1 == options_->from + options_->count) return &last_;
    const std::uint64_t block = form / options_->one_in;
    if (form % options_->one_in != Random(options_->seed + 1, block).below(options_->one_in)) return nullptr;
    return &faults_[block % faults_.size()];
  }
  void break_and_write(const Fault& fault, std::uint64_t form, const Writer& writer, Record& record, std::string& out) {
    Random random(options_->seed + 2, form);
    const std::string id(record.cells[id_].text);
    if (fault.in_cells) fault.in_cells(record, form, random);
    std::string text;
    writer.write(record, random, text);
    if (fault.in_text) {
      const std::string_view end = writer.line_end();
      text.erase(text.size() - end.size());
      fault.in_text(text);
      // A file that was cut off has no last line's end.
      if (&fault != &last_) text += end;
    }
    out += text;
    manifest_ << form - options_->from + 1 << '\t' << (fault.rejected ? id : record.cells[id_].text) << '\t'
              << fault.kind << '\t' << (fault.rejected ? "rejected" : "scored") << '\n';
  }

 private:
  const Options* options_;
  std::size_t id_;
  std::vector<Fault> faults_;
  Fault last_;
  std::ofstream manifest_;
};

std::unique_ptr<Workload> make(std::string_view workload) {
  if (workload == "flat") return make_flat();
  if (workload == "full") return make_full();
  if (workload == "questionnaire") return make_questionnaire();
  return nullptr;
}

int run(const Options& options, const Workload& workload, Format format) {
  const Writer writer(workload, format);
  std::optional<Breaker> breaker;
  if (!options.manifest.empty() && !breaker.emplace(options, workload, format).is_ready()) return 1;
  Record record(workload.columns().size());
  std::string buffer;
  writer.begin(buffer);
  for (std::uint64_t form = options.from; form < options.from + options.count; ++form) {
    workload.fill(options.seed, form, record);
    const Fault* fault = breaker ? breaker->fault_of(form) : nullptr;
    if (fault != nullptr) {
      breaker->break_and_write(*fault, form, writer, record, buffer);
    } else {
      writer.write(record, Random(~options.seed, form), buffer);
    }
    if (buffer.size() > (1U << 20U) && !flush(buffer)) return 1;
  }
  return flush(buffer) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = read_options(argc, argv);
  const auto format = options ? format_named(options->format) : std::nullopt;
  const auto workload = options ? make(options->workload) : nullptr;
  if (!format || !workload) {
    std::fputs(
        "usage: generate flat|full|questionnaire csv|csv-messy|ndjson|yaml|yaml-comments [--seed S] [--from I] "
        "[--count N] [--broken "
        "MANIFEST] [--one-in N]\n",
        stderr);
    return 2;
  }
  return run(*options, *workload, *format);
}
