// A new format is one file and one line: two toys, one that cuts its text and one that drives itself, stand in a table
// beside the formats that ship, and their forms go the same road with the same checks.
#include "intake/input_format.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "../support.h"
#include "batch/batch.h"
#include "intake/byte_source.h"
#include "intake/input_formats.h"
#include "yaml/grow.h"
#include "yaml/read_json.h"

using namespace ipi::intake;

namespace {

support::World& world() {
  static support::World world(support::together(
      {support::catalogues(),
       {support::instrument(
           "f",
           "options: [{value: 0, label: No}, {value: 1, label: Some}, {value: 2, label: Much}]\n"
           "items: [{id: \"1\", text: A}, {id: \"2\", text: B}]\n"
           "questions: [{id: remark, type: text, text: R}]\n"
           "scores: [{id: whole, title: W, method: sum, items: [\"1\", \"2\"], missing: {rule: complete},"
           " higher: worse, source: {text: S}}]\n")}}));
  static_cast<void>(world.sound("f"));
  return world;
}

// --- What a format's file would hold, one that cuts text: an id and two answers, "A1 0 2;" one behind the other.

class Words final : public Records {
 public:
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& /*carry*/) const override {
    return last ? text.size() : text.rfind(';') + 1;
  }
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool /*last*/,
                                          Carry& /*carry*/) const override {
    at = text.find_first_not_of(" \n;", at);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t end = text.find(';', at);
    return Piece{at, end == std::string_view::npos ? text.size() : end + 1};
  }
  [[nodiscard]] std::string protocol_named_by(std::string_view /*record*/) const override { return "f"; }
  [[nodiscard]] std::optional<ipi::yaml::Node> tree(const ipi::SourceFile& record, RecordRoom& room,
                                                    ipi::Diagnostics& diagnostics) const override {
    std::string_view text = record.text();
    std::vector<std::string_view> words;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of(" ;\n"), text.size());
      if (end > 0) words.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (words.size() != 3) {
      diagnostics.report({ipi::Severity::error, "E9999", "three words make a form", {{&record, {}}, {}}, {}, {}});
      return std::nullopt;
    }
    const ipi::yaml::Grower grower(room.memory);
    const auto scalar = [](std::string_view key, std::string_view value) {
      ipi::yaml::Node node;
      node.kind = ipi::yaml::NodeKind::scalar;
      node.key = key;
      node.text = value;
      return node;
    };
    ipi::yaml::Node answers;
    answers.kind = ipi::yaml::NodeKind::mapping;
    answers.key = "answers";
    const std::array given = {scalar("1", words[1]), scalar("2", words[2])};
    answers.children = grower.keep(given);
    ipi::yaml::Node root;
    root.kind = ipi::yaml::NodeKind::mapping;
    const std::array parts = {scalar("form", "f"), scalar("id", words[0]), answers};
    root.children = grower.keep(parts);
    return root;
  }
};

constexpr std::array<std::string_view, 1> words_extensions = {"words"};
const InputFormat words_format = {.name = "words", .extensions = words_extensions, .words = "words", .records = [] {
                                    return std::unique_ptr<Records>(std::make_unique<Words>());
                                  }};

// --- And of one that drives itself: a list of numbers of people, each of whom answered 1 and 1.

class People final : public FormDriver {
 public:
  People(std::string name, std::unique_ptr<ByteSource> bytes) : name_(std::move(name)) {
    std::string text(64, '\0');
    text.resize(bytes->read(text.data(), text.size()));
    if (text.find_first_not_of("0123456789\n") != std::string::npos)
      throw std::runtime_error("it is no list of people");
    count_ = text.empty() ? 0 : std::stoul(text);
  }
  bool next(HandedForm& form) override {
    if (at_ == count_) return false;
    ++at_;
    form.file = std::make_unique<ipi::SourceFile>(
        name_, fmt::format(R"({{"form": "f", "id": "A{}", "answers": {{"1": 1, "2": {}}}}})", at_, at_ == 3 ? 7 : 1),
        at_);
    document_ = ipi::yaml::read_json(*form.file, form.diagnostics);
    form.root = document_->root;
    form.memory = std::move(document_->storage);
    return true;
  }

 private:
  std::string name_;
  std::size_t count_ = 0, at_ = 0;
  std::optional<ipi::yaml::Document> document_;
};

constexpr std::array<std::string_view, 1> people_extensions = {"people"};
const InputFormat people_format = {
    .name = "people",
    .extensions = people_extensions,
    .words = "people",
    .driver = [](const std::string& name, std::unique_ptr<ByteSource> bytes) {
      return std::unique_ptr<FormDriver>(std::make_unique<People>(name, std::move(bytes)));
    }};

