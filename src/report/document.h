#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "report/drawing.h"

namespace ipi::report {

// A report before it is written in any format: sections of blocks of text. Everything in it is plain text as it came,
// from forms too; whoever writes it escapes it.

/// How a run of text is set.
enum class Voice : std::uint8_t {
  plain,
  strong,
  quiet,
  code  ///< an address or an answer as the form has it
};

struct Run {
  std::string text;
  Voice voice = Voice::plain;
};
using Text = std::vector<Run>;

[[nodiscard]] inline Text plain(std::string text) { return {{std::move(text), Voice::plain}}; }
[[nodiscard]] inline Text strong(std::string text) { return {{std::move(text), Voice::strong}}; }
[[nodiscard]] inline Text quiet(std::string text) { return {{std::move(text), Voice::quiet}}; }
[[nodiscard]] inline Text code(std::string text) { return {{std::move(text), Voice::code}}; }

/// What colour may add; the words say it too.
enum class Urgency : std::uint8_t { none, good, amber, red };

struct Paragraph {
  Text text;
};

struct Subheading {
  std::string text;
};

/// Something to be seen before anything else around it.
struct Callout {
  Urgency urgency = Urgency::none;
  std::string mark;  ///< "RED"
  Text text, detail;
};

struct Fact {
  std::string label;
  Text value;
  bool by_hand = false;  ///< a line to write on, in place of a value
  bool wide = false;     ///< takes a row of its own
};
struct Facts {
  std::vector<Fact> facts;
};

struct Item {
  std::string mark;  ///< "+3"; empty: a bullet
  Text text, detail;
};
struct Items {
  std::vector<Item> items;
};

struct Cell {
  Text text;
  Text detail;           ///< smaller, below
  Svg drawing;           ///< in place of the text where drawings can be shown
  bool by_hand = false;  ///< to be filled in
};
struct Table {
  std::string caption;
  std::vector<std::string> columns;  ///< the first names what a row is about
  std::vector<std::size_t> numeric;  ///< columns of figures
  std::vector<std::vector<Cell>> rows;
};

/// A drawing, for wide and for narrow pages, and what it shows as a table.
struct Figure {
  Svg wide, narrow;
  std::string caption;
};
/// Two figures that are looked at together.
struct Pair {
  Figure first, second;
};

/// What signs on a drawing mean.
struct Key {
  struct Sign {
    Svg drawing;
    std::string meaning;
  };
  std::vector<Sign> signs;
};

/// What need not be read at once: closed on a screen, left out of print.
struct Fold {
  std::string summary;
  Table table;
};

/// The formulation: each sentence can be edited, and says where it comes from.
struct Sentences {
  struct Sentence {
    std::string part;  ///< "Why not the next one"
    std::string text;
    std::string mark;  ///< "from answers"
    Text basis;        ///< answers and works
    bool by_hand = false;
  };
  std::vector<Sentence> sentences;
};

/// Lines to sign or write on.
struct Lines {
  std::vector<std::string> labels;
  bool dated = false;  ///< each with a date beside it
};

using Block =
    std::variant<Paragraph, Subheading, Callout, Facts, Items, Table, Figure, Pair, Key, Fold, Sentences, Lines>;

/// What becomes of a section in print.
enum class Keeping : std::uint8_t {
  flows,
  together  ///< on one page wherever one can hold it; never made smaller
};

struct Section {
  std::string id;
  std::string title;
  Keeping keeping = Keeping::flows;
  std::vector<Block> blocks;
};

struct Document {
  std::string title;
  std::vector<std::string> subtitle;
  std::string banner;  ///< above everything; may be empty
  std::vector<Section> sections;
  std::vector<std::string> footer;
  std::string language = "en";
};

/// One file that needs nothing else: no script, no request; its content policy allows its own style sheet only.
[[nodiscard]] std::string write_html(const Document& document);
/// To be edited by hand: figures are told by their tables.
[[nodiscard]] std::string write_markdown(const Document& document);

}  // namespace ipi::report
