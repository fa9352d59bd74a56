#include "intake/form_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "assessment/form_checks.h"
#include "yaml/fields.h"
#include "yaml/grow.h"

namespace ipi::intake {
namespace {

/// What stands at the place, without the quotes around it.
std::string_view text_at(const Place& place) {
  std::string_view text = place.file->text().substr(place.span.begin, place.span.end - place.span.begin);
  while (text.size() > 1 && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  while (text.size() > 1 && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
  return text;
}

}  // namespace

FormReader::FormReader(Library& library, const FormOptions& options)
    : library_(&library), options_(&options), identifiers_(options.allowed), clear_(options.reading.wide.keep.size()) {}

void FormReader::begin(const OpenInput* input) {
  records_ = input == nullptr ? nullptr : input->records.get();
  room_.clear();
  room_.kept.assign(options_->reading.wide.keep.size(), {});
  checked_.protocol = nullptr;
  checked_.readings = nullptr;
  checked_.diagnostics = {};
  checked_.hints = {};
  checked_.id.clear();
  checked_.file.reset();
  checked_.was_plain = false;
}

const CheckedForm& FormReader::read(const OpenInput& input, std::string_view record) {
  begin(&input);
  record = records_->trimmed(record);
  if (!read_plainly(input, record)) {
    begin(&input);
    read_fully(input, record);
  }
  checked_.kept = room_.kept;
  return checked_;
}

const CheckedForm& FormReader::read(const yaml::Node& root, const SourceFile& file, Diagnostics said) {
  begin(nullptr);
  checked_.diagnostics = std::move(said);
  read_tree(root, file);
  checked_.kept.clear();
  return checked_;
}

const CheckedForm& FormReader::read_nothing(Diagnostics said) {
  begin(nullptr);
  checked_.diagnostics = std::move(said);
  return checked_;
}

const CheckedForm& FormReader::read(HandedForm& handed) {
  begin(nullptr);
  checked_.diagnostics = std::move(handed.diagnostics);
  for (std::size_t i = 0; i < handed.kept.size() && i < room_.kept.size(); ++i) room_.kept[i] = handed.kept[i];
  checked_.file = std::move(handed.file);
  if (handed.root) read_tree(*handed.root, *checked_.file);
  checked_.kept = room_.kept;
  return checked_;
}

const CheckedForm& FormReader::refuse_too_large(const OpenInput& input, std::string_view beginning, std::size_t bytes) {
  begin(&input);
  checked_.file = SourceFile::borrowing(input.name, beginning);
  checked_.diagnostics.report(
      {Severity::error,
       "E0117",
       fmt::format("the record has {} bytes, and {} MiB are the most", bytes, most_record_bytes >> 20U),
       {{checked_.file.get(), {}}, {}},
       {},
       "a form takes a few kilobytes: is this the right file?"});
  checked_.kept = room_.kept;
  return checked_;
}

bool FormReader::read_plainly(const OpenInput& input, std::string_view record) {
  if (plain_file_ == nullptr || plain_file_->name() != input.name)
    plain_file_ = SourceFile::borrowing(input.name, record);
  plain_file_->borrow(record);
  Diagnostics found;
  Form& form = checked_.form;
  if (records_->plain_form(*plain_file_, room_, form)) {
    const std::string& id = form.layout->protocol().id;
    if (!expected_.empty() && id != expected_) return false;
    checked_.protocol = compiled(id, found);
  } else if (auto root = records_->plain_tree(record, room_)) {
    *root = with_protocol(*root);
    const yaml::Node* const name = root->find("form");
    if (name == nullptr || !name->is_scalar() || (!expected_.empty() && name->text != expected_)) return false;
    checked_.protocol = compiled(name->text, found);
    if (checked_.protocol == nullptr) return false;
    read_form(*root, *plain_file_, *checked_.protocol->layout, found, form);
  } else {
    return false;
  }
  if (!found.all().empty()) return false;
  checked_.readings = readings(form, found);
  if (checked_.readings == nullptr) return false;
  check(found);
  if (found.all().empty() && options_->policy.refuses_identifiers && !tells_nobody()) return false;
  if (found.all().empty()) records_->tell_oddities(*plain_file_, *checked_.protocol, room_, found);
  checked_.was_plain = found.all().empty();
  return checked_.was_plain;
}

void FormReader::read_fully(const OpenInput& input, std::string_view record) {
  checked_.file = SourceFile::borrowing(input.name, record);
  const auto root = records_->tree(*checked_.file, room_, checked_.diagnostics);
  if (!root) return;
  read_tree(*root, *checked_.file);
  if (checked_.protocol != nullptr)
    records_->tell_oddities(*checked_.file, *checked_.protocol, room_, checked_.diagnostics);
}

void FormReader::read_tree(yaml::Node root, const SourceFile& file) {
  root = with_protocol(root);
  checked_.protocol = protocol_of(root, file);
  if (checked_.protocol == nullptr) return;
  read_form(root, file, *checked_.protocol->layout, checked_.diagnostics, checked_.form);
  checked_.id = checked_.form.id;
  checked_.readings = readings(checked_.form, checked_.diagnostics);
  check(checked_.diagnostics);
  if (options_->policy.refuses_identifiers && !tells_nobody()) refuse_identifiers(file);
}

/// What a whole run is of need not be said by each of its forms.
yaml::Node FormReader::with_protocol(const yaml::Node& root) {
  const std::string& given = options_->reading.protocol;
  if (given.empty() || !root.is_mapping() || root.find("form") != nullptr) return root;
  yaml::Node form;
  form.kind = yaml::NodeKind::scalar;
  form.key = "form";
  form.text = given;
  std::vector<yaml::Node> children = {form};
  children.insert(children.end(), root.children.begin(), root.children.end());
  yaml::Node whole = root;
  whole.children = yaml::Grower(room_.memory).keep(std::span<const yaml::Node>(children));
  return whole;
}

const Compiled* FormReader::protocol_of(const yaml::Node& root, const SourceFile& file) {
  const yaml::Reader reader{&file, &checked_.diagnostics};
  const yaml::Node* const name = root.find("form");
  if (name == nullptr || !name->is_scalar()) {
    reader.error(root, "E0301", "this is no form",
                 root.is_sequence() && records_ != nullptr && !records_->list_help().empty()
                     ? std::string(records_->list_help())
                     : std::string(options_->policy.no_form_help));
    return nullptr;
  }
  if (!expected_.empty() && name->text != expected_) {
    reader.error(*name, "E0343", fmt::format("a form of '{}' among forms of '{}'", name->text, expected_),
                 "what is written has the columns of one protocol: score the others in a run of their own");
  }
  Diagnostics faults;
  const Compiled* const found = compiled(name->text, faults);
  const bool is_unknown = found == nullptr && !faults.has_errors();
  for (const Diagnostic& fault : faults.all()) checked_.diagnostics.report(fault);
  if (is_unknown) {
    reader.error(*name, "E0302", fmt::format("there is no protocol or instrument '{}'", name->text),
                 library_->help_for_unknown_form(name->text));
  }
  return found;
}

const Compiled* FormReader::compiled(std::string_view id, Diagnostics& diagnostics) {
  if (last_compiled_.second != nullptr && last_compiled_.first == id) return last_compiled_.second;
  const auto known = compiled_.find(id);
  const Compiled* const found = known != compiled_.end() ? known->second : library_->compiled(id, diagnostics);
  if (found == nullptr) return nullptr;
  if (known == compiled_.end()) compiled_.emplace(id, found);
  last_compiled_ = {std::string(id), found};
  return found;
}

const Readings* FormReader::readings(const Form& form, Diagnostics& diagnostics) {
  const Context context(form.layout, form.answers[form_slot::context].chosen);
  if (last_readings_.second != nullptr && last_readings_.first == context) return last_readings_.second;
  auto known = readings_.find(context);
  if (known == readings_.end()) {
    auto found = readings_of(*library_, form, options_->convention, diagnostics);
    if (!found) return nullptr;
    if (readings_.size() >= Library::most_lent) readings_.clear();  // nothing of the form before is asked for any more
    known = readings_.emplace(context, std::move(*found)).first;
  }
  last_readings_ = {context, &known->second};
  return &known->second;
}

void FormReader::check(Diagnostics& diagnostics) {
  const Form& form = checked_.form;
  if (checked_.readings != nullptr) check_focus_agreed(*checked_.readings->own, form, diagnostics);
  if (form.draft && !options_->policy.takes_drafts) {
    diagnostics.report({Severity::error,
                        "E0312",
                        fmt::format("a draft of {} among several forms", form.layout->protocol().id),
                        {form.place, {}},
                        {},
                        "finish it (state: final), or score drafts too with --drafts"});
  }
  if (!options_->policy.refuses_identifiers) warn_of_identifiers(form, checked_.hints);
}

/// Whether nothing in the form looks as if it told who somebody is, or may be taken all the same.
bool FormReader::tells_nobody() {
  if (options_->allowed.all) return true;
  if (!identifiers_.finds_nothing(checked_.form)) return false;
  const WideForm* const wide = records_ == nullptr ? nullptr : records_->columns();
  if (wide == nullptr || options_->reading.wide.keep.empty()) return true;
  const auto columns = wide->columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].kind != WideColumn::Kind::kept) continue;
    std::string& clear = clear_[*columns[i].kept];
    const std::string_view text = room_.fields[i].text;
    if (text == clear || surely_tells_nobody(text)) continue;
    if (!options_->allowed.allows(columns[i].name) && !identifier_or_name_in(text).empty()) return false;
    clear = text;
  }
  return true;
}

