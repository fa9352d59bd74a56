#include "yaml/image.h"

#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>

namespace ipi::yaml {
namespace {

// One byte of flags, then numbers in base 128 (low digit first, the top bit set on all but the last):
//   span, [key span, key], then for a scalar its text, for a container its number of children and they themselves.
constexpr unsigned kind_bits = 0x3U;
constexpr unsigned quoted_bit = 0x4U;
constexpr unsigned key_bit = 0x8U;
constexpr unsigned known_bits = kind_bits | quoted_bit | key_bit;

/// Far above any Limits::depth; it keeps a damaged image from overflowing the stack.
constexpr std::size_t deepest = 256;
constexpr std::size_t smallest_node = 3;

void append_number(std::string& bytes, std::size_t value) {
  while (value >= 0x80U) {
    bytes.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
    value >>= 7U;
  }
  bytes.push_back(static_cast<char>(value));
}

void append_text(std::string& bytes, std::string_view text) {
  append_number(bytes, text.size());
  bytes.append(text);
}

void append_span(std::string& bytes, const Span& span) {
  append_number(bytes, span.begin);
  append_number(bytes, span.end - span.begin);
}

bool has_key(const Node& node) { return !node.key.empty() || node.key_span != Span{}; }

unsigned flags_of(const Node& node) {
  return static_cast<unsigned>(node.kind) | (node.quoted ? quoted_bit : 0U) | (has_key(node) ? key_bit : 0U);
}

[[noreturn]] void damaged() { throw std::runtime_error("the image of a YAML tree is damaged"); }

class ImageReader {
 public:
  ImageReader(std::string_view bytes, std::pmr::memory_resource& storage) : rest_(bytes), storage_(&storage) {}

  [[nodiscard]] std::string_view rest() const { return rest_; }

  Node node(std::size_t depth) {
    const unsigned flags = byte();
    if (depth > deepest || (flags & ~known_bits) != 0) damaged();
    Node result;
    result.kind = static_cast<NodeKind>(flags & kind_bits);
    result.quoted = (flags & quoted_bit) != 0;
    result.span = span();
    if ((flags & key_bit) != 0) {
      result.key_span = span();
      result.key = text();
    }
    if (result.is_scalar()) result.text = text();
    if (result.is_sequence() || result.is_mapping()) result.children = children(depth);
    return result;
  }

 private:
  unsigned byte() {
    if (rest_.empty()) damaged();
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  std::uint32_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      const unsigned next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
      if ((next & 0x80U) != 0) continue;
      if (value > std::numeric_limits<std::uint32_t>::max()) damaged();
      return static_cast<std::uint32_t>(value);
    }
    damaged();
  }

  Span span() {
    const std::uint32_t begin = number();
    const std::uint32_t length = number();
    if (length > std::numeric_limits<std::uint32_t>::max() - begin) damaged();
    return {.begin = begin, .end = begin + length};
  }

  std::string_view text() {
    const std::size_t length = number();
    if (length > rest_.size()) damaged();
    const std::string_view result = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return result;
  }

  std::span<const Node> children(std::size_t depth) {
    const std::size_t count = number();
    // Checked before the room is taken: a damaged count must not ask for gigabytes.
    if (count > rest_.size() / smallest_node) damaged();
    if (count == 0) return {};
    Node* const room = std::pmr::polymorphic_allocator<Node>{storage_}.allocate(count);
    for (std::size_t i = 0; i < count; ++i) new (room + i) Node{node(depth + 1)};
    return {room, count};
  }

  std::string_view rest_;
  std::pmr::memory_resource* storage_;
};

}  // namespace

void append_image(const Node& node, std::string& bytes) {
  bytes.push_back(static_cast<char>(flags_of(node)));
  append_span(bytes, node.span);
  if (has_key(node)) {
    append_span(bytes, node.key_span);
    append_text(bytes, node.key);
  }
  if (node.is_scalar()) append_text(bytes, node.text);
  if (!node.is_sequence() && !node.is_mapping()) return;
  append_number(bytes, node.children.size());
  for (const Node& child : node.children) append_image(child, bytes);
}

Document read_image(std::string_view& bytes, const SourceFile* file) {
  Document document;
  document.file = file;
  document.storage = std::make_unique<std::pmr::monotonic_buffer_resource>();
  ImageReader reader{bytes, *document.storage};
  document.root = reader.node(0);
  bytes = reader.rest();
  return document;
}

}  // namespace ipi::yaml
