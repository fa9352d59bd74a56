#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace ipi::intake {

/// What is wrong with packed bytes.
class DamagedBytes : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Bytes from beginning to end.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;
  /// Fills up to `size` bytes, as many as there are; 0 at the end. Throws std::system_error or DamagedBytes.
  [[nodiscard]] virtual std::size_t read(char* bytes, std::size_t size) = 0;
};

/// A file, or standard input for "-"; what gzip has packed is unpacked. Throws std::system_error.
[[nodiscard]] std::unique_ptr<ByteSource> open_bytes(const std::string& path);
/// A text at hand.
[[nodiscard]] std::unique_ptr<ByteSource> bytes_of(std::string text);

}  // namespace ipi::intake
