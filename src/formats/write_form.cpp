#include "formats/write_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

#include "focus/form_state.h"

namespace ipi {
namespace {

/// Words that other readers of YAML take for booleans or for nothing.
bool is_yaml_word(std::string_view text) {
  constexpr std::array<std::string_view, 9> words = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Free text in double quotes. The newlines and tabs of a hand-written file are kept as escapes.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        result += c;
    }
  }
  return result + "\"";
}

bool is_plain(std::string_view text) {
  const auto allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && std::isalnum(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), allowed);
}

std::string key_of(std::string_view id) {
  const bool is_word =
      !id.empty() && std::isalpha(static_cast<unsigned char>(id.front())) != 0 && is_plain(id) && !is_yaml_word(id);
  return is_word ? std::string(id) : quoted(id);
}

std::string scalar(std::string_view text) {
  return is_plain(text) && !is_yaml_word(text) ? std::string(text) : quoted(text);
}

class FormWriter {
 public:
  FormWriter(const Form& form, const Compiled* compiled) : form_(&form), layout_(form.layout) {
    if (compiled != nullptr) state_.emplace(*compiled, form);
  }

  std::string write() {
    write_head();
    write_respondent();
    write_slot(0, Group::form, form_->answers, form_slot::onset, "onset");
    write_answers();
    for (const Group group : {Group::relationships, Group::events}) write_roster(group);
    write_complete();
    write_declared();
    write_focus_agreed();
    write_acknowledged();
    write_notes();
    return std::move(text_);
  }

 private:
  void line(std::size_t indent, std::string_view content) { text_.append(indent, ' ').append(content).append("\n"); }
  void pair(std::size_t indent, std::string_view key, std::string_view value) {
    line(indent, fmt::format("{}: {}", key_of(key), value));
  }

  void write_head() {
    line(0, fmt::format("form: {}", layout_->protocol().id));
    line(0, form_->draft ? "state: draft" : "state: final");
    if (!form_->id.empty()) pair(0, "id", quoted(form_->id));
    if (form_->date) pair(0, "date", to_text(*form_->date));
  }

