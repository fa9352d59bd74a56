#include "full.h"

#include <algorithm>
#include <functional>
#include <initializer_list>

namespace bench {
namespace {

constexpr std::size_t most_relationships = 8;
constexpr std::size_t most_events = 4;

using Options = std::vector<std::string_view>;

/// Where a question applies: one of the values at another column, or anything else but one.
struct Branch {
  std::size_t column = 0;
  Options values;
  bool unless = false;
  [[nodiscard]] bool holds(const Record& record) const {
    const Cell& cell = record.cells[column];
    const bool named =
        std::any_of(values.begin(), values.end(), [&](std::string_view value) { return cell.is(value); });
    return named != unless;
  }
};

/// A question with options. A `share` other than 0 is that of the first option in percent; the others share the rest.
struct Question {
  std::size_t column = 0;
  Options options;
  std::size_t share = 0;
  std::vector<Branch> branches;  ///< all must hold
};

const Options yes_no = {"yes", "no"};
const Options no_yes = {"no", "yes"};
const Options degree = {"none", "some", "marked"};
const Options flow = {"none", "received", "given", "mutual"};
const Options ring = {"inner", "middle", "outer", "outside"};
const Options often = {"daily", "weekly", "monthly", "rarely", "never"};
const Options lately = {"never", "past", "last_12_months", "now"};
const Options to_3 = {"0", "1", "2", "3"};
const Options to_4 = {"0", "1", "2", "3", "4"};
const Options from_1_to_3 = {"1", "2", "3"};
const Options from_1_to_4 = {"1", "2", "3", "4"};
const Options from_1_to_5 = {"1", "2", "3", "4", "5"};
const Options recent = {"last_12_months", "now"};
const Options ever = {"past", "last_12_months", "now"};

const Options feared_roles = {"partner", "ex_partner", "mother", "father", "daughter", "son"};
const Options roles = {"partner", "ex_partner", "mother", "father",    "daughter", "son",       "sister",
                       "brother", "friend",     "friend", "colleague", "superior", "neighbour", "relative"};
const Options ties_lost = {"separated", "relationship_ended"};
const Options changes = {"separated",    "relationship_ended", "child_born",   "child_left_home",
                         "own_illness",  "job_lost",           "retirement",   "moved",
                         "became_carer", "promotion",          "money_trouble"};
const Options deaths = {"partner_died", "parent_died", "sibling_died", "friend_died", "relative_died", "child_died"};
const std::array<std::string_view, most_relationships> persons = {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"};
const std::array<std::string_view, most_events> codes = {"E1", "E2", "E3", "E4"};
const std::array<std::string_view, 10> digits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

std::string_view death_of(std::string_view role) {
  if (role == "partner" || role == "ex_partner") return "partner_died";
  if (role == "mother" || role == "father") return "parent_died";
  if (role == "daughter" || role == "son") return "child_died";
  if (role == "sister" || role == "brother") return "sibling_died";
  return role == "friend" ? "friend_died" : "close_person_died";
}

struct Relationship {
  std::size_t person = 0, role = 0, status = 0, because_of = 0;
  std::vector<Question> questions;
};

struct Event {
  std::size_t event = 0, kind = 0, person = 0, when = 0, because_of = 0;
  std::vector<Question> questions;
};

class Full : public Workload {
 public:
  Full() {
    id_ = add("id", {"id"});
    date_ = add("date", {"date"});
    onset_ = add("onset", {"onset"});
    age_ = add("respondent.age", {"respondent", "age"}, Column::Kind::number);
    ask(form_, "respondent.sex", {"respondent", "sex"}, {"female", "male", "other"}, 49);
    ask(form_, "respondent.language", {"respondent", "language"}, {"en"}, 100);
    add_sections();
    relationship_count_ = add("relationships.count", {"relationships"}, Column::Kind::count);
    for (std::size_t i = 0; i < most_relationships; ++i) add_relationship(i);
    event_count_ = add("events.count", {"events"}, Column::Kind::count);
    for (std::size_t i = 0; i < most_events; ++i) add_event(i);
    ask(form_, "complete.relationships", {"complete", "relationships"}, yes_no, 85);
    ask(form_, "complete.events", {"complete", "events"}, yes_no, 85);
  }
  [[nodiscard]] std::string_view protocol() const override { return "ipt-initial"; }

  void fill(std::uint64_t seed, std::uint64_t form, Record& record) const override {
    Random random(seed, form);
    record.clear();
    record.seed = seed;
    record.cells[id_] = form_id(form, record);
    const std::size_t today = random.below(720);
    record.cells[date_] = day(today, record);
    if (!is_missing(random)) record.cells[onset_] = ago(today, 1 + random.below(14), random, record);
    record.cells[age_] = record.keep(std::to_string(18 + random.below(73)));
    answer(form_, random, record);
    const std::size_t ties = 3 + random.below(most_relationships - 2);
    const std::size_t deaths_known = fill_relationships(ties, random, record);
    const std::size_t happened = std::max(deaths_known, random.below(most_events + 1));
    fill_events(happened, ties, today, random, record);
    add_causes(ties, happened, random, record);
  }

 private:
  // -- the questions --
  Question& ask(std::vector<Question>& list, std::string address, std::vector<std::string> path, Options options,
                std::size_t share = 0, std::vector<Branch> branches = {}) {
    const bool number = options.front().front() >= '0' && options.front().front() <= '9';
    const std::size_t at = add(std::move(address), std::move(path), number ? Column::Kind::number : Column::Kind::word);
    list.push_back({at, std::move(options), share, std::move(branches)});
    return list.back();
  }
  std::size_t form_question(const std::string& section, const std::string& id, const Options& options,
                            std::size_t share = 0, std::vector<Branch> branches = {}) {
    std::string address = section;
    address += '.';
    address += id;
    return ask(form_, address, {"answers", section, id}, options, share, std::move(branches)).column;
  }
  void form_questions(const std::string& section, std::initializer_list<const char*> ids, const Options& options,
                      std::size_t share = 0) {
    for (const char* id : ids) form_question(section, id, options, share);
  }

  void add_sections() {
    form_questions("consent", {"limits_explained", "consent"}, yes_no, 97);
    alone_ = form_question("setting", "alone_and_free", yes_no, 90);
    form_question("setting", "interpreter", {"none", "professional", "relative"}, 92);
    form_question("presenting", "diagnosis_by", {"interviewer", "other_clinician", "nobody"});
    form_question("presenting", "course", {"single", "recurrent", "chronic"});
    form_questions("presenting", {"negative_thoughts", "explore_past", "bulimia", "ocd", "ptsd"}, no_yes, 92);
    form_question("intake", "depressive_syndrome", yes_no, 88);
    form_questions("phq9", {"1", "2", "3", "4", "5", "6", "7", "8", "9", "difficulty"}, to_3);
    form_questions("gad7", {"1", "2", "3", "4", "5", "6", "7", "difficulty"}, to_3);
    form_question("suicide", "wish_to_be_dead", no_yes, 80);
    const std::size_t thoughts = form_question("suicide", "thoughts", no_yes, 85);
    for (const char* id : {"method", "intent", "plan"}) form_question("suicide", id, no_yes, 75, {{thoughts, {"yes"}}});
    const std::size_t attempt = form_question("suicide", "attempt", no_yes, 90);
    form_question("suicide", "attempt_recent", no_yes, 80, {{attempt, {"yes"}}});
    form_questions("suicide", {"means", "bereaved"}, no_yes, 90);
    form_questions("risks", {"psychosis", "mania"}, no_yes, 97);
    const std::size_t severe = form_question("risks", "severe_cognitive", no_yes, 97);
    form_question("risks", "mild_cognitive", no_yes, 90, {{severe, {"yes"}, true}});
    form_questions("risks", {"self_care", "dependants"}, no_yes, 95);
    const std::size_t threat = form_question("risks", "threat", no_yes, 96);
    form_question("risks", "threat_imminent", no_yes, 80, {{threat, {"yes"}}});
    form_questions("risks", {"others_at_risk", "intrusive_thoughts"}, no_yes, 95);
    const std::size_t use = form_question("substances", "use", no_yes, 85);
    form_question("substances", "needs_detox", no_yes, 80, {{use, {"yes"}}});
    form_question("history", "episodes", {"0", "1", "2", "3", "5", "12"});
    form_questions("history",
                   {"mania", "psychosis", "family", "medical_cause", "borderline_traits", "autism", "perinatal"},
                   no_yes, 90);
    form_question("culture", "interpreter_needed", no_yes, 93);
    form_questions("impairment", {"work", "home", "people"}, degree);
    for (const char* id : {"emotional", "practical", "confiding"}) {
      for (const char* time : {"before", "now"}) {
        ask(form_, std::string("support.") + id + '.' + time, {"answers", "support", id, time}, flow);
      }
    }
    form_question("osss3", "1", from_1_to_4);
    form_questions("osss3", {"2", "3"}, from_1_to_5);
    form_questions("ucla3", {"companionship", "left_out", "isolated"}, from_1_to_3);
    const std::size_t few = form_question("pattern", "lifelong_few_ties", no_yes, 75);
    form_questions("pattern", {"confidant", "out_of_the_blue"}, yes_no);
    form_question("pattern", "shrank_in_episode", no_yes, 70, {{few, {"yes"}, true}});
    form_question("pattern", "hidden_event_check", no_yes, 80);
    form_question("patient_view", "area", {"grief", "role_dispute", "role_transition", "interpersonal_deficits"});
    view_ = add("patient_view.subject", {"answers", "patient_view", "subject"});
    form_question("arrangement", "course", {"standard", "brief", "counselling"});
  }

  /// `keys` go down from the entry, parted by dots.
  static std::vector<std::string> path_in(const std::string& group, std::size_t entry, const std::string& keys) {
    std::vector<std::string> path = {group, '#' + std::to_string(entry + 1)};
    for (std::size_t at = 0; at <= keys.size();) {
      const std::size_t dot = std::min(keys.find('.', at), keys.size());
      path.push_back(keys.substr(at, dot - at));
      at = dot + 1;
    }
    return path;
  }
  static std::string address_in(const std::string& group, std::size_t entry, const std::string& keys) {
    return group + '.' + std::to_string(entry + 1) + '.' + keys;
  }

  void add_relationship(std::size_t entry) {
    Relationship& tie = relationships_.emplace_back();
    const auto plain = [&](const std::string& keys) {
      return add(address_in("relationships", entry, keys), path_in("relationships", entry, keys));
    };
    const auto question = [&](const std::string& keys, const Options& options, std::size_t share,
                              std::vector<Branch> branches) {
      return ask(tie.questions, address_in("relationships", entry, keys), path_in("relationships", entry, keys),
                 options, share, std::move(branches))
          .column;
    };
    tie.person = plain("person");
    tie.role = plain("role");
    tie.status = plain("status");
    const Branch current{tie.status, {"current"}};
    question("closeness.before", ring, 0, {});
    question("closeness.now", ring, 0, {});
    question("important", yes_no, 60, {});
    for (const char* id : {"linked", "gives_in", "stalled", "leaving", "worse_after", "wants_change", "long_unchanged"})
      question(id, no_yes, 72, {current});
    question("manageable", yes_no, 60, {current});
    tie.because_of = plain("because_of");
    question("contact.in_person", often, 0, {current});
    question("contact.online", often, 0, {current});
    const std::size_t argue = question("picture.argue", often, 0, {current});
    question("picture.argument_ends", {"settled", "dropped", "one_yields", "apart"}, 0,
             {current, {argue, {"daily", "weekly", "monthly", "rarely"}}});
    question("picture.knows_of_mood", {"yes", "guesses", "no"}, 0, {current});
    const std::vector<Branch> fear = {current, {tie.role, feared_roles}, {alone_, {"yes"}}};
    const auto with = [](std::vector<Branch> branches, Branch further) {
      return branches.push_back(std::move(further)), branches;
    };
    const std::size_t afraid = question("fear.afraid", lately, 92, fear);
    for (const char* id : {"hurt", "controlled", "forced_sex", "weapon"})
      question(std::string("fear.") + id, lately, 96, fear);
    question("fear.children_see", lately, 60, with(fear, {afraid, ever}));
    question("fear.worse", no_yes, 60, with(fear, {afraid, recent}));
    for (const char* id : {"steadies", "opens", "helps", "lingers", "exceeds"})
      question(std::string("own_tie.") + id, to_4, 0, {current});
    question("own_tie.knows", to_4, 0, {current});
    const std::size_t differs = question("own_tie.differs", to_4, 50, {current});
    const std::size_t voiced = question("own_tie.voiced", to_4, 0, {current, {differs, {"1", "2", "3", "4"}}});
    question("own_tie.moves", to_4, 0, {current, {voiced, {"1", "2", "3", "4"}}});
    question("own_tie.tracks", to_4, 40, {current});
  }

  void add_event(std::size_t entry) {
    Event& event = events_.emplace_back();
    const auto plain = [&](const std::string& keys) {
      return add(address_in("events", entry, keys), path_in("events", entry, keys));
    };
    const auto question = [&](const std::string& keys, const Options& options, std::size_t share,
                              std::vector<Branch> branches) {
      ask(event.questions, address_in("events", entry, keys), path_in("events", entry, keys), options, share,
          std::move(branches));
    };
    event.event = plain("event");
    event.kind = plain("kind");
    event.person = plain("person");
    event.when = plain("when");
    Options dead = deaths;
    dead.emplace_back("close_person_died");
    Options mourned = dead;
    mourned.insert(mourned.end(), ties_lost.begin(), ties_lost.end());
    const Branch death{event.kind, dead};
    const Branch lost{event.kind, mourned};
    const Branch change{event.kind, dead, true};
    question("linked", no_yes, 55, {});
    question("mourning", {"ongoing", "postponed", "avoided", "resolved"}, 0, {lost});
    question("longing", no_yes, 60, {lost});
    question("withdrew", no_yes, 60, {lost});
    question("coping", {"managing", "hard", "very_hard"}, 0, {change});
    for (const char* id : {"old_role_mourned", "new_role_overwhelming", "lost_mastery", "support_lost"})
      question(id, no_yes, 60, {change});
    question("manageable", yes_no, 60, {});
    event.because_of = plain("because_of");
    question("death.manner", {"expected", "sudden", "accident", "suicide"}, 55, {death});
    question("death.anniversary", no_yes, 85, {death});
  }

  // -- the answers --
  static std::string_view pick(const Options& options, Random& random) { return options[random.below(options.size())]; }

  static void answer(const std::vector<Question>& questions, Random& random, Record& record) {
    for (const Question& question : questions) {
      if (!std::all_of(question.branches.begin(), question.branches.end(),
                       [&](const Branch& b) { return b.holds(record); }))
        continue;
      Cell& cell = record.cells[question.column];
      if (is_missing(random)) {
        cell.state = Cell::State::missing;
      } else if (question.share == 0) {
        cell = pick(question.options, random);
      } else if (question.options.size() == 1 || random.percent(question.share)) {
        cell = question.options.front();
      } else {
        cell = question.options[1 + random.below(question.options.size() - 1)];
      }
    }
  }

  /// A date so many months before a day, known to the month, or now and then to the year or the day.
  static std::string_view ago(std::size_t today, std::size_t months, Random& random, Record& record) {
    // Ten years on, so that the days before 2024 have a number too.
    const std::size_t month = 120 + today / 30 - months;
    const std::size_t year = 2014 + month / 12;
    std::string text = std::to_string(year);
    const std::size_t precision = random.below(10);
    if (precision == 0) return record.keep(text);
    const auto two_digits = [&](std::size_t value) {
      text += '-';
      text += digits[value / 10];
      text += digits[value % 10];
    };
    two_digits(1 + month % 12);
    if (precision == 1) two_digits(1 + random.below(28));
    return record.keep(text);
  }

  /// Returns how many of them died.
  std::size_t fill_relationships(std::size_t ties, Random& random, Record& record) const {
    record.cells[relationship_count_] = digits[ties];
    std::size_t died = 0;
    for (std::size_t i = 0; i < ties; ++i) {
      const Relationship& tie = relationships_[i];
      record.cells[tie.person] = persons[i];
      record.cells[tie.role] = pick(roles, random);
      const bool dead = died < 2 && random.percent(10);
      died += dead ? 1 : 0;
      record.cells[tie.status] = dead ? "deceased" : random.percent(12) ? "ended" : "current";
      answer(tie.questions, random, record);
    }
    return died;
  }

  void fill_events(std::size_t happened, std::size_t ties, std::size_t today, Random& random, Record& record) const {
    record.cells[event_count_] = digits[happened];
    std::size_t next = 0;
    for (std::size_t i = 0; i < happened; ++i) {
      const Event& event = events_[i];
      while (next < ties && !record.cells[relationships_[next].status].is("deceased")) ++next;
      record.cells[event.event] = codes[i];
      if (next < ties) {
        record.cells[event.kind] = death_of(record.cells[relationships_[next].role].text);
        record.cells[event.person] = persons[next++];
      } else {
        record.cells[event.kind] = random.percent(15) ? pick(deaths, random) : pick(changes, random);
      }
      if (is_missing(random)) {
        record.cells[event.when].state = Cell::State::missing;
      } else {
        record.cells[event.when] = ago(today, 1 + random.below(36), random, record);
      }
      answer(event.questions, random, record);
    }
  }

  /// Who or what the patient means, and what came after what: never in a circle, as causes come earlier in the list.
  void add_causes(std::size_t ties, std::size_t happened, Random& random, Record& record) const {
    for (std::size_t i = 0; i < happened; ++i)
      record.cells[events_[i].because_of] = i > 0 && random.percent(15) ? codes[i - 1] : "none";
    for (std::size_t i = 0; i < ties; ++i) {
      if (!record.cells[relationships_[i].status].is("current")) continue;
      record.cells[relationships_[i].because_of] = happened > 0 && random.percent(15) ? codes[0] : "none";
    }
    if (random.percent(60))
      record.cells[view_] =
          happened > 0 && random.percent(50) ? codes[random.below(happened)] : persons[random.below(ties)];
  }

  std::size_t id_ = 0, date_ = 0, onset_ = 0, age_ = 0, alone_ = 0, view_ = 0, relationship_count_ = 0,
              event_count_ = 0;
  std::vector<Question> form_;
  std::vector<Relationship> relationships_;
  std::vector<Event> events_;
};

}  // namespace

std::unique_ptr<Workload> make_full() { return std::make_unique<Full>(); }

}  // namespace bench
