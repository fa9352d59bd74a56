#include "cli/runtime.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "cli/embedded.h"

namespace ipi::cli {
namespace {

constexpr std::size_t usual_width = 80;
constexpr std::size_t narrowest = 40;
constexpr std::size_t widest = 100;  // longer lines are tiring to read

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

bool wants_colour(const std::string& option, std::FILE* stream) {
  if (option == "always") return true;
  if (option == "never" || !environment("NO_COLOR").empty() || environment("TERM") == "dumb") return false;
  return is_terminal(stream);
}

std::size_t terminal_width(std::FILE* stream) {
  winsize size{};
  // A pseudo-terminal may report 0 columns: that is no width.
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
  return std::min<std::size_t>(std::max<std::size_t>(size.ws_col, narrowest), widest);
}

/// $XDG_CONFIG_HOME/ipi/site.yaml, by default below ~/.config, where it exists.
std::string usual_site() {
  std::string settings = environment("XDG_CONFIG_HOME");
  if (settings.empty()) {
    const std::string home = environment("HOME");
    if (home.empty()) return {};
    settings = home + "/.config";
  }
  std::string site = settings + "/ipi/site.yaml";
  std::error_code ignored;
  return std::filesystem::is_regular_file(site, ignored) ? site : std::string();
}

void write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw OutputFailed(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Runtime::Runtime(const CommonOptions& options, const Streams& streams) : options_(options), streams_(streams) {
  colour_out_ = wants_colour(options.colour, streams.out);
  colour_err_ = wants_colour(options.colour, streams.err);
  width_ = is_terminal(streams.out) ? terminal_width(streams.out) : usual_width;
  data_origin_ = "built in";
  if (!options.data.empty()) {
    data_ = options.data;
    data_origin_ = "--data";
  } else if (std::string data = environment("IPI_DATA"); !data.empty()) {
    data_ = std::move(data);
    data_origin_ = "IPI_DATA";
  }
  if (!options.site.empty()) {
    site_ = options.site == "none" ? std::string() : options.site;
    site_origin_ = "--site";
  } else if (std::string site = usual_site(); !site.empty()) {
    site_ = std::move(site);
    site_origin_ = "the settings folder";
  }
}

bool Runtime::error_is_terminal() const { return is_terminal(streams_.err); }

std::optional<Definitions> Runtime::read_definition_files(Diagnostics& diagnostics) const {
  auto definitions = data_.empty() ? std::optional<Definitions>(definitions_of_image(embedded_image()))
                                   : read_definitions(data_, diagnostics);
  if (!definitions || site_.empty()) return definitions;
  auto site = read_definition_file(site_, diagnostics);
  const bool sound = site && site->kind() == "site";
  if (site && !sound) {
    diagnostics.report({Severity::error,
                        "E0271",
                        fmt::format("'{}' does not hold a site's words", site_),
                        {{site->source.get(), site->document().root.span}, {}},
                        {},
                        "such a file starts with site:"});
  }
  if (site) definitions->files.push_back(std::move(*site));
  if (sound) return definitions;
  give_up(std::move(*definitions), diagnostics);
  return std::nullopt;
}

Library* Runtime::library() {
  if (loaded_) return library_.get();
  loaded_ = true;
  Diagnostics diagnostics;
  auto definitions = read_definition_files(diagnostics);
  if (definitions) library_ = std::make_unique<Library>(std::move(*definitions), diagnostics);
  print(diagnostics);
  if (diagnostics.has_errors()) library_.reset();
  return library_.get();
}

void Runtime::print(std::string_view text) const {
  errno = 0;
  const bool written =
      std::fwrite(text.data(), 1, text.size(), streams_.out) == text.size() && std::fflush(streams_.out) == 0;
  if (written) return;
  if (errno == EPIPE) throw ClosedPipe();
  throw OutputFailed(fmt::format("cannot write the output: {}", std::strerror(errno)));
}

void Runtime::print_error(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), streams_.err);
  std::fflush(streams_.err);
}

void Runtime::print(const Diagnostics& diagnostics) const {
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (options_.quiet && diagnostic.severity != Severity::error) continue;
    print_error(options_.message_format == "json" ? to_json_line(diagnostic) : to_text(diagnostic, colour_err_));
  }
}

std::optional<std::string> read_input(const Runtime& runtime, const std::string& path) {
  const auto fail = [&](const char* reason) -> std::optional<std::string> {
    Diagnostics diagnostics;
    diagnostics.report({Severity::error, "E0401", fmt::format("'{}' cannot be read: {}", path, reason), {}, {}, {}});
    runtime.print(diagnostics);
    return std::nullopt;
  };
  std::error_code ignored;
  if (path != "-" && std::filesystem::is_directory(path, ignored)) return fail("it is a folder");
  std::FILE* file = path == "-" ? runtime.in() : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return fail(std::strerror(errno));
  std::string text;
  std::string block(1U << 16U, '\0');
  std::size_t size = 0;
  while ((size = std::fread(block.data(), 1, block.size(), file)) > 0) text.append(block, 0, size);
  const bool failed = std::ferror(file) != 0;
  if (path != "-") std::fclose(file);
  if (failed) return fail(std::strerror(errno));
  return text;
}

void write_private_file(const std::string& path, std::string_view text) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    // A pipe or a device is written to directly; there is nothing to put in its place.
    const int device = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (device < 0) throw OutputFailed(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
    write_all(device, text, path);
    close(device);
    return;
  }
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());  // 0600, beside its target
  if (file < 0) throw OutputFailed(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
  try {
    write_all(file, text, path);
    if (fsync(file) != 0 || close(file) != 0 || std::rename(temporary.c_str(), path.c_str()) != 0) {
      throw OutputFailed(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
    }
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
}

}  // namespace ipi::cli
