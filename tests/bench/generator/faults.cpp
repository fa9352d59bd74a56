#include "faults.h"

#include <algorithm>
#include <stdexcept>

namespace bench {
namespace {

using namespace std::string_view_literals;

const std::string deep = R"("no_such_section":)" + std::string(500, '[') + std::string(500, ']') + ',';

/// An answer in numbers that is given, so that breaking it breaks the form.
std::size_t victim(const Workload& workload, const Record& record, Random& random) {
  const auto& columns = workload.columns();
  const std::size_t age = workload.column("respondent.age");
  std::size_t at = random.below(columns.size());
  while (columns[at].kind != Column::Kind::number || at == age || record.cells[at].state != Cell::State::given)
    at = (at + 1) % columns.size();
  return at;
}

/// Where something stands that every record has.
std::size_t find(const std::string& text, std::string_view what, std::size_t from = 0) {
  const std::size_t at = text.find(what, from);
  if (at == std::string::npos) throw std::logic_error("a record without " + std::string(what));
  return at;
}

/// Where the line after the one that starts so begins; remarks may stand at its end.
std::size_t after_line(const std::string& text, std::string_view start) {
  return find(text, "\n", find(text, '\n' + std::string(start)) + 1) + 1;
}

class Faults {
 public:
  Faults(const Workload& workload, Format format) : workload_(&workload), format_(format) {}

  std::vector<Fault> run() {
    add_values();
    add_head();
    if (workload_->column("relationships.1.person") < workload_->columns().size()) add_entries();
    if (is_table(format_)) {
      add_rows();
    } else {
      add_forms();
      is_yaml(format_) ? add_yaml() : add_json();
    }
    return std::move(faults_);
  }

 private:
  void answer(std::string_view kind, std::string_view text) {
    faults_.push_back({kind,
                       [this_workload = workload_, text](Record& record, std::uint64_t, Random& random) {
                         record.cells[victim(*this_workload, record, random)] = text;
                       },
                       {}});
  }
  void cell(std::string_view kind, std::string_view address, std::string_view text) {
    const std::size_t at = workload_->column(address);
    faults_.push_back({kind, [at, text](Record& record, std::uint64_t, Random&) { record.cells[at] = text; }, {}});
  }
  void blank(std::string_view kind, std::string_view address) {
    const std::size_t at = workload_->column(address);
    faults_.push_back({kind, [at](Record& record, std::uint64_t, Random&) { record.cells[at] = Cell(); }, {}});
  }
  void text(std::string_view kind, std::function<void(std::string&)> change) {
    faults_.push_back({kind, {}, std::move(change)});
  }
  void insert(std::string_view kind, std::string_view behind, std::string_view what) {
    text(kind, [behind, what](std::string& record) { record.insert(find(record, behind) + behind.size(), what); });
  }
  void under_answers(std::string_view kind, std::string_view what) {
    text(kind, [what](std::string& document) { document.insert(after_line(document, "answers:"), what); });
  }
  void whole(std::string_view kind, std::string_view by) {
    text(kind, [by](std::string& record) { record = by; });
  }

  void add_values() {
    answer("out_of_range", "777");
    answer("negative", "-1");
    answer("not_whole", "2.5");
    answer("no_number", "often");
    answer("huge_number", "99999999999999999999");
    answer("bad_utf8", "\xC3(");
    answer("control_character", "\x01");
  }

  void add_head() {
    blank("missing_id", "id");
    blank("missing_date", "date");
    blank("missing_age", "respondent.age");
    cell("id_no_code", "id", "two words");
    cell("date_of_no_day", "date", "2026-02-30");
    cell("date_in_words", "date", "yesterday");
    cell("age_out_of_range", "respondent.age", "211");
    cell("age_in_words", "respondent.age", "forty");
    // The form before once more, whole: its days fit only one another. Reported, and scored.
    const Workload* workload = workload_;
    faults_.push_back({"same_form_again",
                       [workload](Record& record, std::uint64_t form, Random&) {
                         record.clear();
                         workload->fill(record.seed, form - std::min<std::uint64_t>(form, 1), record);
                       },
                       {},
                       false});
  }

