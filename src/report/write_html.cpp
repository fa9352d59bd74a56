#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "report/document.h"
#include "report/escape.h"
#include "report/style.h"
#include "text/digest.h"

namespace ipi::report {
namespace {

unsigned nibble(char digit) {
  return digit <= '9' ? static_cast<unsigned>(digit - '0') : static_cast<unsigned>(digit - 'a' + 10);
}

/// Hexadecimal digits as the base 64 that a content policy wants.
std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char digit : hex) {
    bits = (bits << 4U) | nibble(digit);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += alphabet[(bits >> static_cast<unsigned>(held)) & 63U];
  }
  if (held > 0) out += alphabet[(bits << static_cast<unsigned>(6 - held)) & 63U];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

/// Nothing may be loaded, run or sent; the one style sheet is named by what it hashes to.
std::string content_policy() {
  return fmt::format("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                     base64_of_hex(sha256_hex(style_sheet)));
}

std::string words_of(const Text& text) {
  constexpr std::array<std::string_view, 4> tags = {"", "strong", "small", "code"};
  std::string words;
  for (const Run& run : text) {
    const std::string_view tag = tags[static_cast<std::size_t>(run.voice)];
    words += tag.empty() ? escape_html(run.text) : fmt::format("<{0}>{1}</{0}>", tag, escape_html(run.text));
  }
  return words;
}

std::string detail_of(const Text& text) {
  return text.empty() ? std::string() : fmt::format("<span class=\"detail\">{}</span>", words_of(text));
}

std::string_view class_of(Urgency urgency) {
  constexpr std::array<std::string_view, 4> names = {"callout", "callout good", "callout amber", "callout red"};
  return names[static_cast<std::size_t>(urgency)];
}

std::string class_of(const Fact& fact) {
  if (!fact.by_hand && !fact.wide) return {};
  return fmt::format(" class=\"{}{}{}\"", fact.by_hand ? "hand" : "", fact.by_hand && fact.wide ? " " : "",
                     fact.wide ? "whole" : "");
}

class HtmlWriter {
 public:
  std::string run(const Document& document) {
    head(document);
    for (const Section& section : document.sections) write(section);
    line("<footer>");
    for (const std::string& words : document.footer) line(fmt::format("<p>{}</p>", escape_html(words)));
    line("</footer>\n</main>\n</body>\n</html>");
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }

  void head(const Document& document) {
    line(fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">",
                     escape_html(document.language)));
    line(fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", content_policy()));
    line(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
        "content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">");
    line(fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>", escape_html(document.title),
                     style_sheet));
    if (!document.banner.empty()) line(fmt::format("<p class=\"banner\">{}</p>", escape_html(document.banner)));
    line(fmt::format("<header>\n<h1>{}</h1>", escape_html(document.title)));
    for (const std::string& words : document.subtitle) line(fmt::format("<p>{}</p>", escape_html(words)));
    line("</header>");
  }

  void write(const Section& section) {
    const std::string keeping = section.keeping == Keeping::together ? " class=\"together\"" : "";
    section_ = section.id;
    if (section.title.empty()) {
      line(fmt::format("<section id=\"{}\"{}>", section.id, keeping));
    } else {
      line(fmt::format("<section id=\"{0}\"{1} aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{2}</h2>",
                       section.id, keeping, escape_html(section.title)));
    }
    for (const Block& block : section.blocks) std::visit([this](const auto& one) { write(one); }, block);
    line("</section>");
  }

  void write(const Paragraph& block) { line(fmt::format("<p>{}</p>", words_of(block.text))); }
  void write(const Subheading& block) { line(fmt::format("<h3>{}</h3>", escape_html(block.text))); }

  void write(const Callout& block) {
    const std::string mark =
        block.mark.empty() ? "" : fmt::format("<span class=\"mark\">{}</span>", escape_html(block.mark));
    line(fmt::format("<div class=\"{}\"><p>{}{}{}</p></div>", class_of(block.urgency), mark, words_of(block.text),
                     detail_of(block.detail)));
  }

  void write(const Facts& block) {
    line("<dl>");
    for (const Fact& fact : block.facts) {
      line(fmt::format("<div{}><dt>{}</dt><dd>{}</dd></div>", class_of(fact), escape_html(fact.label),
                       fact.by_hand ? "&nbsp;" : words_of(fact.value)));
    }
    line("</dl>");
  }

  void write(const Items& block) {
    if (block.items.empty()) return;
    const bool marked =
        std::any_of(block.items.begin(), block.items.end(), [](const Item& item) { return !item.mark.empty(); });
    line(marked ? "<ul class=\"marked\">" : "<ul>");
    for (const Item& item : block.items) {
      const std::string words = words_of(item.text) + detail_of(item.detail);
      line(marked ? fmt::format("<li><span class=\"mark\">{}</span><span>{}</span></li>", escape_html(item.mark), words)
                  : fmt::format("<li>{}</li>", words));
    }
    line("</ul>");
  }

  /// On a narrow page a row is a block of lines, each after the name of its column; roles keep it a table for those who
  /// are read to.
  void write(const Table& block) {
    if (block.rows.empty()) return;
    const std::string& name = block.caption.empty() ? section_ : block.caption;
    line(fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table role=\"table\">",
                     escape_html(name)));
    if (!block.caption.empty()) line(fmt::format("<caption>{}</caption>", escape_html(block.caption)));
    out_ += "<thead role=\"rowgroup\"><tr role=\"row\">";
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
      out_ += fmt::format("<th role=\"columnheader\" scope=\"col\"{}>{}</th>",
                          is_numeric(block, i) ? " class=\"number\"" : "", escape_html(block.columns[i]));
    }
    line("</tr></thead>\n<tbody role=\"rowgroup\">");
    for (const auto& row : block.rows) {
      out_ += "<tr role=\"row\">";
      for (std::size_t i = 0; i < row.size(); ++i) write(row[i], i, block);
      line("</tr>");
    }
    line("</tbody>\n</table>\n</div>");
  }

