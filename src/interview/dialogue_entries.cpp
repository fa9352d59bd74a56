#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "interview/answers.h"
#include "interview/dates.h"
#include "interview/dialogue.h"
#include "interview/entering.h"
#include "interview/prompts.h"
#include "interview/words.h"

namespace ipi::interview {
namespace {

bool same_options(const Question& a, const Question& b) {
  return a.type == AnswerType::choice && b.type == AnswerType::choice &&
         std::equal(a.options.begin(), a.options.end(), b.options.begin(), b.options.end(),
                    [](const Option& x, const Option& y) {
                      return x.value == y.value && x.label.original() == y.label.original();
                    });
}

bool takes_one_word(AnswerType type) { return type != AnswerType::text && type != AnswerType::multiple; }

std::optional<std::size_t> option_no(const Question& question) {
  if (question.type != AnswerType::choice) return std::nullopt;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (question.options[i].value == "no") return i;
  }
  return std::nullopt;
}

}  // namespace

Reply Dialogue::enter_step(const Step& step, std::string_view entry) {
  if (auto reply = enter_command(step, entry)) return *reply;
  switch (step.kind) {
    case Step::Kind::id:
      return enter_id(step, entry);
    case Step::Kind::date:
      return enter_date(step, entry);
    case Step::Kind::another:
      return enter_another(step, entry);
    case Step::Kind::question:
      break;
  }
  if (entry.empty()) {
    if (!is_answered(step))
      return refusal(fmt::format("Nothing entered. Here: {}; s skips it.", valid_entries(asked(step.variable))));
    step_over();
    return {};
  }
  return form_.layout->group(step.variable.group).slots[step.variable.slot].question->type == AnswerType::text
             ? enter_text(step, entry)
             : enter_question(step, entry);
}

/// What is understood everywhere, whatever is asked.
std::optional<Reply> Dialogue::enter_command(const Step& step, std::string_view entry) {
  const std::string word = lowered(entry);
  if (word == "?") return Reply{help(), false, Ending::none};
  if (word == "l") {
    mode_ = Mode::list;
    return Reply{};
  }
  if (word == "b") return go_back() ? Reply{} : refusal("There is nothing before this.");
  const bool takes_notes = step.kind == Step::Kind::question || step.kind == Step::Kind::another;
  if (word == "n") {
    if (!takes_notes) return refusal("A note goes with a question: go on to one.");
    mode_ = Mode::note;
    return Reply{};
  }
  const bool in_words =
      step.kind == Step::Kind::question &&
      form_.layout->group(step.variable.group).slots[step.variable.slot].question->type == AnswerType::text;
  if (word.starts_with("n ") && takes_notes && !in_words) return enter_note(trimmed(entry.substr(1)));
  if (const auto absence = absence_of(entry)) return leave(step, *absence);
  if (word == "." && step.kind == Step::Kind::question) return refuse_rest(step);
  if (word == "-" && step.kind == Step::Kind::question) return skip_rest(step);
  if (word == "=" && step.kind == Step::Kind::question) return repeat_last(step);
  return std::nullopt;
}

Reply Dialogue::leave(const Step& step, Absence absence) {
  if (step.kind == Step::Kind::id) {
    if (settings_.needs_id) return refusal("The file is called after the code: enter one, or name a file with -o.");
    id_settled_ = true;
  } else if (step.kind == Step::Kind::date) {
    return refusal("The date of the interview must be known; Enter keeps it.");
  } else {
    if (step.kind == Step::Kind::question && must_be_known(step.variable))
      return refusal("This must be known, or nobody can say what the entry speaks for: take the nearest.");
    put({{step.variable, absent(absence)}});
  }
  before_.push_back(step);
  go_on(step);
  return echo(fmt::format("= {}", absence_in_words(absence)));
}

Reply Dialogue::enter_id(const Step& step, std::string_view entry) {
  if (entry.empty() && !form_.id.empty()) {
    step_over();  // to the date, which is filled in unasked and found only from here
    return {};
  }
  std::string_view id = entry;
  if (id.empty()) id = settings_.offered_id;
  if (id.empty()) return refusal("Nothing entered. Here: letters, digits, '-', '_' and '.', such as A-017.");
  if (std::string why = why_no_id(id); !why.empty()) return refusal(std::move(why));
  if (id == entry) {
    if (auto fault = identifier_fault(entry)) return *fault;
  }
  form_.id = std::string(id);
  id_settled_ = true;
  before_.push_back(step);
  go_on(step);
  return {};
}