  void add_entries() {
    cell("unknown_role", "relationships.1.role", "acquaintance");
    blank("missing_role", "relationships.1.role");
    cell("unknown_status", "relationships.1.status", "on_and_off");
    blank("missing_status", "relationships.1.status");
    cell("code_given_twice", "relationships.2.person", "P1");
    const std::size_t status = workload_->column("relationships.1.status");
    const std::size_t cause = workload_->column("relationships.1.because_of");
    faults_.push_back({"code_of_nothing",
                       [status, cause](Record& record, std::uint64_t, Random&) {
                         record.cells[status] = "current", record.cells[cause] = "E9";
                       },
                       {}});
    cell("onset_after_date", "onset", "2199-01");
    cell("onset_of_no_month", "onset", "2024-13");
    cell("unknown_word", "intake.depressive_syndrome", "perhaps");
  }

  void add_rows() {
    answer("text_after_quote", "\"3\"x");
    answer("quote_inside", "3\"4");
    answer("line_break_in_quotes", "\"3\n4\"");
    answer("nul", "\0"sv);
    text("extra_field", [](std::string& row) { row += ",1"; });
    text("missing_field", [](std::string& row) { row.erase(row.rfind(',')); });
    text("cut_short", [](std::string& row) { row.erase(find(row, ",", row.size() / 2)); });
    whole("words_for_a_row", "the end of the first sheet");
  }

  void add_forms() {
    const std::string_view form = is_yaml(format_) ? "form: " : "\"form\":\"";
    insert("unknown_form", form, "no_such_");
  }

  void add_json() {
    insert("draft", "{", R"("state":"draft",)");
    insert("unknown_key", "{", R"("colour":"blue",)");
    insert("duplicate_key", "{", R"("id":"twice",)");
    insert("unknown_section", R"("answers":{)", R"("no_such_section":{"1":1},)");
    text("duplicate_answer", [](std::string& line) {
      // The first answer once more.
      const std::size_t begin = find(line, "{", find(line, R"("answers":{)") + 11) + 1;
      const std::string first = line.substr(begin, std::min(line.find(',', begin), line.find('}', begin)) - begin);
      line.insert(begin, first + ',');
    });
    insert("true_for_a_word", R"("answers":{)", R"("no_such_section":true,)");
    insert("bad_escape", R"("id":")", R"(\q)");
    insert("lone_surrogate", R"("id":")", R"(\ud800)");
    insert("deep_nesting", R"("answers":{)", deep);
    text("trailing_comma", [](std::string& line) { line.insert(line.size() - 1, ","); });
    text("quote_never_closed",
         [](std::string& line) { line.erase(find(line, "\"", find(line, R"("date":")") + 8), 1); });
    text("second_value", [](std::string& line) { line += " {}"; });
    text("cut_short", [](std::string& line) { line.erase(line.size() / 2); });
    whole("no_json", "the end of the first export");
    whole("list_for_a_map", "[1,2,3]");
    whole("empty_map", "{}");
  }

  void add_yaml() {
    insert("draft", "---\n", "state: draft\n");
    insert("unknown_key", "---\n", "colour: blue\n");
    insert("duplicate_key", "---\n", "id: once\n");
    under_answers("unknown_section", "  no_such_section:\n    \"1\": 1\n");
    text("duplicate_answer", [](std::string& document) {
      // The first line of four spaces and a key.
      const std::size_t line = std::min(document.find("\n    \"", find(document, "\nanswers:")),
                                        document.find("\n    '", find(document, "\nanswers:"))) +
                               1;
      document.insert(line, document.substr(line, find(document, "\n", line) + 1 - line));
    });
    under_answers("tab_for_indentation", "\tphq9: 1\n");
    insert("anchor", "id: ", "&a ");
    insert("alias", "id: ", "*a ");
    insert("tag", "id: ", "!!str ");
    insert("quote_never_closed", "id: ", "\"");
    insert("bracket_never_closed", "id: ", "[");
    insert("second_colon", "id: ", "a: ");
    insert("line_of_nothing", "---\n", "no key stands here\n");
    text("bad_indentation", [](std::string& document) { document += "\n   of: nothing"; });
    text("cut_short", [](std::string& document) { document.erase(find(document, "\nanswers:") + 5); });
    whole("words_for_a_form", "---\nthe end of the first export\n");
    whole("empty_map", "---\n{}\n");
  }

  const Workload* workload_;
  Format format_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> faults_of(const Workload& workload, Format format) { return Faults(workload, format).run(); }

Fault cut_off(Format format) {
  if (is_table(format)) return {"quote_left_open", {}, [](std::string& row) { row.insert(row.find(',') + 1, "\""); }};
  if (is_yaml(format))
    return {"file_cut_off", {}, [](std::string& document) { document.erase(find(document, "\nanswers:") + 5); }};
  return {"file_cut_off", {}, [](std::string& line) { line.erase(line.size() / 2); }};
}

}  // namespace bench
