#include "batch/record_scorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "assessment/assessment.h"
#include "assessment/form_checks.h"
#include "yaml/fields.h"
#include "yaml/grow.h"
#include "yaml/read_json.h"

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

/// What stands at the place, without the quotes around it.
std::string_view text_at(const Place& place) {
  std::string_view text = place.file->text().substr(place.span.begin, place.span.end - place.span.begin);
  while (text.size() > 1 && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  while (text.size() > 1 && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
  return text;
}

Stable stable(const FormState& state) {
  const auto known = is_stable(state, stability_steps);
  if (!known) return Stable::undetermined;
  return *known ? Stable::yes : Stable::no;
}

}  // namespace

void Delivery::end_at(const RejectedRecord& record) {
  so_far = record.before;
  ++so_far.records;
  text.resize(record.text_before);
  forms.resize(record.forms_before);
}

void RecordScorer::score(const Block& block, const TableOf* table, Delivery& delivery) {
  input_ = block.input.get();
  table_ = table;
  lines_ = 0;
  const std::string_view text = block.bytes;
  for (std::size_t at = 0; at < text.size() && !delivery.stopped;) {
    const auto slice = input_->cutter.next(text, at);
    if (!slice) {
      lines_ += lines_in(text.substr(at));
      break;
    }
    lines_ += lines_in(text.substr(at, slice->begin - at));
    const std::string_view record = text.substr(slice->begin, slice->end - slice->begin);
    score_record(record, delivery);
    lines_ += lines_in(record);
    ++delivery.so_far.records;
    at = slice->end;
  }
  delivery.lines = lines_;
}

void RecordScorer::score_record(std::string_view bytes, Delivery& delivery) {
  room_.release();
  kept_.assign(shared_->options->wide.keep.size(), {});  // only rows of a table have any
  // A line's end is no part of it: what ends too early is blamed where it ends.
  while (input_->notation == Notation::ndjson && (bytes.ends_with('\n') || bytes.ends_with('\r')))
    bytes.remove_suffix(1);
  Read read;
  read.file = SourceFile::borrowing(input_->name, bytes);
  read_tree(bytes, read);
  const Compiled* own = read.root ? protocol_of(read) : nullptr;
  if (own == nullptr) {
    reject(read, "unread", delivery);
    return;
  }
  const Form form = read_form(*read.root, *read.file, *own->layout, read.diagnostics);
  read.id = form.id;
  const Readings* readings = this->readings(form, read.diagnostics);
  check(*own, readings, form, read);
  if (read.diagnostics.has_errors() || readings == nullptr) {
    reject(read, safety_of(find_safety(FormState(readings != nullptr ? *readings->own : *own, form))), delivery);
    return;
  }
  write(*readings, form, delivery);
}

void RecordScorer::read_tree(std::string_view bytes, Read& read) {
  if (bytes.size() > yaml::Limits{}.bytes) {
    read.diagnostics.report({Severity::error,
                             "E0117",
                             fmt::format("the record has {} bytes", bytes.size()),
                             {{read.file.get(), {}}, {}},
                             {},
                             "a form takes a few kilobytes: is this the right file?"});
    return;
  }
  switch (input_->notation) {
    case Notation::yaml:
      read.document = yaml::read(*read.file, read.diagnostics);
      break;
    case Notation::json:
    case Notation::ndjson:
      read.document = yaml::read_json(*read.file, read.diagnostics);
      break;
    case Notation::delimited:
      if (split_record(*read.file, input_->delimiter, room_, fields_, read.diagnostics))
        read.root = input_->wide->tree(*read.file, fields_, room_, kept_, read.diagnostics);
      return;
  }
  if (read.document) read.root = read.document->root;
}

const Compiled* RecordScorer::protocol_of(Read& read) {
  const yaml::Reader reader{read.file.get(), &read.diagnostics};
  const yaml::Node* name = read.root->find("form");
  const std::string& given = shared_->options->protocol;
  if (read.root->is_mapping() && name == nullptr && !given.empty()) {
    // What a whole run is of need not be said by each of its forms.
    yaml::Node form;
    form.kind = yaml::NodeKind::scalar;
    form.key = "form";
    form.text = given;
    std::vector<yaml::Node> children = {form};
    children.insert(children.end(), read.root->children.begin(), read.root->children.end());
    read.root->children = yaml::Grower(room_).keep(std::span<const yaml::Node>(children));
    name = read.root->children.data();
  }
  if (name == nullptr || !name->is_scalar()) {
    reader.error(*read.root, "E0301", "this is no form",
                 read.root->is_sequence() && input_->notation == Notation::ndjson
                     ? "one form a line: --from json reads a list of them"
                     : "a form starts with 'form:' and the protocol it answers; --protocol names it for all of them");
    return nullptr;
  }
  const std::string_view wanted = table_ != nullptr ? std::string_view(table_->protocol) : std::string_view(given);
  if (!wanted.empty() && name->text != wanted) {
    reader.error(*name, "E0343", fmt::format("a form of '{}' among forms of '{}'", name->text, wanted),
                 "what is written has the columns of one protocol: score the others in a run of their own");
  }
  const Compiled* found = compiled(name->text, read.diagnostics);
  if (found == nullptr) {
    reader.error(*name, "E0302", fmt::format("there is no protocol or instrument '{}'", name->text),
                 shared_->library->help_for_unknown_form(name->text));
  }
  return found;
}

const Compiled* RecordScorer::compiled(std::string_view id, Diagnostics& diagnostics) {
  if (const auto known = compiled_.find(id); known != compiled_.end()) return known->second;
  const std::scoped_lock lock(shared_->library_mutex);
  const Compiled* found = shared_->library->compiled(id, diagnostics);
  if (found != nullptr) compiled_.emplace(id, found);
  return found;
}

const Readings* RecordScorer::readings(const Form& form, Diagnostics& diagnostics) {
  const std::pair key(form.layout, form.answers[form_slot::context].chosen);
  if (const auto known = readings_.find(key); known != readings_.end()) return &known->second;
  const std::scoped_lock lock(shared_->library_mutex);
  auto found = readings_of(*shared_->library, form, shared_->options->convention, diagnostics);
  if (!found) return nullptr;
  return &readings_.emplace(key, std::move(*found)).first->second;
}

void RecordScorer::check(const Compiled& compiled, const Readings* readings, const Form& form, Read& read) {
  if (readings != nullptr) check_focus_agreed(*readings->own, form, read.diagnostics);
  if (form.draft && !shared_->options->drafts) {
    read.diagnostics.report({Severity::error,
                             "E0312",
                             fmt::format("a draft of {} among several forms", compiled.layout->protocol().id),
                             {form.place, {}},
                             {},
                             "finish it (state: final), or score drafts too with --drafts"});
  }
  if (!shared_->options->allow_identifiers.all) check_identifiers(form, read);
}

/// Nothing that is said of the record repeats what was refused: neither its id and what is passed through, nor a
/// message, nor the lines that other faults stand in.
void RecordScorer::check_identifiers(const Form& form, Read& read) {
  Diagnostics found;
  std::vector<Place> refused = refuse_identifiers(form, shared_->options->allow_identifiers, found);
  if (!refused.empty() && refused.front().span.begin == form.id_place.span.begin) read.id.clear();
  check_kept(*form.place.file, refused, found);
  if (refused.empty()) return;
  const auto repeats_none = [&](const Diagnostic& diagnostic) {
    const std::string said = fmt::format("{} {}", diagnostic.message, diagnostic.help);
    return std::none_of(refused.begin(), refused.end(),
                        [&](const Place& place) { return said.find(text_at(place)) != std::string::npos; });
  };
  found.take(std::move(read.diagnostics), repeats_none);
  found.hide_sources();
  read.diagnostics = std::move(found);
}

void RecordScorer::check_kept(const SourceFile& file, std::vector<Place>& refused, Diagnostics& diagnostics) {
  if (!input_->wide) return;
  const auto columns = input_->wide->columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Place place{&file, fields_[i].span};
    // What is read as an answer is checked as one.
    const bool is_unread =
        columns[i].kind == WideColumn::Kind::kept && !shared_->options->allow_identifiers.allows(columns[i].name);
    if (is_unread && refuse_identifiers(columns[i].name, fields_[i].text, place, diagnostics)) refused.push_back(place);
    const auto is_here = [&](const Place& other) { return other.span.begin == place.span.begin; };
    if (columns[i].kept && std::any_of(refused.begin(), refused.end(), is_here)) kept_[*columns[i].kept] = {};
  }
}