Reply Dialogue::enter_date(const Step& step, std::string_view entry) {
  if (entry.empty()) {
    step_over();
    return {};
  }
  const DateReading reading = understand_date(entry, *form_.date);
  if (!reading.date) return refusal(fmt::format("'{}' is no date I know: {}.", entry, reading.fault));
  if (std::string why = why_not_held_on(form_, *reading.date, settings_.today); !why.empty())
    return refusal(std::move(why));
  form_.date = reading.date;
  put({});
  before_.push_back(step);
  go_on(step);
  return echo(fmt::format("= {}", date_in_words(*form_.date)));
}

Reply Dialogue::enter_text(const Step& step, std::string_view entry) {
  AnswerReading reading = understand(asked(step.variable), entry);
  if (!reading.answer) return refusal(reading.fault);
  if (auto fault = identifier_fault(entry)) return *fault;
  put({{step.variable, std::move(*reading.answer)}});
  before_.push_back(step);
  go_on(step);
  return {};
}

Reply Dialogue::enter_question(const Step& step, std::string_view entry) {
  AnswerReading reading = understand(asked(step.variable), entry);
  if (!reading.answer) {
    if (auto taken = take_run(step, entry)) return {std::move(*taken), false, Ending::none};
    return refusal(reading.fault);
  }
  put({{step.variable, std::move(*reading.answer)}});
  const std::string told = fmt::format("= {}", in_words(form_, step.variable, settings_.language));
  before_.push_back(step);
  go_on(step);
  return echo(told);
}

/// The question itself and those open ones that follow it under the same heading, as long as a word is an answer to
/// them.
std::vector<Variable> Dialogue::run_from(const Step& step) const {
  std::vector<Variable> run;
  if (step.kind != Step::Kind::question) return run;
  const FormState current = state();
  const std::vector<AgendaItem> all = items();
  const Scene scene{&current, &all, settings_.language};
  const auto here = std::find_if(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == step; });
  for (auto item = here; item != all.end(); ++item) {
    const bool fits = item->step.kind == Step::Kind::question && same_heading(scene, item->step, step) &&
                      takes_one_word(question_of(form_, item->step.variable).type);
    if (!fits) break;
    if ((item == here || item->progress == Progress::open) && !is_hidden(item->step))
      run.push_back(item->step.variable);
  }
  return run;
}

/// Those of them that take the same options and stand together, so that they can be asked as one list.
std::vector<Variable> Dialogue::alike_from(const Step& step) const {
  std::vector<Variable> run = run_from(step);
  if (run.empty()) return run;
  const auto other = std::find_if(run.begin(), run.end(), [&](const Variable& variable) {
    return !same_options(question_of(form_, variable), question_of(form_, run.front()));
  });
  run.erase(other, run.end());
  return run;
}

/// The words of an entry, one for each question of the run as far as it goes: "210" is three answers, unless it is one.
std::vector<std::string_view> Dialogue::words_for(const std::vector<Variable>& run, std::string_view entry) const {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(entry)) {
    const bool digits = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool known = words.size() < run.size() && understand(asked(run[words.size()]), word).answer.has_value();
    const std::size_t length = digits && !known ? 1 : word.size();
    for (std::size_t at = 0; at < word.size(); at += length) words.push_back(word.substr(at, length));
  }
  return words;
}

