#include "yaml/comments.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ipi::yaml {
namespace {

/// The keys and scalars, in the order of the file: what lies in them is no comment.
void collect_texts(const Node& node, std::vector<Span>& texts) {
  texts.push_back(node.key_span);
  if (node.is_scalar()) texts.push_back(node.span);
  for (const Node& child : node.children) collect_texts(child, texts);
}

}  // namespace

bool has_comments(const Document& document, std::size_t from) {
  std::vector<Span> texts;
  collect_texts(document.root, texts);
  const std::string_view text = document.file->text();
  for (std::size_t at = text.find('#', from); at != std::string_view::npos; at = text.find('#', at + 1)) {
    const bool within =
        std::any_of(texts.begin(), texts.end(), [&](const Span& span) { return span.begin <= at && at < span.end; });
    if (!within) return true;
  }
  return false;
}

}  // namespace ipi::yaml
