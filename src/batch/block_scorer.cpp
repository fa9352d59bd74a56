#include "batch/block_scorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "assessment/assessment.h"

namespace ipi::batch {
namespace {

/// Of the search for another suggestion, per form: a few milliseconds at most.
constexpr std::size_t stability_steps = 2'000;

std::string safety_of(const std::vector<SafetyFinding>& findings) {
  std::string text;
  for (const SafetyFinding& finding : findings) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : " ", finding.red ? "red" : "amber", in_short(finding));
  }
  return text;
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

Stable stable(FormState& state) {
  const auto known = is_stable(state, stability_steps);
  if (!known) return Stable::undetermined;
  return *known ? Stable::yes : Stable::no;
}

Fingerprint fingerprint_of(const Form& form) {
  std::array<int, 3> date{};
  if (form.date) date = {form.date->year, form.date->month, form.date->day};
  return fingerprint(form.id, form.layout->protocol().id,
                     {reinterpret_cast<const char*>(date.data()), form.date ? sizeof date : 0});
}

}  // namespace

void Delivery::end_at(const ToldRecord& record) {
  so_far = record.before;
  ++so_far.records;
  text.resize(record.text_before);
  forms.resize(record.forms_before);
}

void BlockScorer::score(intake::Block& block, const TableOf* table, Delivery& delivery) {
  table_ = table;
  lines_ = 0;
  if (const std::string& wanted = table != nullptr ? table->protocol : shared_->options->forms.reading.protocol;
      wanted != expected_) {
    expected_ = wanted;
    reader_.expect(expected_);
  }
  if (block.whole) {
    take(reader_.refuse_too_large(*block.input, std::string_view(block.text).substr(0, block.size), *block.whole),
         delivery);
    lines_ = lines_in(std::string_view(block.text).substr(0, block.size)) + block.passed_lines;
  } else if (block.input->records != nullptr) {
    score_text(block, delivery);
  }
  delivery.lines = *lines_;
  lines_.reset();
  for (std::size_t i = 0; i < block.handed.size() && !delivery.stopped; ++i)
    take(reader_.read(block.handed[i]), delivery);
}

void BlockScorer::score_text(const intake::Block& block, Delivery& delivery) {
  const intake::Records& records = *block.input->records;
  const std::string_view text = block.text;
  intake::Carry carry = block.carry;
  for (std::size_t at = 0; at < block.size && !delivery.stopped;) {
    const auto piece = records.next(text, at, block.last, carry);
    if (!piece || piece->begin >= block.size) {
      *lines_ += lines_in(text.substr(at, block.size - at));
      break;
    }
    const std::string_view lines = text.substr(piece->begin, piece->end - piece->begin);
    *lines_ += lines_in(text.substr(at, piece->begin - at));
    if (piece->is_record) {
      take(reader_.read(*block.input, lines), delivery);
    } else {
      tell_stray(*block.input, lines, delivery);
    }
    *lines_ += lines_in(lines);
    at = piece->end;
  }
}

void BlockScorer::take(const intake::CheckedForm& form, Delivery& delivery) {
  if (form.is_sound()) {
    write(form, delivery);
    const auto& said = form.diagnostics.all();
    if (std::any_of(said.begin(), said.end(), [](const Diagnostic& one) { return one.severity == Severity::note; }))
      tell(ToldRecord::Kind::scored, delivery);
  } else {
    tell(ToldRecord::Kind::rejected, delivery);
    delivery.stopped = shared_->options->strict;
  }
  ++delivery.so_far.records;
}

void BlockScorer::write(const intake::CheckedForm& checked, Delivery& delivery) {
  const Output& output = *shared_->output;
  const Form& form = checked.form;
  if (!assessment_) assessment_.emplace(*checked.readings->own, form);
  Assessment& assessment = *assessment_;
  assess(*checked.readings, form, table_ != nullptr ? AssessmentDepth::row : AssessmentDepth::whole, assessment);
  if (table_ != nullptr) {
    const bool wants_stable = table_->columns.asks_for_stable() && assessment.suggestion;
    const TableSource source{&assessment, wants_stable ? std::optional(stable(assessment.state)) : std::nullopt,
                             checked.kept, shared_->definitions};
    append_table_rows(*output.style, table_->columns, source, delivery.text);
  } else {
    delivery.text += output.separator;
    delivery.text += output.render(assessment);
  }
  delivery.forms.add(form.id, fingerprint_of(form), delivery.so_far.records);
  ++delivery.so_far.scored;
  if (checked.was_plain) ++delivery.so_far.plain;
  if (assessment.safety_status == SafetyStatus::red) ++delivery.so_far.red;
  if (assessment.safety_status == SafetyStatus::amber) ++delivery.so_far.amber;
  if (!assessment.unused.empty()) ++delivery.so_far.warned;
  const auto& declared = assessment.declared;
  if (!std::all_of(declared.begin(), declared.end(), [](const DeclaredComparison& one) { return one.agrees(); }))
    ++delivery.so_far.differing;
}

void BlockScorer::tell(ToldRecord::Kind kind, Delivery& delivery) {
  intake::CheckedForm& form = reader_.checked();
  ToldRecord record;
  record.kind = kind;
  record.index = delivery.so_far.records;
  record.lines = lines_;
  if (kind == ToldRecord::Kind::rejected) {
    record.safety =
        form.protocol == nullptr ? "unread" : safety_of(find_safety(FormState(form.looked_at_by(), form.form)));
    record.id = std::move(form.id);
    record.kept.assign(form.kept.begin(), form.kept.end());
    record.before = delivery.so_far;
    record.text_before = delivery.text.size();
    record.forms_before = delivery.forms.prints.size();
  }
  record.file = std::move(form.file);
  record.file->own_text();
  record.diagnostics = std::move(form.diagnostics);
  delivery.told.push_back(std::move(record));
}

void BlockScorer::tell_stray(const intake::OpenInput& input, std::string_view lines, Delivery& delivery) {
  ToldRecord record;
  record.kind = ToldRecord::Kind::stray;
  record.lines = lines_;
  record.stray_lines = lines_in(lines) + (lines.ends_with('\n') ? 0 : 1);
  record.file = SourceFile::borrowing(input.name, lines);
  record.file->own_text();
  const std::string_view shown = lines.substr(0, lines.find_last_not_of("\r\n") + 1);
  record.diagnostics.report({Severity::error,
                             "E0347",
                             record.stray_lines == 1
                                 ? std::string("this line belongs to no row")
                                 : fmt::format("these {} lines belong to no row", record.stray_lines),
                             {{record.file.get(), {0, static_cast<std::uint32_t>(shown.size())}}, {}},
                             {},
                             "they seem to be the rest of a cell that a misplaced quote has broken open: look at the "
                             "rows before and behind"});
  delivery.told.push_back(std::move(record));
}

}  // namespace ipi::batch
