#include "intake/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace ipi::intake {
namespace {

constexpr std::size_t packed_bytes = 256U << 10U;
constexpr int any_gzip = 15 + 16;  // the largest window, and gzip's own frame only

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category()); }

class File final : public ByteSource {
 public:
  File(int file, bool owned) : file_(file), owned_(owned) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() override {
    if (owned_) close(file_);
  }
  [[nodiscard]] std::size_t read(char* bytes, std::size_t size) override {
    std::size_t filled = 0;
    while (filled < size) {
      const ssize_t got = ::read(file_, bytes + filled, size - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(errno);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

 private:
  int file_;
  bool owned_;
};

class Text final : public ByteSource {
 public:
  explicit Text(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] std::size_t read(char* bytes, std::size_t size) override {
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(bytes, text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

/// What was read to recognise the source, and then the rest of it.
class Resumed final : public ByteSource {
 public:
  Resumed(std::string first, std::unique_ptr<ByteSource> rest) : first_(std::move(first)), rest_(std::move(rest)) {}
  [[nodiscard]] std::size_t read(char* bytes, std::size_t size) override {
    const std::size_t count = first_.read(bytes, size);
    return count + (count < size ? rest_->read(bytes + count, size - count) : 0);
  }

 private:
  Text first_;
  std::unique_ptr<ByteSource> rest_;
};

/// Members of gzip, one behind the other.
class Unpacked final : public ByteSource {
 public:
  explicit Unpacked(std::unique_ptr<ByteSource> packed) : packed_(std::move(packed)) {
    if (inflateInit2(&stream_, any_gzip) != Z_OK) fail(ENOMEM);
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;
  ~Unpacked() override { inflateEnd(&stream_); }

  [[nodiscard]] std::size_t read(char* bytes, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(bytes);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out > 0 && more()) {
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        ended_ = true;
        if (inflateReset(&stream_) != Z_OK) fail(EIO);
      } else if (result != Z_OK) {
        throw DamagedBytes("its gzip data is damaged");
      }
    }
    return size - stream_.avail_out;
  }

 private:
  /// Whether there are packed bytes left to work on; a stream that ends within a member is damaged.
  bool more() {
    if (stream_.avail_in == 0) {
      stream_.avail_in = static_cast<uInt>(packed_->read(buffer_.data(), buffer_.size()));
      stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
      if (stream_.avail_in == 0) {
        if (!ended_) throw DamagedBytes("its gzip data ends too early");
        return false;
      }
    }
    ended_ = false;
    return true;
  }

  std::unique_ptr<ByteSource> packed_;
  z_stream stream_{};
  std::array<char, packed_bytes> buffer_{};
  bool ended_ = false;
};

std::unique_ptr<ByteSource> unpacked_if_packed(std::unique_ptr<ByteSource> source) {
  std::string first(2, '\0');
  first.resize(source->read(first.data(), first.size()));
  const bool packed = first == "\x1F\x8B";
  auto resumed = std::make_unique<Resumed>(std::move(first), std::move(source));
  if (!packed) return resumed;
  return std::make_unique<Unpacked>(std::move(resumed));
}

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::string& path) {
  if (path == "-") return unpacked_if_packed(std::make_unique<File>(STDIN_FILENO, false));
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(errno);
  struct stat facts {};
  if (fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    close(file);
    fail(EISDIR);
  }
  return unpacked_if_packed(std::make_unique<File>(file, true));
}

std::unique_ptr<ByteSource> bytes_of(std::string text) { return std::make_unique<Text>(std::move(text)); }

}  // namespace ipi::intake
