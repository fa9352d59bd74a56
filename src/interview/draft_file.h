#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ipi::interview {

/// Why answers cannot be kept: the disk is full, the folder is gone, another interview holds the file.
class DraftFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// There is such a file already.
class DraftExists : public DraftFault {
 public:
  using DraftFault::DraftFault;
};

/// The file that answers are kept in. As long as it is open no other interview can open it: a lock lies beside it,
/// which ends with the process, however that ends.
class DraftFile {
 public:
  /// A new file, which must not exist yet. Throws DraftFault.
  [[nodiscard]] static DraftFile create(const std::string& path);
  /// A file that exists. Throws DraftFault.
  [[nodiscard]] static DraftFile resume(const std::string& path);

  DraftFile(DraftFile&& other) noexcept;
  DraftFile& operator=(DraftFile&&) = delete;
  DraftFile(const DraftFile&) = delete;
  DraftFile& operator=(const DraftFile&) = delete;
  ~DraftFile();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Puts the text in the file's place, for its owner only; on disk when this returns. Whole or not at all: whatever
  /// happens, the file holds either this text or the one before. Throws DraftFault.
  void save(std::string_view text) const;
  /// A copy of the file as it is now, beside it under `path + ending`, unless there is one. Throws DraftFault.
  void keep_copy(std::string_view ending) const;

 private:
  explicit DraftFile(std::string path);
  std::string path_;    ///< as it was given
  std::string target_;  ///< with symbolic links followed, so that a link stays one
  int lock_ = -1;
};

}  // namespace ipi::interview
