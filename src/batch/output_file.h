#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace ipi::batch {

/// Where a run writes. A regular file appears whole or not at all, readable by its owner only; a pipe, a device or a
/// stream is written to directly. Throws std::system_error.
class OutputFile {
 public:
  /// An empty path or "-" is the stream.
  OutputFile(const std::string& path, std::FILE* stream);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// The place of the next bytes: calls come in the order in which the bytes are to stand.
  [[nodiscard]] std::uint64_t reserve(std::size_t size);
  /// Writes to a place that was reserved; several threads may, unless `in_order`.
  void write(std::uint64_t at, std::string_view bytes);
  /// Bytes can only be written in the order of their places, one after the other.
  [[nodiscard]] bool in_order() const { return temporary_.empty(); }
  /// Puts the file in its place.
  void finish();

 private:
  std::string path_, temporary_;
  std::FILE* stream_ = nullptr;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t allocated_ = 0;
};

}  // namespace ipi::batch
