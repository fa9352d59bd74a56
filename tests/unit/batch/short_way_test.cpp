// Records on the short way against the same records read by the full reader alone: the same bytes, the same messages.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "batch_world.h"
#include "intake/input_formats.h"

using batch_world::Ran;
using ipi::intake::InputFormat;
using ipi::intake::Records;
using support::Random;

namespace {

support::World& world() {
  static support::World world(batch_world::texts());
  static_cast<void>(world.sound("p"));
  return world;
}

/// Another format's records, none of which is as its format usually is.
class FullOnly final : public Records {
 public:
  explicit FullOnly(std::unique_ptr<Records> records) : records_(std::move(records)) {}
  void begin(ipi::intake::Beginning& beginning) override { records_->begin(beginning); }
  std::size_t whole_records(std::string_view text, bool last, ipi::intake::Carry& carry) const override {
    return records_->whole_records(text, last, carry);
  }
  std::optional<ipi::intake::Piece> next(std::string_view text, std::size_t at, bool last,
                                         ipi::intake::Carry& carry) const override {
    return records_->next(text, at, last, carry);
  }
  bool is_complete(std::string_view block, bool last) override { return records_->is_complete(block, last); }
  bool needs_protocol() const override { return records_->needs_protocol(); }
  std::string protocol_named_by(std::string_view record) const override { return records_->protocol_named_by(record); }
  void settle(const ipi::Compiled* compiled, const ipi::intake::ReadingOptions& options,
              ipi::Diagnostics& diagnostics) override {
    records_->settle(compiled, options, diagnostics);
  }
  std::optional<ipi::yaml::Node> tree(const ipi::SourceFile& record, ipi::intake::RecordRoom& room,
                                      ipi::Diagnostics& diagnostics) const override {
    return records_->tree(record, room, diagnostics);
  }
  std::string_view trimmed(std::string_view record) const override { return records_->trimmed(record); }
  const ipi::WideForm* columns() const override { return records_->columns(); }
  const ipi::SourceFile* header() const override { return records_->header(); }
  std::span<const ipi::Field> header_fields() const override { return records_->header_fields(); }
  std::string_view list_help() const override { return records_->list_help(); }
  void tell_oddities(const ipi::SourceFile& record, const ipi::Compiled& compiled, ipi::intake::RecordRoom& room,
                     ipi::Diagnostics& diagnostics) const override {
    records_->tell_oddities(record, compiled, room, diagnostics);
  }

 private:
  std::unique_ptr<Records> records_;
};

template <const InputFormat& format>
const InputFormat& full_only() {
  static const InputFormat wrapped = {.name = format.name, .extensions = {}, .words = format.words, .records = [] {
                                        return std::unique_ptr<Records>(std::make_unique<FullOnly>(format.records()));
                                      }};
  return wrapped;
}

struct Pair {
  const InputFormat* own;
  const InputFormat* full;
};
const std::vector<Pair> pairs = {{&ipi::intake::csv_format, &full_only<ipi::intake::csv_format>()},
                                 {&ipi::intake::ndjson_format, &full_only<ipi::intake::ndjson_format>()},
                                 {&ipi::intake::yaml_format, &full_only<ipi::intake::yaml_format>()}};

Ran ran(const std::string& text, const InputFormat& format) {
  ipi::batch::Options options = batch_world::of_text(text, "csv");
  options.inputs.front().format = &format;
  return batch_world::run(world().library, options, batch_world::table());
}

std::string written(const std::vector<batch_world::Sheet>& sheets, std::string_view format, Random& random) {
  if (format == "csv") return batch_world::as_csv(sheets, random);
  return format == "ndjson" ? batch_world::as_ndjson(sheets, random) : batch_world::as_yaml(sheets, random);
}

std::string mutated(std::string text, std::size_t from, Random& random) {
  const std::string bytes = "0123456789 ,:;\"'\n\r#-{}[]\\xyAf.\t\xC3\xFF";
  for (std::size_t changes = random.below(6); changes > 0; --changes) {
    if (text.size() <= from + 1) break;
    const std::size_t at = from + random.below(text.size() - from);
    if (random.chance(33)) {
      text[at] = bytes[random.below(bytes.size())];
    } else if (random.chance(50)) {
      text.insert(at, 1, bytes[random.below(bytes.size())]);
    } else {
      text.erase(at, 1 + random.below(3));
    }
  }
  return text;
}

}  // namespace

TEST_SUITE("the short way") {
  TEST_CASE("says what the full reader says, of sound, odd and broken forms") {
    const char* const wanted = std::getenv("IPI_FUZZ_SEEDS");
    const std::uint64_t seeds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 100;
    for (const Pair& pair : pairs) {
      CAPTURE(pair.own->name);
      std::uint64_t plain = 0;
      std::uint64_t scored = 0;
      std::uint64_t rejected = 0;
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        Random random(seed * 7 + 1);
        std::vector<batch_world::Sheet> sheets;
        for (std::size_t i = 0; i < 12; ++i) sheets.push_back(batch_world::sheet(i, random));
        std::string text = written(sheets, pair.own->name, random);
        text = mutated(std::move(text), pair.own->name == "csv" ? text.find('\n') + 1 : 0, random);
        CAPTURE(text);
        const Ran own = ran(text, *pair.own);
        const Ran full = ran(text, *pair.full);
        CHECK(own.text == full.text);
        CHECK(own.rejected == full.rejected);
        CHECK(own.told == full.told);
        CHECK(own.totals.read == own.totals.scored + own.totals.rejected);
        CHECK(full.totals.plain == 0);
        plain += own.totals.plain;
        scored += own.totals.scored;
        rejected += own.totals.rejected;
      }
      MESSAGE(fmt::format("{}: {} scored, {} of them on the short way, {} rejected", pair.own->name, scored, plain,
                          rejected));
      CHECK(scored > seeds * 6);
      CHECK(rejected > seeds / 2);
      if (pair.own->name != "csv") CHECK(plain > seeds * 4);
    }
  }
}
