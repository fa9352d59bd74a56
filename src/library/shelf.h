#pragma once

#include <algorithm>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "inventory/lookup.h"
#include "library/definitions.h"
#include "source/diagnostic.h"

namespace ipi {

/// Something defined, with the file it stands in.
template <class T>
struct Defined {
  T value;
  const DefinitionFile* file = nullptr;
};

/// The definitions of one kind, in the order of their files. Each is read when it is first asked for, and stays where
/// it is; going through the shelf reads all of them. Once filled it may be asked by several threads.
template <class T>
class Shelf {
 public:
  using Reader = T (*)(const yaml::Document& document, Diagnostics& diagnostics);
  explicit Shelf(Reader reader) : reader_(reader) {}

  /// Puts a file on the shelf, unread.
  void add(const DefinitionFile& file) {
    defined_.push_back({T{}, &file});
    read_.emplace_back();
  }
  /// Reads the file added last, reporting what is wrong with it.
  void read_last(Diagnostics& diagnostics) {
    std::call_once(read_.back(),
                   [&] { defined_.back().value = reader_(defined_.back().file->document(), diagnostics); });
  }

  [[nodiscard]] std::size_t size() const { return defined_.size(); }
  [[nodiscard]] bool empty() const { return defined_.empty(); }
  /// Reads nothing.
  [[nodiscard]] std::vector<std::string_view> ids() const {
    std::vector<std::string_view> ids;
    for (const Defined<T>& defined : defined_) ids.push_back(defined.file->id());
    return ids;
  }
  [[nodiscard]] bool holds(std::string_view id) const { return index_of(id) < defined_.size(); }
  /// The first of that id, read; null if there is none.
  [[nodiscard]] const T* find(std::string_view id) const {
    const std::size_t index = index_of(id);
    return index == defined_.size() ? nullptr : &read(index).value;
  }
  /// The file of the first of that id; null if there is none.
  [[nodiscard]] const DefinitionFile* file_of(std::string_view id) const {
    const std::size_t index = index_of(id);
    return index == defined_.size() ? nullptr : defined_[index].file;
  }
  [[nodiscard]] Lookup<T> lookup() const {
    return {[this](std::string_view id) { return find(id); }, [this] { return ids(); }};
  }

  [[nodiscard]] auto begin() const { return all().cbegin(); }
  [[nodiscard]] auto end() const { return defined_.cend(); }
  [[nodiscard]] auto begin() { return all().begin(); }
  [[nodiscard]] auto end() { return defined_.end(); }
  [[nodiscard]] const Defined<T>& front() const { return read(0); }

 private:
  [[nodiscard]] std::size_t index_of(std::string_view id) const {
    const auto found = std::find_if(defined_.begin(), defined_.end(),
                                    [&](const Defined<T>& defined) { return defined.file->id() == id; });
    return static_cast<std::size_t>(found - defined_.begin());
  }

  Defined<T>& read(std::size_t index) const {
    Defined<T>& defined = defined_[index];
    std::call_once(read_[index], [&] {
      // Only proven definitions are still unread here: a fault is the program's, not a user's.
      Diagnostics diagnostics;
      defined.value = reader_(defined.file->document(), diagnostics);
      if (diagnostics.has_errors()) throw std::runtime_error("the built-in definitions are damaged");
    });
    return defined;
  }

  std::deque<Defined<T>>& all() const {
    for (std::size_t index = 0; index < defined_.size(); ++index) static_cast<void>(read(index));
    return defined_;
  }

  Reader reader_;
  mutable std::deque<Defined<T>> defined_;
  mutable std::deque<std::once_flag> read_;  // by position in defined_
};

}  // namespace ipi