  std::string value_of(const Answer& answer, const Question& question) const {
    if (!answer.given()) return std::string(to_text(answer.absence));
    if (question.type == AnswerType::text) return quoted(answer.text);
    if (question.type != AnswerType::multiple) return scalar(to_text(answer, question));
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      if (((answer.chosen >> i) & 1U) != 0) values.emplace_back(question.options[i].value);
    }
    return fmt::format("[{}]", fmt::join(values, ", "));
  }

  void write_slot(std::size_t indent, Group group, const std::vector<Answer>& answers, std::size_t slot,
                  std::string_view key, bool say_not_asked = false) {
    const Answer& answer = answers[slot];
    const bool applies = !state_ || state_->applies({group, entry_, slot}) != Truth::no;
    if (answer.absence == Absence::not_asked && !(say_not_asked && applies)) return;
    pair(indent, key, value_of(answer, *layout_->group(group).slots[slot].question));
  }

  /// Writes `parent:` and what `body` writes below it; nothing where it writes nothing.
  template <class Body>
  void block(std::size_t indent, std::string_view parent, Body body) {
    const std::size_t before = text_.size();
    line(indent, fmt::format("{}:", key_of(parent)));
    const std::size_t after = text_.size();
    body();
    if (text_.size() == after) text_.resize(before);
  }

  void write_respondent() {
    block(0, "respondent", [&] {
      write_slot(2, Group::form, form_->answers, form_slot::age, "age");
      write_slot(2, Group::form, form_->answers, form_slot::sex, "sex");
      write_slot(2, Group::form, form_->answers, form_slot::language, "language");
      const Answer& context = form_->answers[form_slot::context];
      if (context.chosen != 0 || !context.given())
        write_slot(2, Group::form, form_->answers, form_slot::context, "context");
    });
  }

  static bool any_said(const std::vector<Answer>& answers, std::size_t first, std::size_t count) {
    return std::any_of(answers.begin() + static_cast<std::ptrdiff_t>(first),
                       answers.begin() + static_cast<std::ptrdiff_t>(first + count),
                       [](const Answer& answer) { return answer.absence != Absence::not_asked; });
  }

  static std::size_t slots_of(const Instrument& instrument) {
    std::size_t count = 0;
    for (const Question& question : instrument.questions) count += question.two_times ? 2 : 1;
    return count;
  }

  void write_two_times(std::size_t indent, Group group, const std::vector<Answer>& answers, std::size_t slot,
                       std::string_view key, bool say_not_asked) {
    block(indent, key, [&] {
      write_slot(indent + 2, group, answers, slot, "before", say_not_asked);
      write_slot(indent + 2, group, answers, slot + 1, "now", say_not_asked);
    });
  }

  void write_questions(std::size_t indent, const InstrumentUse& use, const std::vector<Answer>& answers) {
    // In a final form a key left out was skipped.
    const bool say_not_asked = !form_->draft;
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      if (question.two_times) {
        write_two_times(indent, use.group, answers, slot, question.id, say_not_asked);
      } else {
        write_slot(indent, use.group, answers, slot, question.id, say_not_asked);
      }
      slot += question.two_times ? 2 : 1;
    }
  }

  void write_answers() {
    block(0, "answers", [&] {
      for (const InstrumentUse& use : layout_->group(Group::form).instruments) {
        if (!any_said(form_->answers, use.first_slot, slots_of(*use.instrument))) continue;
        block(2, use.instrument->id, [&] { write_questions(4, use, form_->answers); });
      }
    });
  }

  void write_roster(Group group) {
    if (!layout_->has_roster(group) || !form_->asked(group)) return;
    if (form_->entries(group).empty()) {
      line(0, fmt::format("{}: []", to_text(group)));
      return;
    }
    line(0, fmt::format("{}:", to_text(group)));
    entry_ = 0;
    for (const Entry& entry : form_->entries(group)) {
      write_entry(group, entry);
      ++entry_;
    }
    entry_ = 0;
  }

  void write_entry(Group group, const Entry& entry) {
    const bool is_event = group == Group::events;
    const bool say_not_asked = !form_->draft;
    line(2, fmt::format("- {}: {}", is_event ? "event" : "person", entry.code));
    if (is_event) {
      write_slot(4, group, entry.answers, event_slot::kind, "kind");
      write_slot(4, group, entry.answers, event_slot::when, "when", say_not_asked);
      write_slot(4, group, entry.answers, event_slot::person, "person", say_not_asked);
    } else {
      write_slot(4, group, entry.answers, relationship_slot::role, "role");
      write_slot(4, group, entry.answers, relationship_slot::status, "status");
      write_two_times(4, group, entry.answers, relationship_slot::closeness_before, "closeness", say_not_asked);
    }
    for (const InstrumentUse& use : layout_->group(group).instruments) {
      if (use.instrument->id.empty()) {
        write_questions(4, use, entry.answers);
      } else if (any_said(entry.answers, use.first_slot, slots_of(*use.instrument))) {
        block(4, use.instrument->id, [&] { write_questions(6, use, entry.answers); });
      }
    }
  }

  void write_complete() {
    block(0, "complete", [&] {
      if (layout_->has_roster(Group::relationships))
        write_slot(2, Group::form, form_->answers, form_slot::complete_relationships, "relationships");
      if (layout_->has_roster(Group::events))
        write_slot(2, Group::form, form_->answers, form_slot::complete_events, "events");
    });
  }

  void write_declared() {
    constexpr int exact_places = 18;
    block(0, "declared", [&] {
      for (const DeclaredScore& declared : form_->declared)
        pair(2, declared.address, to_decimal(declared.value, exact_places));
    });
  }

  void write_focus_agreed() {
    if (!form_->focus_agreed) return;
    line(0, "focus_agreed:");
    pair(2, "area", scalar(form_->focus_agreed->area));
    if (!form_->focus_agreed->subject.empty()) pair(2, "subject", scalar(form_->focus_agreed->subject));
    pair(2, "by_patient", scalar(form_->focus_agreed->by_patient ? "yes" : "no"));
  }

  void write_acknowledged() {
    block(0, "acknowledged", [&] {
      for (const Acknowledgement& acknowledged : form_->acknowledged)
        line(2, fmt::format("- {}", scalar(acknowledged.finding)));
    });
  }

  void write_notes() {
    block(0, "notes", [&] {
      for (const Note& note : form_->notes) pair(2, note.address, quoted(note.text));
    });
  }

  const Form* form_;
  const Layout* layout_;
  std::optional<FormState> state_;
  std::size_t entry_ = 0;  ///< whose answers are being written
  std::string text_;
};

}  // namespace

std::string write_form(const Form& form, const Compiled* compiled) { return FormWriter(form, compiled).write(); }

}  // namespace ipi
