#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "interview/agenda.h"
#include "interview/answers.h"
#include "interview/screen.h"
#include "inventory/form.h"

namespace ipi::interview {

/// What an interview is held by.
struct DialogueSettings {
  const Compiled* compiled = nullptr;
  /// How a form is read with its contexts; empty: as compiled, whatever the contexts.
  std::function<std::optional<Readings>(const Form&)> readings;
  std::string language = "en";
  bool decision_only = false;          ///< ask only what the decision needs
  std::string offered_id;              ///< a code for the form, taken with Enter
  bool needs_id = false;               ///< the form's file is called after it
  std::optional<PartialDate> today{};  ///< no interview was held later
};

enum class Ending : std::uint8_t {
  none,
  kept,     ///< left as a draft
  finished  ///< the form is final
};

/// What comes back for one entry.
struct Reply {
  Lines lines;
  bool blank = false;  ///< take everything off the screen, first of all
  Ending ending = Ending::none;
};

/// The conversation itself: what is asked now, and what an entry does to the form. It knows no terminal and no file,
/// and is a value: a copy taken before an entry is the way back from it.
class Dialogue {
 public:
  /// The form is blank, or a draft to go on with; its date is set.
  Dialogue(const DialogueSettings& settings, Form form);

  [[nodiscard]] const Form& form() const { return form_; }
  /// What is asked now. Sections are introduced when first come to.
  [[nodiscard]] Lines ask();
  [[nodiscard]] Reply enter(std::string_view entry);
  /// Whether something is kept from the screen, so that a page with all answers must not be printed.
  [[nodiscard]] bool hides_something() const { return locked_; }

 private:
  enum class Mode : std::uint8_t { question, note, list, review };
  struct Setting {
    Variable variable;
    Answer answer;
  };

  // Where we are.
  [[nodiscard]] FormState state() const { return {*readings_.own, form_}; }
  [[nodiscard]] std::vector<AgendaItem> items() const;
  [[nodiscard]] std::vector<AgendaItem> shown_items() const;
  [[nodiscard]] std::vector<std::size_t> unseen_parts() const;
  void hide_answers();
  [[nodiscard]] bool is_hidden(const Step& step) const;
  [[nodiscard]] bool is_hidden(const Variable& variable) const;
  void settle();
  void go_on(const std::optional<Step>& from);
  void step_over();
  [[nodiscard]] bool go_back();
  [[nodiscard]] bool is_answered(const Step& step) const;
  [[nodiscard]] Asked asked(const Variable& variable) const;

  // What is shown.
  [[nodiscard]] Lines ask_step(const Step& step);
  [[nodiscard]] Lines ask_list() const;
  [[nodiscard]] Lines ask_review();
  [[nodiscard]] Lines ask_acknowledgement() const;
  [[nodiscard]] Lines help() const;

  // What an entry does.
  Reply enter_step(const Step& step, std::string_view entry);
  std::optional<Reply> enter_command(const Step& step, std::string_view entry);
  Reply enter_id(const Step& step, std::string_view entry);
  Reply enter_date(const Step& step, std::string_view entry);
  Reply enter_question(const Step& step, std::string_view entry);
  Reply enter_text(const Step& step, std::string_view entry);
  Reply enter_another(const Step& step, std::string_view entry);
  Reply enter_list(std::string_view entry);
  Reply enter_review(std::string_view entry);
  Reply enter_note(std::string_view entry);
  Reply enter_acknowledgement(std::string_view entry);
  Reply leave(const Step& step, Absence absence);
  Reply refuse_rest(const Step& step);
  Reply skip_rest(const Step& step);
  Reply repeat_last(const Step& step);
  Reply add_entry(const Step& step, std::string code, const Answer& what, const std::vector<std::string_view>& rest);
  Reply close_roster(const Step& step);
  Reply drop_entry(std::string_view code, std::string_view asked_before);
  [[nodiscard]] std::vector<Entry>& roster_entries(Group roster);
  Reply pause();
  Reply unlock();
  [[nodiscard]] std::vector<std::string_view> words_for(const std::vector<Variable>& run, std::string_view entry) const;
  [[nodiscard]] std::optional<Lines> take_run(const Step& step, std::string_view entry);
  [[nodiscard]] std::vector<Variable> run_from(const Step& step) const;
  [[nodiscard]] std::vector<Variable> alike_from(const Step& step) const;
  [[nodiscard]] std::optional<Reply> identifier_fault(std::string_view entry);
  [[nodiscard]] std::optional<Step> missing_for_final() const;

  void read_contexts();
  void put(const std::vector<Setting>& settings);
  [[nodiscard]] std::vector<std::pair<std::string, SafetyFinding>> holding() const;
  [[nodiscard]] std::vector<std::pair<std::string, SafetyFinding>> to_acknowledge() const;
  [[nodiscard]] Answer& answer(const Variable& variable);

  DialogueSettings settings_;
  Form form_;
  Readings readings_;  ///< with the contexts that the form names
  Mode mode_ = Mode::question;
  std::optional<Step> at_;
  std::vector<Step> before_;               ///< what was entered at, the latest last
  std::optional<Step> introduced_;         ///< whose section was introduced last
  std::optional<Lines> review_;            ///< while the form stays as it is
  std::vector<Variable> worth_asking_;     ///< as the review numbers them
  std::string to_drop_;                    ///< an entry with answers: dropped again, it goes
  std::string held_back_;                  ///< an entry that looked like a name: entered again, it is kept
  std::vector<std::size_t> hidden_parts_;  ///< in which the screen was blanked
  std::array<std::vector<bool>, group_count>
      hidden_slots_;               ///< while the screen is hidden: whose answers must not be seen
  std::optional<Step> hidden_at_;  ///< where it was blanked first; nullopt: at the end
  bool id_settled_ = false;
  bool context_settled_ = false;
  bool locked_ = false;
  bool paused_ = false;
};

}  // namespace ipi::interview
