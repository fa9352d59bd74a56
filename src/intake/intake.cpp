#include "intake/intake.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "assessment/form_checks.h"
#include "intake/absent_columns.h"

namespace ipi::intake {
namespace {

/// Whether cells of the column may hold words, or are the form's date.
bool holds_words(const WideColumn& column, const Layout& layout) {
  if (column.kept) return true;
  if (column.kind == WideColumn::Kind::answer)
    return layout.group(column.group).slots[column.slot].question->type == AnswerType::text;
  const std::vector<std::string> id = {"id"};
  const std::vector<std::string> date = {"date"};
  return column.kind == WideColumn::Kind::other && (column.path == id || column.path == date);
}

void tell_out_of_reach(const Compiled& compiled, const Records& records, const std::string& name,
                       Diagnostics& diagnostics) {
  for (const ScoreOutOfReach& score : scores_out_of_reach(compiled, *records.columns())) {
    diagnostics.report({Severity::note,
                        "N0005",
                        fmt::format("'{}' stays blank in every row of {}: it needs more columns", score.score, name),
                        {},
                        {},
                        fmt::format("there is none for {}", fmt::join(score.questions, ", "))});
  }
}

std::string protocol_named_by(const HandedForm& handed) {
  const yaml::Node* const name = handed.root ? handed.root->find("form") : nullptr;
  return name != nullptr && name->is_scalar() ? std::string(name->text) : std::string();
}

}  // namespace

bool Intake::next(Block& block) {
  while (reader_.next(block)) {
    if (!block.input->is_refused) return true;
  }
  return false;
}

std::string Intake::protocol_of(const Block& block) const {
  if (!options_->reading.protocol.empty()) return options_->reading.protocol;
  const auto ids = library_->form_ids();
  const auto is_known = [&](const std::string& name) { return std::find(ids.begin(), ids.end(), name) != ids.end(); };
  for (const HandedForm& handed : block.handed) {
    if (std::string name = protocol_named_by(handed); is_known(name)) return name;
  }
  if (block.input->records == nullptr) return {};
  const Records& records = *block.input->records;
  const std::string_view text = block.text;
  std::string unknown;  // told with the nearest one, where no record names one that there is
  Carry carry = block.carry;
  for (auto piece = records.next(text, 0, block.last, carry); piece && piece->begin < block.size;
       piece = records.next(text, piece->end, block.last, carry)) {
    std::string name = records.protocol_named_by(text.substr(piece->begin, piece->end - piece->begin));
    if (is_known(name)) return name;
    if (records.needs_protocol() && unknown.empty()) unknown = std::move(name);
  }
  return unknown;
}

bool Intake::settle(const Block& block) {
  OpenInput& input = *block.input;
  if (input.is_settled || input.records == nullptr || !input.records->needs_protocol()) return !input.is_refused;
  input.is_settled = true;
  Records& records = *input.records;
  const std::string protocol = protocol_of(block);
  Diagnostics diagnostics;
  const Compiled* const compiled = protocol.empty() ? nullptr : library_->compiled(protocol, diagnostics);
  if (compiled == nullptr && !protocol.empty()) {
    diagnostics.report({Severity::error,
                        "E0302",
                        fmt::format("there is no protocol or instrument '{}'", protocol),
                        {{records.header(), {}}, {}},
                        {},
                        library_->help_for_unknown_form(protocol)});
  } else {
    records.settle(compiled, options_->reading, diagnostics);
    if (records.columns() != nullptr) refuse_columns(records, *compiled->layout, diagnostics);
  }
  if (diagnostics.has_errors()) {
    input.is_refused = true;
    ++refused_;
  } else if (records.columns() != nullptr) {
    tell_out_of_reach(*compiled, records, input.name, diagnostics);
  }
  if (!diagnostics.all().empty()) told_(diagnostics);
  return !input.is_refused;
}

/// Of columns that hold words, or the form's date, as the table itself calls them.
void Intake::refuse_columns(const Records& records, const Layout& layout, Diagnostics& diagnostics) const {
  const auto columns = records.columns()->columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const WideColumn& column = columns[i];
    const auto& mapped = options_->reading.wide.columns;
    const auto as =
        std::find_if(mapped.begin(), mapped.end(), [&](const auto& pair) { return pair.first == column.name; });
    const bool is_allowed =
        options_->allowed.allows(column.name) || (as != mapped.end() && options_->allowed.allows(as->second));
    if (column.renamed && !is_allowed && holds_words(column, layout) && names_an_identifier(column.name))
      refuse_column(column.name, {records.header(), records.header_fields()[i].span}, diagnostics);
  }
}

const CheckedForm& read_one(FormReader& reader, const SourceFile& file, const InputFormat& format, RecordRoom& room) {
  Diagnostics diagnostics;
  const auto root = format.records()->tree(file, room, diagnostics);
  if (root) return reader.read(*root, file, std::move(diagnostics));
  return reader.read_nothing(std::move(diagnostics));
}

}  // namespace ipi::intake
