#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"
#include "text/rational.h"
#include "yaml/key.h"
#include "yaml/node.h"

namespace ipi::yaml {

/// Where a reader of trees reports to. Passed by value; refers to both.
struct Reader {
  const SourceFile* file = nullptr;
  Diagnostics* diagnostics = nullptr;

  /// Where the node stands; its own file goes before the reader's.
  [[nodiscard]] Place place_of(const Node& node) const { return {node.file != nullptr ? node.file : file, node.span}; }
  /// Reports an error at the node's value (or, for `key_error`, at its key).
  void error(const Node& node, std::string_view code, std::string message, std::string help = {}) const;
  void key_error(const Node& node, std::string_view code, std::string message, std::string help = {}) const;
  void warning(const Node& node, std::string_view code, std::string message, std::string help = {}) const;
};

/// Reads a mapping field by field and, at `finish`, reports every key that was never asked for with the nearest
/// one that was (E0201). `what` names the mapping in messages ("an item", "the form"), with `name` behind it where that
/// is not empty ("the block" "mood"); both are views, as most mappings are never spoken of. Asking in the order of the
/// keys is fastest.
class Fields {
 public:
  /// A node that is no mapping is reported here (E0202); every field is then absent.
  Fields(const Reader& reader, const Node& node, std::string_view what, std::string_view name = {});

  [[nodiscard]] const Node* optional(const Key& key);
  [[nodiscard]] const Node* optional(std::string_view key) { return optional(Key(key)); }
  /// Reports a missing key at the mapping (E0203).
  [[nodiscard]] const Node* required(std::string_view key);
  /// Scalars as text (E0204 where the node is a list or a map); empty where absent.
  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::string required_text(std::string_view key);
  /// `yes` or `no`, the words (E0205 with help for true and false); `fallback` where absent.
  [[nodiscard]] bool yes_no(std::string_view key, bool fallback);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key);  ///< E0206
  [[nodiscard]] std::optional<Rational> number(std::string_view key);       ///< E0207
  /// The elements of a list; a single scalar counts as a list of one. Empty where absent.
  [[nodiscard]] std::vector<std::string> words(std::string_view key);
  /// The elements of a list (E0208 where it is none); empty where absent.
  [[nodiscard]] std::span<const Node> list(std::string_view key);
  void finish();

 private:
  /// The names asked for, the first of them in place: most mappings have few.
  class Names {
   public:
    Names() {}  // NOLINT(modernize-use-equals-default): the room is filled as names come, and not before
    void add(std::string_view name);
    [[nodiscard]] std::vector<std::string_view> all() const;

   private:
    struct Piece {
      const char* begin;
      std::size_t size;
    };
    static constexpr std::size_t few = 48;
    std::size_t count_ = 0;
    std::array<Piece, few> first_;
    std::vector<std::string_view> more_;
  };

  [[nodiscard]] const Node* find_elsewhere(const Key& key);
  [[nodiscard]] std::string described() const;
  void report_unknown() const;

  Reader reader_;
  const Node* node_;
  std::string_view what_, name_;
  Names asked_;
  std::size_t next_ = 0;     ///< the child after the one found last
  std::uint64_t found_ = 0;  ///< one bit for each of the first children
  std::optional<KeyFilter> keys_;
};

/// A scalar's text, or E0204 and nullopt.
[[nodiscard]] std::optional<std::string_view> scalar_text(const Reader& reader, const Node& node,
                                                          std::string_view what);

/// Index of `word` among `names`, or E0209 ("'lifelong' is no status; did you mean ...; one of ...") and nullopt.
[[nodiscard]] std::optional<std::size_t> one_of(const Reader& reader, const Node& node, std::string_view what,
                                                std::span<const std::string_view> names);

}  // namespace ipi::yaml