// --- And the line in the table.

constexpr std::array<const InputFormat*, 4> formats = {&yaml_format, &csv_format, &words_format, &people_format};

struct Ran {
  std::string output, told;
  ipi::batch::Totals totals;
};

Ran run(const std::vector<std::pair<std::string, std::string>>& files, std::size_t threads = 1) {
  Ran ran;
  ipi::batch::Options options;
  for (const auto& [name, text] : files)
    options.inputs.push_back({name, format_of_file(name, formats), std::nullopt, text});
  options.threads = threads;
  options.block_bytes = 16;
  ipi::batch::Output output;
  output.stream = std::tmpfile();
  output.style = ipi::TableStyle{};
  output.columns = {"id", "f.whole"};
  ran.totals = ipi::batch::run(world().library, options, output,
                               {[&](const ipi::batch::Rejected& rejected) {
                                  ran.told +=
                                      fmt::format("{} {}\n", rejected.id, support::lines(*rejected.diagnostics));
                                },
                                [&](const ipi::Diagnostics& told) { ran.told += support::lines(told); },
                                {}});
  std::rewind(output.stream);
  for (int c = std::fgetc(output.stream); c != EOF; c = std::fgetc(output.stream)) ran.output += static_cast<char>(c);
  std::fclose(output.stream);
  return ran;
}

}  // namespace

TEST_SUITE("input formats") {
  TEST_CASE("are found by name and by extension, in any letters, packed or not") {
    CHECK(format_named("ndjson") == &ndjson_format);
    CHECK(format_named("words") == nullptr);
    CHECK(format_named("words", formats) == &words_format);
    CHECK(format_of_file("a/b.c.YML") == &yaml_format);
    CHECK(format_of_file("a.csv.gz") == &csv_format);
    CHECK(format_of_file("a.people", formats) == &people_format);
    CHECK(format_of_file("people") == nullptr);
    CHECK(format_of_file("a.txt") == nullptr);
  }

  TEST_CASE("are told apart by their first bytes") {
    CHECK(better_format(yaml_format, "form: f\nid: A1\n") == nullptr);
    CHECK(better_format(yaml_format, "{\"form\": 1}\n{\"form\": 2}\n") == &ndjson_format);
    CHECK(better_format(yaml_format, "[{}]") == &json_format);
    CHECK(better_format(yaml_format, "id;1;2\nA;1;2\n") == &csv_format);
    CHECK(better_format(ndjson_format, "[{}]") == &json_format);
    CHECK(better_format(ndjson_format, "{\"form\": 1}\n{\"form\": 2}\n") == nullptr);
    CHECK(better_format(csv_format, "[{}]") == nullptr);
  }

  TEST_CASE("one form or several") {
    CHECK_FALSE(yaml_format.holds_several("---\n# said\nform: f\n---\n# nothing\n"));
    CHECK(yaml_format.holds_several("form: f\n---\nform: f\n"));
    CHECK(yaml_format.holds_several("[{}]"));
    CHECK_FALSE(json_format.holds_several("{}"));
    CHECK(json_format.holds_several(" [{}]"));
    CHECK((csv_format.holds_several == nullptr));
  }

  TEST_CASE("a toy that cuts its text goes the common road") {
    const Ran ran = run({{"t.words", "A1 0 2; A2 1 1;\nA3 1; A4 9 0; A1 0 2"}});
    CHECK(ran.output == "id,f.whole\nA1,2\nA2,2\nA1,2\n");
    CHECK(ran.totals.read == 5);
    CHECK(ran.totals.rejected == 2);
    CHECK(ran.totals.duplicates == 1);
    CHECK(ran.told.find("E9999") != std::string::npos);
    CHECK(ran.told.find("A4 ") != std::string::npos);
  }

  TEST_CASE("a toy that drives itself goes the common road") {
    for (const std::size_t threads : {1U, 3U}) {
      const Ran ran = run({{"t.people", "100\n"}, {"u.people", "no"}, {"v.people", "1"}}, threads);
      CHECK(ran.output.starts_with("id,f.whole\nA1,2\nA2,2\nA4,2\nA5,2\n"));
      CHECK(ran.output.ends_with("A99,2\nA100,2\nA1,2\n"));
      CHECK(ran.totals.read == 101);
      CHECK(ran.totals.rejected == 1);
      CHECK(ran.totals.duplicates == 1);
      CHECK(ran.totals.unreadable_inputs == 1);
      CHECK(ran.told.find("A3 t.people:3:") != std::string::npos);
      CHECK(ran.told.find("'u.people' cannot be read: it is no list of people") != std::string::npos);
    }
  }
}