/// Several answers on one line: all of them, or none and why; nullopt where the entry is no such thing.
std::optional<Lines> Dialogue::take_run(const Step& step, std::string_view entry) {
  const std::vector<Variable> run = run_from(step);
  if (run.size() < 2) return std::nullopt;
  const std::vector<std::string_view> words = words_for(run, entry);
  if (words.size() < 2 || !understand(asked(run.front()), words.front()).answer) return std::nullopt;
  if (words.size() > run.size())
    return Lines{line(Style::refusal,
                      fmt::format("{} answers for {} questions: none of them is taken.", words.size(), run.size()))};
  const FormState before = state();
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    AnswerReading reading = understand(asked(run[i]), words[i]);
    if (const auto absence = absence_of(words[i]); absence && !must_be_known(run[i])) reading.answer = absent(*absence);
    if (!reading.answer) {
      return Lines{
          line(Style::refusal, fmt::format("'{}' is no answer to \"{}\" ({}): none of the {} is taken.", words[i],
                                           question_text({&before, nullptr, settings_.language}, run[i]),
                                           valid_entries(asked(run[i])), words.size()))};
    }
    settings.push_back({run[i], std::move(*reading.answer)});
  }
  put(settings);
  const FormState current = state();
  Lines told;
  for (const Setting& setting : settings) {
    told.push_back(line(Style::echo, echo_of({&current, nullptr, settings_.language}, setting.variable)));
    before_.push_back({Step::Kind::question, step.part, setting.variable, Group::form});
  }
  go_on(before_.back());
  return told;
}

/// `.`: no to what is left of the section. What safety looks at is asked one by one.
Reply Dialogue::refuse_rest(const Step& step) {
  const FormState current = state();
  const std::vector<AgendaItem> all = items();
  const Scene scene{&current, &all, settings_.language};
  const std::vector<Variable> safety = safety_variables(current);
  std::vector<Setting> settings;
  std::size_t kept = 0;
  const auto here = std::find_if(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == step; });
  for (auto item = here; item != all.end() && same_heading(scene, item->step, step); ++item) {
    const auto no = option_no(question_of(form_, item->step.variable));
    if (!no || is_hidden(item->step) || (item != here && item->progress != Progress::open)) continue;
    if (std::find(safety.begin(), safety.end(), item->step.variable) != safety.end()) {
      ++kept;
    } else {
      settings.push_back({item->step.variable, chosen(*no)});
    }
  }
  if (settings.empty())
    return refusal(kept > 0 ? "Questions of safety are answered one by one: 1 or 2, several on one line."
                            : "There is nothing here that no would answer.");
  put(settings);
  Reply reply;
  for (const Setting& setting : settings) {
    reply.lines.push_back(line(Style::echo, echo_of(scene, setting.variable)));
    before_.push_back({Step::Kind::question, step.part, setting.variable, Group::form});
  }
  go_on(before_.back());
  return reply;
}

/// `-`: what is left of the section stays unanswered. What must be known is asked all the same.
Reply Dialogue::skip_rest(const Step& step) {
  const FormState current = state();
  const std::vector<AgendaItem> all = items();
  const Scene scene{&current, &all, settings_.language};
  std::vector<Setting> settings;
  const auto here = std::find_if(all.begin(), all.end(), [&](const AgendaItem& item) { return item.step == step; });
  for (auto item = here; item != all.end() && same_heading(scene, item->step, step); ++item) {
    const bool is_question = item->step.kind == Step::Kind::question && item->progress == Progress::open;
    if (is_question && !is_hidden(item->step) && !must_be_known(item->step.variable))
      settings.push_back({item->step.variable, absent(Absence::skipped)});
  }
  if (settings.empty()) return refusal("There is nothing left to skip in this section.");
  put(settings);
  for (const Setting& setting : settings)
    before_.push_back({Step::Kind::question, step.part, setting.variable, Group::form});
  go_on(before_.back());
  return echo(fmt::format("{} skipped", settings.size()));
}

/// `=`: what was answered to the question before, where that has the same options.
Reply Dialogue::repeat_last(const Step& step) {
  const auto last =
      std::find_if(before_.rbegin(), before_.rend(), [](const Step& one) { return one.kind == Step::Kind::question; });
  const bool same = last != before_.rend() && !is_hidden(last->variable) &&
                    same_options(question_of(form_, last->variable), question_of(form_, step.variable)) &&
                    answer_of(form_, last->variable).given();
  if (!same) return refusal("The question before has other answers, or none: there is nothing to repeat.");
  put({{step.variable, Answer(answer_of(form_, last->variable))}});
  const std::string told = fmt::format("= {}", in_words(form_, step.variable, settings_.language));
  before_.push_back(step);
  go_on(step);
  return echo(told);
}

}  // namespace ipi::interview