/// Nothing that is said of the record repeats what was refused: neither its id and what is passed through, nor a
/// message, nor the lines that other faults stand in.
void FormReader::refuse_identifiers(const SourceFile& file) {
  Diagnostics found;
  std::vector<Place> refused = ipi::refuse_identifiers(checked_.form, options_->allowed, found);
  if (!refused.empty() && refused.front().span.begin == checked_.form.id_place.span.begin) checked_.id.clear();
  refuse_kept(file, refused, found);
  if (refused.empty()) return;
  const auto repeats_none = [&](const Diagnostic& diagnostic) {
    const std::string said = fmt::format("{} {}", diagnostic.message, diagnostic.help);
    return std::none_of(refused.begin(), refused.end(),
                        [&](const Place& place) { return said.find(text_at(place)) != std::string::npos; });
  };
  found.take(std::move(checked_.diagnostics), repeats_none);
  found.hide_sources();
  checked_.diagnostics = std::move(found);
}

void FormReader::refuse_kept(const SourceFile& file, std::vector<Place>& refused, Diagnostics& diagnostics) {
  const WideForm* const wide = records_ == nullptr ? nullptr : records_->columns();
  if (wide == nullptr) return;
  const auto columns = wide->columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Place place{&file, room_.fields[i].span};
    // What is read as an answer is checked as one.
    const bool is_unread = columns[i].kind == WideColumn::Kind::kept && !options_->allowed.allows(columns[i].name);
    if (is_unread && ipi::refuse_identifiers(columns[i].name, room_.fields[i].text, place, diagnostics))
      refused.push_back(place);
    const auto is_here = [&](const Place& other) { return other.span.begin == place.span.begin; };
    if (columns[i].kept && std::any_of(refused.begin(), refused.end(), is_here)) room_.kept[*columns[i].kept] = {};
  }
}

}  // namespace ipi::intake
