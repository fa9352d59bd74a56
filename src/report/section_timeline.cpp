#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "report/formulation.h"
#include "report/page.h"
#include "report/timeline_figure.h"

namespace ipi::report {
namespace {

constexpr std::size_t most_signs = 40;  // beyond that ties are told by their number alone

bool is_death(const Page& page, std::size_t event) {
  const Variable kind{Group::events, event, event_slot::kind};
  const Answer& answer = answer_of(page.form(), kind);
  if (!answer.given() || page.source().words == nullptr) return false;
  const auto& tags =
      question_of(page.form(), kind).options[static_cast<std::size_t>(std::countr_zero(answer.chosen))].tags;
  return std::find(tags.begin(), tags.end(), page.source().words->words->deaths) != tags.end();
}

/// "A parent died, P2 (mother) · E1"
std::string event_words(const Page& page, std::size_t event) {
  std::string words = page.answer({Group::events, event, event_slot::kind});
  const Answer& person = page.form().events[event].answers[event_slot::person];
  const auto tie = person.given() ? page.form().find_entry(Group::relationships, person.text) : std::nullopt;
  if (tie) words += fmt::format(", {}", subject_in_words(page.form(), {Group::relationships, *tie}, page.language()));
  return fmt::format("{}{}·{}{}", words, glue, glue, page.form().events[event].code);
}

TimelineSign event_sign(const Page& page, std::size_t event) {
  TimelineSign sign{is_death(page, event) ? TimelineSign::Kind::death : TimelineSign::Kind::event, std::nullopt, "",
                    event_words(page, event)};
  const Answer& when = page.form().events[event].answers[event_slot::when];
  if (!when.given()) return sign;
  sign.when = months_of(when.date);
  sign.date = date_in_words(when.date, page.language());
  return sign;
}

/// A tie that stands at another ring now than before the episode; when it moved nobody has asked.
std::optional<std::string> shift_words(const Page& page, std::size_t entry) {
  const Variable before{Group::relationships, entry, relationship_slot::closeness_before};
  const Variable now{Group::relationships, entry, relationship_slot::closeness_now};
  if (!answer_of(page.form(), before).given() || !answer_of(page.form(), now).given() ||
      answer_of(page.form(), before).chosen == answer_of(page.form(), now).chosen)
    return std::nullopt;
  return fmt::format("{}: {} → {}", subject_in_words(page.form(), {Group::relationships, entry}, page.language()),
                     page.answer(before), page.answer(now));
}

void add_ties(const Page& page, const std::optional<MonthSpan>& onset, std::vector<TimelineSign>& signs) {
  std::vector<std::string> shifted;
  for (std::size_t entry = 0; entry < page.form().relationships.size(); ++entry) {
    if (auto words = shift_words(page, entry)) shifted.push_back(std::move(*words));
  }
  if (shifted.empty()) return;
  if (signs.size() + shifted.size() > most_signs)
    shifted = {fmt::format("{} ties moved; the table of people says how", shifted.size())};
  std::optional<MonthSpan> when;
  if (onset && page.form().date)
    when = MonthSpan{onset->first, std::max(onset->last, months_of(*page.form().date).last)};
  for (std::string& words : shifted)
    signs.push_back({TimelineSign::Kind::tie, when, when ? "since then" : "", std::move(words)});
}

void add_scores(const Page& page, const Assessment& assessment, std::vector<TimelineSign>& signs) {
  const auto& date = assessment.state.form().date;
  if (!date || page.source().words == nullptr) return;
  std::string words;
  for (const std::string& address : page.source().words->words->timeline_scores) {
    for (const AssessedScore& score : assessment.scores) {
      if (score.address() != address || !score.value.value) continue;
      words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", score.instrument->title.in(page.language()),
                           two_places(*score.value.value));
    }
  }
  if (!words.empty())
    signs.push_back(
        {TimelineSign::Kind::score, months_of(*date), date_in_words(*date, page.language()), std::move(words)});
}

std::string_view kind_words(TimelineSign::Kind kind) {
  switch (kind) {
    case TimelineSign::Kind::event:
      return "life event";
    case TimelineSign::Kind::death:
      return "death";
    case TimelineSign::Kind::onset:
      return "onset";
    case TimelineSign::Kind::tie:
      return "change in a tie";
    case TimelineSign::Kind::score:
      return "scores";
  }
  return {};
}

/// What the signs mean, and what the shade is called.
Key timeline_key(std::string_view window) {
  const auto sign = [](Drawing::Shape shape, double radius, std::string_view style) {
    Drawing drawing(36, 20, "");
    drawing.shape(shape, {18, 10}, radius, style);
    return drawing.take();
  };
  Drawing shade(36, 20, "");
  shade.rectangle({4, 3, 32, 17}, "window edged");
  return {{{sign(Drawing::Shape::triangle, 8, "begin"), "onset of this episode"},
           {sign(Drawing::Shape::square, 7, "death"), "death"},
           {sign(Drawing::Shape::circle, 6.5, "event"), "life event"},
           {sign(Drawing::Shape::hexagon, 7, "shifted"), "change in a tie"},
           {sign(Drawing::Shape::diamond, 7, "score"), "scores"},
           {shade.take(), std::string(window)}}};
}

Table as_table(const std::vector<TimelineSign>& signs) {
  Table table{"Timeline", {"When", "What", "Kind"}, {}, {}};
  std::vector<const TimelineSign*> order;
  for (const TimelineSign& sign : signs) order.push_back(&sign);
  std::stable_sort(order.begin(), order.end(), [](const TimelineSign* a, const TimelineSign* b) {
    return a->when && b->when ? a->when->first < b->when->first : a->when.has_value() && !b->when;
  });
  for (const TimelineSign* sign : order) {
    table.rows.push_back({{sign->date.empty() ? quiet("not known") : plain(sign->date), {}, {}, false},
                          {plain(sign->what), {}, {}, false},
                          {plain(std::string(kind_words(sign->kind))), {}, {}, false}});
  }
  return table;
}

}  // namespace

