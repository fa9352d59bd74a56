#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

#include "text/eight_bytes.h"
#include "yaml/grow.h"
#include "yaml/key.h"
#include "yaml/node.h"
#include "yaml/read.h"

/// What the readers of plain texts share. They take what nearly every form is made of and refuse the rest without a
/// word, so that each guard of the full readers is kept by refusing whatever it might speak of.
namespace ipi::yaml::plain {

/// A form has a few kilobytes. As every value takes two bytes at least, this bounds their number as well.
constexpr std::size_t most_bytes = 1U << 20U;
static_assert(most_bytes <= Limits{}.bytes && most_bytes / 2 <= Limits{}.nodes);
constexpr std::size_t longest_key = 512;  // yaml-cpp gives up on keys of more than 1024

/// What a text is made of. Not plain is one that is too long, no valid UTF-8, or has control characters other than ends
/// of lines, LF or CRLF.
enum class Bytes : unsigned char { not_plain, ascii, utf8 };
[[nodiscard]] Bytes bytes_of(std::string_view text);

[[nodiscard]] inline Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The nodes of the containers that are still open, innermost last: each container, then those of its children that
/// are there. Nodes are filled where they lie and copied once, when their parent closes.
class Unfinished {
 public:
  explicit Unfinished(std::pmr::memory_resource& storage)
      : grower_(storage), storage_(&storage), nodes_(room_for(usual)), capacity_(usual) {}

  /// Makes room for one more node and tells where it lies.
  [[nodiscard]] std::size_t add() {
    if (size_ == capacity_) grow();
    std::construct_at(nodes_ + size_);
    return size_++;
  }
  [[nodiscard]] Node& operator[](std::size_t at) { return nodes_[at]; }
  [[nodiscard]] bool has_children(std::size_t parent) const { return size_ > parent + 1; }
  /// Whether a child of the parent has the key of the one added last, which goes into the filter of their keys.
  [[nodiscard]] bool is_twice(std::size_t parent, KeyFilter& keys) const {
    const Key key(nodes_[size_ - 1].key);
    if (keys.may_have(key) && has_key(parent, key)) return true;
    keys.add(key);
    return false;
  }
  /// The container has all of its children.
  void close(std::size_t parent, NodeKind kind, std::size_t begin, std::size_t end) {
    Node& node = nodes_[parent];
    node.kind = kind;
    node.span = span_of(begin, end);
    node.children = grower_.keep(std::span<const Node>(nodes_ + parent + 1, size_ - parent - 1));
    size_ = parent + 1;
  }

 private:
  static constexpr std::size_t usual = 128;

  [[nodiscard]] Node* room_for(std::size_t count) const {
    return std::pmr::polymorphic_allocator<Node>{storage_}.allocate(count);
  }
  void grow() {
    Node* const room = room_for(2 * capacity_);
    std::uninitialized_copy(nodes_, nodes_ + size_, room);
    nodes_ = room;
    capacity_ *= 2;
  }
  [[nodiscard]] bool has_key(std::size_t parent, const Key& key) const {
    for (std::size_t i = parent + 1; i + 1 < size_; ++i) {
      if (key.is(nodes_[i].key)) return true;
    }
    return false;
  }

  Grower grower_;
  std::pmr::memory_resource* storage_;
  Node* nodes_;  ///< in the storage, like all that was there before it grew
  std::size_t capacity_;
  std::size_t size_ = 0;
};

}  // namespace ipi::yaml::plain
