#include <fmt/format.h>

#include <algorithm>

#include "report/document.h"
#include "report/escape.h"

namespace ipi::report {
namespace {

constexpr std::string_view by_hand = "________";

std::string words_of(const Text& text) {
  std::string words;
  for (const Run& run : text) {
    if (run.text.empty()) continue;
    switch (run.voice) {
      case Voice::plain:
      case Voice::quiet:
        words += escape_markdown(run.text);
        break;
      case Voice::strong:
        words += fmt::format("**{}**", escape_markdown(run.text));
        break;
      case Voice::code:
        words += markdown_code(run.text);
        break;
    }
  }
  return words;
}

std::string in_brackets(const Text& text) {
  const std::string words = words_of(text);
  return words.empty() ? words : fmt::format(" ({})", words);
}

/// Blocks one after the other, an empty line between them.
class MarkdownWriter {
 public:
  std::string run(const Document& document) {
    line(fmt::format("# {}", escape_markdown(document.title)));
    for (const std::string& words : document.subtitle) paragraph(escape_markdown(words));
    if (!document.banner.empty()) paragraph(fmt::format("**{}**", escape_markdown(document.banner)));
    for (const Section& section : document.sections) {
      if (!section.title.empty()) paragraph(fmt::format("## {}", escape_markdown(section.title)));
      for (const Block& block : section.blocks) std::visit([this](const auto& one) { write(one); }, block);
    }
    paragraph("---");
    for (const std::string& words : document.footer) paragraph(escape_markdown(words));
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }
  void paragraph(std::string_view text) {
    line("");
    line(text);
  }

  void write(const Paragraph& block) { paragraph(words_of(block.text)); }
  void write(const Subheading& block) { paragraph(fmt::format("### {}", escape_markdown(block.text))); }

  void write(const Callout& block) {
    const std::string mark = block.mark.empty() ? "" : fmt::format("**{}** ", escape_markdown(block.mark));
    paragraph(fmt::format("> {}{}", mark, words_of(block.text)));
    if (const std::string detail = words_of(block.detail); !detail.empty()) line(fmt::format("> {}", detail));
  }

  void write(const Facts& block) {
    line("");
    for (const Fact& fact : block.facts)
      line(fmt::format("- {}: {}", escape_markdown(fact.label),
                       fact.by_hand ? std::string(by_hand) : words_of(fact.value)));
  }

  void write(const Items& block) {
    line("");
    for (const Item& item : block.items) {
      line(fmt::format("- {}{}{}", item.mark.empty() ? "" : fmt::format("**{}** ", escape_markdown(item.mark)),
                       words_of(item.text), in_brackets(item.detail)));
    }
  }

  void write(const Table& block) {
    if (block.rows.empty()) return;
    if (!block.caption.empty()) paragraph(fmt::format("{}:", escape_markdown(block.caption)));
    line("");
    // A column of drawings has no text to show.
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
      const bool drawn = std::all_of(block.rows.begin(), block.rows.end(), [&](const auto& row) {
        return row[i].text.empty() && row[i].detail.empty() && !row[i].by_hand;
      });
      if (!drawn) shown.push_back(i);
    }
    std::string head = "|", rule = "|";
    for (const std::size_t i : shown) {
      head += fmt::format(" {} |", escape_markdown(block.columns[i]));
      rule += std::find(block.numeric.begin(), block.numeric.end(), i) != block.numeric.end() ? "---:|" : "---|";
    }
    line(head);
    line(rule);
    for (const auto& row : block.rows) {
      std::string words = "|";
      for (const std::size_t i : shown)
        words += fmt::format(" {}{} |", words_of(row[i].text), in_brackets(row[i].detail));
      line(words);
    }
  }

  void write(const Figure& /*block*/) {}
  void write(const Pair& /*block*/) {}
  void write(const Key& /*block*/) {}
  void write(const Fold& block) { write(block.table); }

  void write(const Sentences& block) {
    int number = 0;
    for (const Sentences::Sentence& sentence : block.sentences) {
      line("");
      line(fmt::format("{}. {}  ", ++number, escape_markdown(sentence.text)));
      const std::string basis = words_of(sentence.basis);
      line(fmt::format("   *{} · {}*{}{}", escape_markdown(sentence.part), escape_markdown(sentence.mark),
                       basis.empty() ? "" : ": ", basis));
    }
  }

  void write(const Lines& block) {
    line("");
    for (const std::string& label : block.labels)
      line(fmt::format("- {}: {}{}", escape_markdown(label), by_hand,
                       block.dated ? fmt::format(", date {}", by_hand) : ""));
  }

  std::string out_;
};

}  // namespace

std::string write_markdown(const Document& document) { return MarkdownWriter().run(document); }

}  // namespace ipi::report
