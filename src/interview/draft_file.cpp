#include "interview/draft_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <utility>

namespace ipi::interview {
namespace {

constexpr mode_t owner_only = 0600;
constexpr std::string_view lock_ending = ".lock";
constexpr std::string_view new_ending = ".new";

std::string reason() { return std::strerror(errno); }

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  /// Whether closing brought no late fault to light.
  [[nodiscard]] bool shut() { return close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Puts text into a file that must not exist yet, and on disk.
bool write_new(const std::string& path, std::string_view text) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only));
  return file.is_open() && fchmod(file.number(), owner_only) == 0 && write_all(file.number(), text) &&
         fsync(file.number()) == 0 && file.shut();
}

/// A rename is on disk only once its folder is.
bool sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Descriptor directory(open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) return false;
  // Some file systems have nothing to do here, and say so.
  return fsync(directory.number()) == 0 || errno == EINVAL || errno == ENOTSUP;
}

std::string process_in(int lock) {
  std::array<char, 32> buffer{};
  const ssize_t size = pread(lock, buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  int process = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), process).ec != std::errc{}) return {};
  return fmt::format(" (process {})", process);
}

/// The lock is the kernel's, on an open file, and goes when the process does; the file is only where it lies. Who opens
/// it just before its owner takes it away holds a lock on nothing, and tries again.
int take_lock(const std::string& target, const std::string& path) {
  const std::string lock_path = target + std::string(lock_ending);
  for (;;) {
    const int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
    if (lock < 0) throw DraftFault(fmt::format("cannot lock '{}': {}", path, reason()));
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
      const bool held = errno == EWOULDBLOCK;
      const std::string why =
          held ? fmt::format("another interview is open on '{}'{}; finish that one first", path, process_in(lock))
               : fmt::format("cannot lock '{}': {}", path, reason());
      close(lock);
      throw DraftFault(why);
    }
    struct stat mine {};
    struct stat there {};
    if (fstat(lock, &mine) == 0 && stat(lock_path.c_str(), &there) == 0 && mine.st_ino == there.st_ino &&
        mine.st_dev == there.st_dev) {
      const std::string process = fmt::format("{}\n", getpid());
      // Only a courtesy to whoever is refused: a full disk does not keep the lock from holding.
      if (ftruncate(lock, 0) == 0) static_cast<void>(write_all(lock, process));
      return lock;
    }
    close(lock);
  }
}

/// Said in so many words: a lock that cannot be made tells nobody what is missing.
void expect_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code fault;
  if (folder.empty() || std::filesystem::is_directory(folder, fault)) return;
  const bool exists = std::filesystem::exists(folder, fault);
  throw DraftFault(fmt::format("cannot write '{}': {}", path,
                               exists ? fmt::format("'{}' is no folder", folder.string())
                                      : fmt::format("there is no folder '{}'", folder.string())));
}

std::string followed(const std::string& path) {
  std::error_code fault;
  const auto real = std::filesystem::canonical(path, fault);
  return fault ? path : real.string();
}

}  // namespace

DraftFile::DraftFile(std::string path)
    : path_(std::move(path)), target_(followed(path_)), lock_(take_lock(target_, path_)) {
  // What a killed interview was about to put in place; the file itself is whole.
  unlink((target_ + std::string(new_ending)).c_str());
}

DraftFile::DraftFile(DraftFile&& other) noexcept
    : path_(std::move(other.path_)), target_(std::move(other.target_)), lock_(std::exchange(other.lock_, -1)) {}

DraftFile::~DraftFile() {
  if (lock_ < 0) return;
  unlink((target_ + std::string(lock_ending)).c_str());
  close(lock_);
}

DraftFile DraftFile::create(const std::string& path) {
  expect_folder_of(path);
  DraftFile file(path);  // first the lock, so that of two that start together one makes the file
  struct stat there {};
  if (lstat(path.c_str(), &there) == 0) throw DraftExists(fmt::format("'{}' exists, and may hold answers", path));
  return file;
}

DraftFile DraftFile::resume(const std::string& path) {
  struct stat there {};
  if (stat(path.c_str(), &there) != 0) throw DraftFault(fmt::format("'{}' cannot be read: {}", path, reason()));
  if (!S_ISREG(there.st_mode)) throw DraftFault(fmt::format("'{}' is no file that answers can be kept in", path));
  return DraftFile(path);
}

void DraftFile::save(std::string_view text) const {
  const std::string fresh = target_ + std::string(new_ending);
  unlink(fresh.c_str());
  if (!write_new(fresh, text) || std::rename(fresh.c_str(), target_.c_str()) != 0) {
    const std::string why = reason();
    unlink(fresh.c_str());
    throw DraftFault(fmt::format("cannot write '{}': {}", path_, why));
  }
  if (!sync_folder_of(target_))
    throw DraftFault(fmt::format("cannot write the folder of '{}' to disk: {}", path_, reason()));
}

void DraftFile::keep_copy(std::string_view ending) const {
  const std::string copy = target_ + std::string(ending);
  if (access(copy.c_str(), F_OK) == 0) return;
  const Descriptor original(open(target_.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 1U << 16U> block{};
  ssize_t size = 0;
  while (original.is_open() && (size = read(original.number(), block.data(), block.size())) > 0)
    text.append(block.data(), static_cast<std::size_t>(size));
  if (!original.is_open() || size < 0 || !write_new(copy, text)) {
    const std::string why = reason();
    unlink(copy.c_str());
    throw DraftFault(fmt::format("cannot keep a copy of '{}': {}", path_, why));
  }
}

}  // namespace ipi::interview
