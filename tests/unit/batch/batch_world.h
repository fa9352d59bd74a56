#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "../support.h"
#include "batch/batch.h"

/// A protocol without relationships, in which much occurs that a row can rest on: sums, means with answers
/// missing, reversed and weighted items, items that differ in their options, a test on one answer, a gate, near ties.
namespace batch_world {

inline constexpr std::size_t items = 14;

inline std::vector<support::Text> texts() {
  std::string body =
      "options: [{value: 0, label: No}, {value: 1, label: Some}, {value: 2, label: Much}, {value: 10, label: "
      "All}]\nitems:\n";
  for (std::size_t i = 1; i <= items; ++i) {
    body += fmt::format("  - {{id: \"{}\", text: T{}", i, i == 3 || i == 9 ? ", reverse: \"yes\"" : "");
    if (i == 5) body += ", options: [{value: 1, label: Low}, {value: 2, label: High}]";
    body += "}\n";
  }
  body +=
      "questions:\n  - {id: seen, text: Seen, options: [{value: \"yes\", label: Yes}, {value: \"no\", label: No}]}\n  "
      "- {id: remark, type: text, text: Remark}\n"
      "  - {id: later, text: Later, options: [{value: a, label: A}], when: {seen: \"yes\"}}\n";
  const std::string bands = "bands: [{from: 0, label: low}, {from: 3, label: \"mid, or so\"}], band_source: {text: S}";
  body +=
      "scores:\n"
      "  - {id: whole, title: W, method: sum, items: [\"1\", \"2\", \"3\"], missing: {rule: complete}, higher: worse, "
      "source: {text: S}, " +
      bands +
      "}\n"
      "  - {id: mean, title: M, method: mean, items: [\"4\", \"5\", \"6\", \"7\"], missing: {rule: mean_of_answered, "
      "at_least: 2}, higher: worse, source: {text: S}, bands: [{from: 0.25, label: low}, {above: 1.5, label: high}], "
      "band_source: {text: S, confirmed: \"no\"}}\n"
      "  - {id: scaled, title: P, method: sum, items: [\"8\", \"9\", \"10\"], missing: {rule: prorate, at_least: 2}, "
      "transform: {multiply: 0.5, add: 1}, higher: worse, source: {text: S}}\n"
      "  - {id: weighed, title: G, method: weighted, weights: {\"11\": 2, \"12\": 1.5, \"13\": -1}, missing: {rule: "
      "complete}, higher: worse, source: {text: S}}\n";
  const std::string model =
      "model: m\ntitle: M\nconvention: c\nsources: {x: A work}\n"
      "gates:\n  - {id: young, holds: {respondent.age: {below: 18}}, statement: Y, unknown: U, source: [x]}\n"
      "  - {id: calm, holds: {f.whole: {below: 2}, f.mean: {below: 1}}, statement: C, unknown: U, source: [x]}\n"
      "areas:\n"
      "  one: {title: One, required: [{id: a, weight: 3, holds: {f.whole: {from: 3}}, statement: S, source: [x]}],"
      " indicators: [{id: b, weight: 2, holds: {f.mean: {from: 1}}, statement: S, source: [x]}, {id: c, weight: -1, "
      "holds: {f.mean: {above: 2}}, statement: S, source: [x]}]}\n"
      "  two: {title: Two, cap: likely, required: [{id: a, weight: 2, holds: {f.scaled: {from: 4}}, statement: S, "
      "source: [x]}],"
      " excludes: [{id: e, holds: {f.seen: \"yes\"}, statement: S, source: [x]}],"
      " indicators: [{id: b, weight: 3, holds: {f.weighed: {from: 1, below: 12.5}}, statement: S, source: [x]}]}\n"
      "  three: {title: Three, indicators: [{id: a, weight: 5, holds: {f.14: [\"2\", \"10\"]}, statement: S, source: "
      "[x]}, {id: b, weight: 1, holds: {f.weighed: {from: 20}}, statement: S, source: [x]}]}\n"
      "combine: {minimum: 4, near_tie: 1, second: {at_least: 4, within: 3}, strength: {clear: {points: 6, margin: 3}, "
      "likely: {points: 5, margin: 1}}, source: [x]}\n";
  return support::together(
      {support::catalogues(),
       {support::instrument("f", body),
        {"models/m.yaml", model},
        {"protocols/p.yaml", "protocol: p\ntitle: P\nmodel: m\nsource: {text: S}\nsections:\n  - instrument: f\n"}}});
}

/// A run and all that came of it.
struct Ran {
  std::string text;
  std::vector<std::string> rejected;  ///< "3 E0304"
  std::string told;
  ipi::batch::Totals totals;
};

inline Ran run(ipi::Library& library, const ipi::batch::Options& options, ipi::batch::Output output) {
  Ran ran;
  output.stream = std::tmpfile();
  ran.totals =
      ipi::batch::run(library, options, output,
                      {[&](const ipi::batch::Rejected& rejected) {
                         for (const ipi::Diagnostic& said : rejected.diagnostics->all()) {
                           if (said.severity != ipi::Severity::error) continue;
                           ran.rejected.push_back(fmt::format("{} {} {} {}", rejected.record, said.code,
                                                              ipi::to_text(said.primary.place), rejected.safety));
                           break;
                         }
                       },
                       [&](const ipi::Diagnostics& said) { ran.told += support::told(said); },
                       {}});
  std::rewind(output.stream);
  for (int c = std::fgetc(output.stream); c != EOF; c = std::fgetc(output.stream)) ran.text += static_cast<char>(c);
  std::fclose(output.stream);
  return ran;
}

/// The input as a text at hand.
inline ipi::batch::Options of_text(std::string text, std::string_view format) {
  ipi::batch::Options options;
  options.inputs.push_back({"forms", ipi::intake::format_named(format), std::nullopt, std::move(text)});
  options.forms.reading.protocol = "p";
  return options;
}

/// A table of what such a protocol has to say.
inline ipi::batch::Output table(ipi::TableStyle style = {}) {
  ipi::batch::Output output;
  output.style = style;
  output.columns = {"scores",          "convention",        "verdict",
                    "suggested_focus", "strength",          "margin",
                    "provisional",     "reasons",           "area.one.points",
                    "area.two.points", "area.three.points", "area.two.offered",
                    "protocol",        "safety.rules",      "f.mean.band.confirmed"};
  return output;
}

/// An answer sheet: by item, what stands there; empty: nothing.
struct Sheet {
  std::string id, date, age, seen, remark;
  std::vector<std::string> answers;
};

inline Sheet sheet(std::size_t number, support::Random& random) {
  const std::vector<std::string> values = {"0", "1", "2", "10"};
  const std::vector<std::string> rare = {"skipped", "refused", "unknown", "not_asked", "3", "x", "-1", "01"};
  Sheet result;
  result.id = fmt::format("A-{:04}", number);
  result.date = fmt::format("2026-{:02}-{:02}", random.below(12) + 1, random.below(28) + 1);
  if (random.chance(2)) result.date = random.chance(50) ? "2026-03" : "2026-02-30";
  result.age = random.chance(96) ? std::to_string(12 + random.below(60)) : random.chance(50) ? "" : "200";
  for (std::size_t i = 0; i < items; ++i) {
    std::string answer = random.chance(88) ? values[random.below(values.size())] : std::string();
    if (i == 4 && !answer.empty()) answer = random.chance(50) ? "1" : "2";
    if (random.chance(1)) answer = rare[random.below(random.chance(40) ? rare.size() : 4)];
    result.answers.push_back(std::move(answer));
  }
  if (random.chance(70)) result.seen = random.chance(50) ? "yes" : "no";
  if (random.chance(3)) result.remark = "quiet, \"so\" to say";
  return result;
}

inline std::string quoted(const std::string& text, support::Random& random) {
  const bool must = text.find_first_of(",\"\n") != std::string::npos;
  if (!must && !random.chance(5)) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

inline std::string as_csv(const std::vector<Sheet>& sheets, support::Random& random) {
  std::string text = "id,date,respondent.age";
  for (std::size_t i = 1; i <= items; ++i) text += fmt::format(",f.{}", i);
  text += ",f.seen,f.remark\n";
  for (const Sheet& sheet : sheets) {
    text += quoted(sheet.id, random) + "," + sheet.date + "," + quoted(sheet.age, random);
    for (const std::string& answer : sheet.answers) text += "," + quoted(answer, random);
    text += "," + sheet.seen + "," + quoted(sheet.remark, random) + (random.chance(5) ? "\r\n" : "\n");
    if (random.chance(2)) text += "\n";
  }
  return text;
}

inline bool is_plain_number(const std::string& text) {
  return text == "0" || (!text.empty() && text[0] != '0' && text.find_first_not_of("0123456789") == std::string::npos);
}

inline std::string as_json(const std::string& text, support::Random& random) {
  if (is_plain_number(text) && !random.chance(10)) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\\\"") : std::string(1, c);
  return result + "\"";
}

inline std::string as_ndjson(const std::vector<Sheet>& sheets, support::Random& random) {
  std::string text;
  for (const Sheet& sheet : sheets) {
    const std::string blank = random.chance(10) ? " " : "";
    text += fmt::format("{{{}\"form\":\"{}\",\"id\":\"{}\",{}\"date\":\"{}\"", blank, "p", sheet.id, blank, sheet.date);
    if (!sheet.age.empty()) text += fmt::format(",\"respondent\":{{\"age\":{}}}", as_json(sheet.age, random));
    std::string answers;
    const auto add = [&](const std::string& key, const std::string& answer) {
      if (!answer.empty())
        answers += fmt::format("{}\"{}\":{}{}", answers.empty() ? "" : ",", key, blank, as_json(answer, random));
    };
    const std::size_t turn = random.chance(10) ? random.below(items) : 0;  // in another order
    for (std::size_t i = 0; i < items; ++i)
      add(std::to_string((i + turn) % items + 1), sheet.answers[(i + turn) % items]);
    add("seen", sheet.seen);
    add("remark", sheet.remark);
    text += fmt::format(",\"answers\":{{\"f\":{{{}}}}}}}{}", answers, random.chance(5) ? "\r\n" : "\n");
  }
  return text;
}

inline std::string as_yaml(const std::vector<Sheet>& sheets, support::Random& random) {
  std::string text;
  for (const Sheet& sheet : sheets) {
    const std::string end = random.chance(5) ? "\r\n" : "\n";
    const std::string step = random.chance(80) ? "  " : "    ";
    const auto comment = [&] { return random.chance(4) ? std::string("  # said aloud") : std::string(); };
    text += "---" + end + "form: p" + end + fmt::format("id: {}{}", sheet.id, comment()) + end + "date: " + sheet.date +
            end;
    if (!sheet.age.empty()) text += "respondent:" + end + step + "age: " + sheet.age + end;
    text += "answers:" + end;
    text += step + "f:" + end;
    bool any = false;
    const auto add = [&](const std::string& key, const std::string& answer) {
      if (answer.empty()) return;
      any = true;
      const bool is_text = key == "remark";
      std::string written = answer;
      if (is_text)
        written = "'" + answer + "'";
      else if (random.chance(4))
        written = random.chance(50) ? "\"" + answer + "\"" : "'" + answer + "'";
      text += step + step + (is_plain_number(key) && random.chance(90) ? "\"" + key + "\"" : key) + ": " + written +
              comment() + end;
      if (random.chance(1)) text += end;
    };
    for (std::size_t i = 0; i < items; ++i) add(std::to_string(i + 1), sheet.answers[i]);
    add("seen", sheet.seen);
    add("remark", sheet.remark);
    if (!any) text += step + step + "\"1\": skipped" + end;
  }
  return text;
}

}  // namespace batch_world