void RecordScorer::write(const Readings& readings, const Form& form, Delivery& delivery) {
  const Output& output = *shared_->output;
  const Assessment assessment =
      assess(readings, form, table_ != nullptr ? AssessmentDepth::row : AssessmentDepth::whole);
  if (table_ != nullptr) {
    const bool wants_stable = table_->columns.asks_for_stable() && assessment.suggestion;
    const TableSource source{&assessment, wants_stable ? std::optional(stable(assessment.state)) : std::nullopt, kept_,
                             shared_->definitions};
    append_table_rows(*output.style, table_->columns, source, delivery.text);
  } else {
    const std::scoped_lock lock(shared_->library_mutex);
    delivery.text += output.separator;
    delivery.text += output.render(assessment);
  }
  delivery.forms.add(form.id,
                     fingerprint(form.id, form.layout->protocol().id, form.date ? to_text(*form.date) : std::string()),
                     delivery.so_far.records);
  ++delivery.so_far.scored;
  if (assessment.safety_status == SafetyStatus::red) ++delivery.so_far.red;
  if (assessment.safety_status == SafetyStatus::amber) ++delivery.so_far.amber;
  Diagnostics unused;
  warn_of_unused(assessment, unused);
  if (!unused.all().empty()) ++delivery.so_far.warned;
}

void RecordScorer::reject(Read& read, std::string safety, Delivery& delivery) {
  read.file->own_text();
  RejectedRecord record{delivery.so_far.records,
                        lines_,
                        std::move(read.file),
                        std::move(read.diagnostics),
                        std::move(safety),
                        std::move(read.id),
                        {kept_.begin(), kept_.end()},
                        delivery.so_far,
                        delivery.text.size(),
                        delivery.forms.prints.size()};
  delivery.rejected.push_back(std::move(record));
  delivery.stopped = shared_->options->strict;
}

}  // namespace ipi::batch
