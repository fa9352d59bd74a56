#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cli/run.h"
#include "library/library.h"
#include "source/diagnostic.h"

namespace ipi::cli {

/// Exit codes; the highest of several wins.
enum ExitCode : int { done = 0, rejected = 1, usage = 2, wrong_definition = 3, io_failed = 4, bug = 70 };

/// What every command accepts, as it was typed.
struct CommonOptions {
  std::string data;                      ///< --data DIR
  std::string site;                      ///< --site FILE, or none
  std::string message_format = "human";  ///< human or json
  std::string colour = "auto";           ///< auto, always or never
  bool quiet = false;
};

/// A closed pipe behind the output: the rest of the run is of no interest to anyone.
class ClosedPipe : public std::runtime_error {
 public:
  ClosedPipe() : std::runtime_error("closed pipe") {}
};
/// Output that cannot be written (a full disk).
class OutputFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a command works with, decided once: flag before environment before default.
class Runtime {
 public:
  Runtime(const CommonOptions& options, const Streams& streams);

  [[nodiscard]] const CommonOptions& options() const { return options_; }
  [[nodiscard]] std::FILE* in() const { return streams_.in; }
  [[nodiscard]] std::FILE* out() const { return streams_.out; }
  [[nodiscard]] bool error_is_terminal() const;
  [[nodiscard]] bool colour_out() const { return colour_out_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  /// Where the definitions come from: a folder, or empty for the built-in ones; and what decided it.
  [[nodiscard]] const std::string& data() const { return data_; }
  [[nodiscard]] std::string_view data_origin() const { return data_origin_; }
  /// The file of the site's own words, or empty; and what decided it.
  [[nodiscard]] const std::string& site() const { return site_; }
  [[nodiscard]] std::string_view site_origin() const { return site_origin_; }

  /// The definition files in force, read anew; nullopt after an error.
  [[nodiscard]] std::optional<Definitions> read_definition_files(Diagnostics& diagnostics) const;
  /// The definitions in force; null after faults, which are printed. Loaded once.
  [[nodiscard]] Library* library();

  /// Standard output; throws ClosedPipe or OutputFailed.
  void print(std::string_view text) const;
  void print_error(std::string_view text) const;
  void print(const Diagnostics& diagnostics) const;

 private:
  CommonOptions options_;
  Streams streams_;
  bool colour_out_ = false;
  bool colour_err_ = false;
  std::size_t width_ = 80;
  std::string data_;
  std::string_view data_origin_;
  std::string site_;
  std::string_view site_origin_;
  bool loaded_ = false;
  std::unique_ptr<Library> library_;
};

/// A whole input, or nullopt and a printed reason. "-" is standard input.
[[nodiscard]] std::optional<std::string> read_input(const Runtime& runtime, const std::string& path);

/// Writes a file that may hold answers: readable by its owner only, and whole or not at all. Throws OutputFailed.
void write_private_file(const std::string& path, std::string_view text);

}  // namespace ipi::cli