std::vector<Block> timeline_section(const Page& page) {
  if (!page.layout().has_roster(Group::events) || page.source().words == nullptr) return {};
  const Form& form = page.form();
  TimelinePicture picture;
  const Answer& onset = form.answers[form_slot::onset];
  if (onset.given()) {
    picture.onset = months_of(onset.date);
    picture.signs.push_back({TimelineSign::Kind::onset, picture.onset, date_in_words(onset.date, page.language()),
                             "Onset of this episode"});
  }
  for (std::size_t event = 0; event < form.events.size(); ++event) picture.signs.push_back(event_sign(page, event));
  if (page.source().earlier != nullptr) add_scores(page, *page.source().earlier, picture.signs);
  add_scores(page, page.assessment(), picture.signs);
  add_ties(page, picture.onset, picture.signs);
  picture.months_before = static_cast<int>(page.source().words->words->months_before_onset);
  picture.title = fmt::format("Timeline of {} entries; the table below says the same", picture.signs.size());

  std::vector<Block> blocks;
  if (!form.events_asked) blocks.emplace_back(Paragraph{plain("Deaths and changes have not been asked about.")});
  if (form.events_asked && form.events.empty())
    blocks.emplace_back(Paragraph{plain("Asked for deaths and changes, the patient named none.")});
  if (!onset.given())
    blocks.emplace_back(Paragraph{plain(fmt::format("When this episode began: {}.", absence_in_words(onset.absence)))});
  if (picture.signs.empty()) return blocks;
  blocks.emplace_back(Figure{draw_timeline(picture), draw_narrow_timeline(picture),
                             "Time goes downwards; a month is as tall as its entries need. A bar along the axis is a "
                             "time known only as a span, such as a year."});
  blocks.emplace_back(timeline_key(page.source().words->words->window.in(page.language())));
  blocks.emplace_back(Fold{"The timeline as a table", as_table(picture.signs)});
  const Answer& complete = form.answers[form_slot::complete_events];
  if (form.events_asked && !(complete.given() && complete.chosen == 1))
    blocks.emplace_back(Paragraph{plain("There may be deaths or changes that are not listed.")});
  return blocks;
}

}  // namespace ipi::report
