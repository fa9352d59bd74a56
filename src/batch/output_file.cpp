#include "batch/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "batch/batch.h"

namespace ipi::batch {
namespace {

constexpr std::string_view temporary_mark = ".partial-";
/// Room taken ahead: a file that grows by each write is the slower one.
constexpr std::uint64_t allocation_step = std::uint64_t{64} << 20U;

[[noreturn]] void fail(const std::string& path) {
  throw std::system_error(errno, std::generic_category(), fmt::format("cannot write '{}'", path));
}

}  // namespace

OutputFile::OutputFile(const std::string& path, std::FILE* stream) : path_(path) {
  if (path.empty() || path == "-") {
    path_ = "the output";
    stream_ = stream;
    return;
  }
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    file_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file_ < 0) fail(path_);
    return;
  }
  temporary_ = fmt::format("{}{}XXXXXX", path, temporary_mark);
  file_ = mkstemp(temporary_.data());  // 0600, beside its target
  if (file_ >= 0) return;
  temporary_.clear();
  fail(path_);
}

OutputFile::~OutputFile() {
  if (file_ >= 0) close(file_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

std::uint64_t OutputFile::reserve(std::size_t size) {
  const std::uint64_t at = size_;
  size_ += size;
  if (!in_order() && size_ > allocated_) {
    allocated_ = std::max(size_, allocated_ + allocation_step);
    // Where the file system knows no such thing, nothing is lost but speed; a full disk shows when bytes are written.
    static_cast<void>(fallocate(file_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(allocated_)));
  }
  return at;
}

void OutputFile::write(std::uint64_t at, std::string_view bytes) {
  if (stream_ != nullptr) {
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), stream_) != bytes.size() || std::fflush(stream_) != 0) fail(path_);
    return;
  }
  while (!bytes.empty()) {
    const ssize_t written = in_order() ? ::write(file_, bytes.data(), bytes.size())
                                       : pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
}

void OutputFile::finish() {
  if (temporary_.empty()) return;
  if (ftruncate(file_, static_cast<off_t>(size_)) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0)
    fail(path_);
  temporary_.clear();
}

std::string left_over_files(const std::string& path) {
  std::string found;
  if (path.empty() || path == "-") return found;
  const std::filesystem::path target(path);
  const std::string prefix = target.filename().string() + std::string(temporary_mark);
  std::error_code ignored;
  const auto folder = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().filename().string().starts_with(prefix))
      found +=
          fmt::format("{}'{}'", found.empty() ? "" : ", ", (target.parent_path() / entry.path().filename()).string());
  }
  return found;
}

}  // namespace ipi::batch
