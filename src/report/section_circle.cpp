#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "report/circle_figure.h"
#include "report/formulation.h"
#include "report/page.h"
#include "report/people.h"

namespace ipi::report {
namespace {

constexpr std::array<std::pair<std::string_view, Drawing::Shape>, 5> shapes = {{{"circle", Drawing::Shape::circle},
                                                                                {"square", Drawing::Shape::square},
                                                                                {"diamond", Drawing::Shape::diamond},
                                                                                {"triangle", Drawing::Shape::triangle},
                                                                                {"hexagon", Drawing::Shape::hexagon}}};

Drawing::Shape shape_named(std::string_view name) {
  const auto found = std::find_if(shapes.begin(), shapes.end(), [&](const auto& shape) { return shape.first == name; });
  return found == shapes.end() ? Drawing::Shape::circle : found->second;
}

/// The first sign whose tags the role carries.
const RoleShape* shape_of(const Page& page, std::size_t entry) {
  const Variable role{Group::relationships, entry, relationship_slot::role};
  const Answer& answer = answer_of(page.form(), role);
  if (page.source().words == nullptr || !answer.given()) return nullptr;
  const auto& tags =
      question_of(page.form(), role).options[static_cast<std::size_t>(std::countr_zero(answer.chosen))].tags;
  for (const RoleShape& shape : page.source().words->words->shapes) {
    const bool fits =
        shape.tags.empty() || std::any_of(shape.tags.begin(), shape.tags.end(), [&](const std::string& tag) {
          return std::find(tags.begin(), tags.end(), tag) != tags.end();
        });
    if (fits) return &shape;
  }
  return nullptr;
}

std::optional<std::size_t> ring_of(const Page& page, std::size_t entry, std::size_t slot) {
  const Answer& answer = answer_of(page.form(), {Group::relationships, entry, slot});
  return answer.given() ? std::optional(static_cast<std::size_t>(std::countr_zero(answer.chosen))) : std::nullopt;
}

CircleSign::State state_of(const Page& page, std::size_t entry) {
  const Answer& status = answer_of(page.form(), {Group::relationships, entry, relationship_slot::status});
  if (!status.given()) return CircleSign::State::current;
  switch (static_cast<Status>(std::countr_zero(status.chosen))) {
    case Status::ended:
      return CircleSign::State::ended;
    case Status::deceased:
      return CircleSign::State::died;
    case Status::current:
      break;
  }
  return CircleSign::State::current;
}

bool reaches(const Page& page, std::size_t entry, const std::optional<std::size_t>& score, const TieLine& line) {
  if (!score) return false;
  const ScoreValue& value = page.state().score(Group::relationships, entry, *score);
  return value.value && *value.value >= line.from;
}

CircleSign sign_of(const Page& page, std::size_t entry) {
  CircleSign sign;
  sign.code = page.form().relationships[entry].code;
  sign.role = page.answer({Group::relationships, entry, relationship_slot::role});
  if (const RoleShape* shape = shape_of(page, entry)) sign.shape = shape_named(shape->shape);
  sign.state = state_of(page, entry);
  if (const CompiledReport* words = page.source().words) {
    sign.supports = reaches(page, entry, words->support, words->words->support);
    sign.strains = reaches(page, entry, words->strain, words->words->strain);
  }
  sign.before = ring_of(page, entry, relationship_slot::closeness_before);
  sign.now = ring_of(page, entry, relationship_slot::closeness_now);
  return sign;
}

Cell cell_of(const Page& page, const Variable& variable) {
  if (page.state().applies(variable) == Truth::no) return {plain("–"), {}, {}, false};
  const bool given = answer_of(page.form(), variable).given();
  return {given ? plain(page.answer(variable)) : quiet(page.answer(variable)), {}, {}, false};
}

bool is_important(const Page& page, std::size_t entry) {
  const auto& slot = page.source().words->important;
  if (!slot) return false;
  const Answer& answer = answer_of(page.form(), {Group::relationships, entry, *slot});
  return answer.given() && answer.chosen == 1;  // the first option of yes and no
}

std::vector<Cell> row_of(const Page& page, std::size_t entry) {
  const CompiledReport& words = *page.source().words;
  std::vector<Cell> row = {{strong(page.form().relationships[entry].code),
                            is_important(page, entry) ? plain("key tie") : Text{},
                            {},
                            false}};
  for (const std::size_t slot : {relationship_slot::role, relationship_slot::status,
                                 relationship_slot::closeness_before, relationship_slot::closeness_now}) {
    row.push_back(cell_of(page, {Group::relationships, entry, slot}));
  }
  for (const auto& score : {words.support, words.strain}) {
    if (score) row.push_back(score_cell(page, entry, *score));
  }
  for (const CompiledFact& column : words.tie_columns) {
    if (column.slot && page.speaks_of({Group::relationships, entry, *column.slot}))
      row.push_back(cell_of(page, {Group::relationships, entry, *column.slot}));
  }
  return row;
}

Table people_table(const Page& page) {
  const CompiledReport& words = *page.source().words;
  Table table{"The people, one by one", {"Person", "Role", "Status", "Before", "Now"}, {}, {}};
  const auto add_score = [&](const std::optional<std::size_t>& index, std::string_view title) {
    if (!index) return;
    table.numeric.push_back(table.columns.size());
    table.columns.emplace_back(title);
  };
  add_score(words.support, "Support");
  add_score(words.strain, "Strain");
  for (const CompiledFact& column : words.tie_columns) {
    if (column.slot &&
        (page.options().with_private || !page.layout().group(Group::relationships).slots[*column.slot].is_private))
      table.columns.emplace_back(column.fact->label.in(page.language()));
  }
  for (std::size_t entry = 0; entry < page.form().relationships.size(); ++entry)
    table.rows.push_back(row_of(page, entry));
  return table;
}

/// Those that nobody of is listed, and whether everybody is.
Items who_is_missing(const Page& page) {
  Items items;
  for (const ExpectedRoles* expected : page.assessment().unlisted_roles)
    items.items.push_back({"", plain(std::string(expected->text.in(page.language()))), {}});
  const Answer& complete = page.form().answers[form_slot::complete_relationships];
  if (!(complete.given() && complete.chosen == 1))
    items.items.push_back({"", plain("There may be people who are not listed."), {}});
  return items;
}

}  // namespace

Cell score_cell(const Page& page, std::size_t entry, std::size_t score) {
  const ScoreValue& value = page.state().score(Group::relationships, entry, score);
  if (!value.value)
    return {quiet(value.answered == 0 ? "–" : fmt::format("– ({})", count_words(value))), {}, {}, false};
  return {
      plain(two_places(*value.value)), value.answered < value.items ? quiet(count_words(value)) : Text{}, {}, false};
}

std::vector<std::string> people_of(const Page& page, const Page* other) {
  std::vector<std::string> codes;
  for (const Page* one : {&page, other}) {
    if (one == nullptr) continue;
    for (const Entry& entry : one->form().relationships) {
      if (std::find(codes.begin(), codes.end(), entry.code) == codes.end()) codes.push_back(entry.code);
    }
  }
  return codes;
}

std::string rings_in_words(const CirclePicture& picture) {
  std::string words;
  for (const std::string& ring : picture.rings)
    words += fmt::format("{}{}", words.empty() ? "Rings from the inside: " : ", ", in_a_sentence(ring));
  const bool unknown = std::any_of(picture.people.begin(), picture.people.end(),
                                   [](const CircleSign& sign) { return sign.present && !sign.now; });
  return words + (unknown ? "; dotted: how close is not known." : ".");
}

CirclePicture circle_of(const Page& page, std::string title, const std::vector<std::string>& order) {
  CirclePicture picture{std::move(title), {}, {}};
  for (const Option& ring :
       page.layout().group(Group::relationships).slots[relationship_slot::closeness_now].question->options)
    picture.rings.emplace_back(ring.label.in(page.language()));
  for (const std::string& code : order) {
    const auto entry = page.form().find_entry(Group::relationships, code);
    CircleSign kept;
    kept.code = code;
    kept.present = false;
    picture.people.push_back(entry ? sign_of(page, *entry) : kept);
  }
  return picture;
}

Key key_of_circle(const Page& page, bool with_lines) {
  std::vector<std::pair<Drawing::Shape, std::string>> meanings;
  if (page.source().words != nullptr) {
    for (const RoleShape& shape : page.source().words->words->shapes)
      meanings.emplace_back(shape_named(shape.shape), std::string(shape.label.in(page.language())));
  }
  return circle_key(meanings, with_lines);
}

std::vector<Block> circle_section(const Page& page) {
  if (!page.layout().has_roster(Group::relationships) || page.source().words == nullptr) return {};
  const Form& form = page.form();
  std::vector<Block> blocks;
  if (!form.relationships_asked) {
    blocks.emplace_back(Paragraph{plain("The people in the patient's life have not been asked about.")});
    return blocks;
  }
  if (form.relationships.empty()) blocks.emplace_back(Paragraph{plain("Asked who matters, the patient named nobody.")});
  const CirclePicture picture = circle_of(
      page, fmt::format("The patient's circle of {} people; the table below says the same", form.relationships.size()),
      people_of(page));
  blocks.emplace_back(Figure{draw_circle(picture), draw_small_circle(picture), rings_in_words(picture)});
  if (!form.relationships.empty()) {
    blocks.emplace_back(key_of_circle(page, true));
    blocks.emplace_back(people_table(page));
  }
  if (Items missing = who_is_missing(page); !missing.items.empty()) {
    blocks.emplace_back(Subheading{"Who is missing"});
    blocks.emplace_back(std::move(missing));
  }
  return blocks;
}

}  // namespace ipi::report