  static bool is_numeric(const Table& block, std::size_t column) {
    return std::find(block.numeric.begin(), block.numeric.end(), column) != block.numeric.end();
  }

  void write(const Cell& cell, std::size_t column, const Table& block) {
    const std::string words = fmt::format("{}{}{}", cell.drawing.markup(), words_of(cell.text), detail_of(cell.detail));
    const std::string_view style = cell.by_hand                ? " class=\"hand\""
                                   : !cell.drawing.empty()     ? " class=\"drawn\""
                                   : words.empty()             ? " class=\"none\""
                                   : is_numeric(block, column) ? " class=\"number\""
                                                               : "";
    out_ += column == 0 ? fmt::format("<th role=\"rowheader\" scope=\"row\"{}>{}</th>", style, words)
                        : fmt::format("<td role=\"cell\" data-title=\"{}\"{}><div>{}</div></td>",
                                      escape_html(block.columns[column]), style, words);
  }

  void write(const Figure& block) {
    line(fmt::format("<figure class=\"{}\">", section_));
    line(fmt::format("<div class=\"wide\">{}</div>", block.wide.markup()));
    if (!block.narrow.empty()) line(fmt::format("<div class=\"narrow\">{}</div>", block.narrow.markup()));
    if (!block.caption.empty()) line(fmt::format("<figcaption>{}</figcaption>", escape_html(block.caption)));
    line("</figure>");
  }

  void write(const Pair& block) {
    line("<div class=\"pair\">");
    write(block.first);
    write(block.second);
    line("</div>");
  }

  void write(const Key& block) {
    line("<ul class=\"key\">");
    for (const Key::Sign& sign : block.signs)
      line(fmt::format("<li>{}<span>{}</span></li>", sign.drawing.markup(), escape_html(sign.meaning)));
    line("</ul>");
  }

  void write(const Fold& block) {
    line(fmt::format("<details><summary>{}</summary>", escape_html(block.summary)));
    write(block.table);
    line("</details>");
  }

  void write(const Sentences& block) {
    line("<ol>");
    for (const Sentences::Sentence& sentence : block.sentences) {
      line(fmt::format("<li><p>{}</p><span class=\"detail\"><span class=\"tag{}\">{}</span>{}: {}</span></li>",
                       escape_html(sentence.text), sentence.by_hand ? " hand" : "", escape_html(sentence.mark),
                       escape_html(sentence.part), words_of(sentence.basis)));
    }
    line("</ol>");
  }

  void write(const Lines& block) {
    line(fmt::format("<div class=\"sign{}\">", block.dated ? "" : " once"));
    for (const std::string& label : block.labels) {
      line(fmt::format("<span><i></i>{}</span>{}", escape_html(label), block.dated ? "<span><i></i>Date</span>" : ""));
    }
    line("</div>");
  }

  std::string out_;
  std::string section_;
};

}  // namespace

std::string write_html(const Document& document) { return HtmlWriter().run(document); }

}  // namespace ipi::report
