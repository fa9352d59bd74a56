#include <fmt/format.h>

#include <algorithm>

#include "focus/report_words.h"
#include "text/nearest.h"

namespace ipi {
namespace {

/// What stands for something without being an address.
constexpr std::array<std::string_view, 7> names_of_foci = {
    "focus", "focus.area", "second", "second.area", "runner_up", "runner_up.area", "runner_up.because_of"};
constexpr std::string_view in_prefix = "in:";
constexpr std::array<std::string_view, 5> shape_names = {"circle", "square", "diamond", "triangle", "hexagon"};

class ReportCompiler {
 public:
  ReportCompiler(const ReportWords& words, const Compiled& compiled, Diagnostics& diagnostics)
      : words_(&words), compiled_(&compiled), diagnostics_(&diagnostics) {
    for (const CompiledDerived& derived : compiled.derived)
      derived_.push_back({derived.derived->name, derived.derived->group});
    result_.words = &words;
  }

  CompiledReport run() {
    result_.about = facts(words_->about, Group::form);
    result_.diagnosis = facts(words_->diagnosis, Group::form);
    result_.tie_columns = facts(words_->tie_columns, Group::relationships);
    result_.view_area = question(words_->view_area, Group::form, words_->place);
    result_.view_subject = question(words_->view_subject, Group::form, words_->place);
    result_.view_words = question(words_->view_words, Group::form, words_->place);
    result_.goals = question(words_->goals, Group::form, words_->place);
    result_.important = question(words_->important, Group::relationships, words_->place);
    result_.support = score(words_->support.score, Group::relationships, words_->support.place);
    result_.strain = score(words_->strain.score, Group::relationships, words_->strain.place);
    for (const std::string& address : words_->timeline_scores) check_timeline_score(address);
    check_shapes();
    check_phrases(Group::relationships, relationship_slot::role,
                  words_->phrases[static_cast<std::size_t>(Group::relationships)]);
    check_phrases(Group::events, event_slot::kind, words_->phrases[static_cast<std::size_t>(Group::events)]);
    check_phrases(Group::events, event_slot::kind, words_->with_person);
    for (const NamedList& list : words_->lists) result_.lists.push_back({&list, condition(list.where, list.each)});
    for (const FormulationPart& part : words_->formulation) add_part(part);
    return std::move(result_);
  }

 private:
  void report(const Place& place, std::string_view code, std::string message, std::string_view wanted,
              const std::vector<std::string>& known) {
    const auto near = nearest_name(wanted, std::vector<std::string_view>(known.begin(), known.end()));
    diagnostics_->report({Severity::error,
                          code,
                          std::move(message),
                          {place, {}},
                          {},
                          near ? fmt::format("did you mean '{}'?", *near) : ""});
  }

  std::vector<CompiledFact> facts(const std::vector<ReportFact>& facts, Group group) {
    std::vector<CompiledFact> compiled;
    for (const ReportFact& fact : facts) compiled.push_back({&fact, question(fact.address, group, fact.place)});
    return compiled;
  }

  std::optional<std::size_t> question(std::string_view address, Group group, const Place& place) {
    if (address.empty()) return std::nullopt;
    const auto slot = compiled_->layout->find_slot(group, address);
    if (slot) return slot;
    std::vector<std::string> known;
    for (const Slot& one : compiled_->layout->group(group).slots) known.push_back(one.address);
    report(place, "E0211", fmt::format("'{}' is the address of no question", address), address, known);
    return std::nullopt;
  }

  std::optional<std::size_t> score(std::string_view address, Group group, const Place& place) {
    if (address.empty()) return std::nullopt;
    const auto index = compiled_->layout->find_score(group, address);
    if (!index)
      report(place, "E0211", fmt::format("'{}' is the address of no score of a relationship", address), address,
             Addresses(*compiled_->layout, Group::form).addresses());
    return index;
  }

  /// Scores of instruments that only some protocols ask for: the instrument must be one of this protocol's, else the
  /// score is left out; a misspelt score of an instrument that is there would be left out for ever.
  void check_timeline_score(const std::string& address) {
    const Layout& layout = *compiled_->layout;
    const std::string_view instrument = std::string_view(address).substr(0, address.find('.'));
    if (layout.find_instrument(Group::form, instrument) == nullptr || layout.find_score(Group::form, address)) return;
    report(words_->place, "E0211", fmt::format("'{}' is the address of no score", address), address,
           Addresses(layout, Group::form).addresses());
  }

  const std::vector<Option>& options(Group group, std::size_t slot) const {
    static const std::vector<Option> none;
    return compiled_->layout->has_roster(group) ? compiled_->layout->group(group).slots[slot].question->options : none;
  }

  void check_shapes() {
    const auto& roles = options(Group::relationships, relationship_slot::role);
    for (const RoleShape& shape : words_->shapes) {
      if (std::find(shape_names.begin(), shape_names.end(), shape.shape) == shape_names.end()) {
        report(shape.place, "E0258", fmt::format("'{}' is no shape", shape.shape), shape.shape,
               {shape_names.begin(), shape_names.end()});
      }
      for (const std::string& tag : shape.tags) {
        const auto carries = [&](const Option& role) {
          return std::find(role.tags.begin(), role.tags.end(), tag) != role.tags.end();
        };
        if (std::none_of(roles.begin(), roles.end(), carries))
          report(shape.place, "E0258", fmt::format("no role carries the tag '{}'", tag), tag, {});
      }
    }
  }

  void check_phrases(Group group, std::size_t slot, const std::vector<Phrase>& phrases) {
    std::vector<std::string> known;
    for (const Option& option : options(group, slot)) known.push_back(option.value);
    for (const Phrase& phrase : phrases) {
      if (std::find(known.begin(), known.end(), phrase.entry) != known.end()) continue;
      report(phrase.place, "E0258", fmt::format("'{}' is no entry that a form can name", phrase.entry), phrase.entry,
             known);
    }
  }

  Expression condition(const Condition& written, Group subject) {
    auto expression =
        ipi::compile(written, Addresses(*compiled_->layout, subject, derived_), {written.place.file, diagnostics_});
    return expression ? std::move(*expression) : Expression{};
  }

  void add_part(const FormulationPart& part) {
    CompiledPart compiled{&part, {}};
    for (const FormulationSentence& sentence : part.sentences) {
      const auto group = group_of(sentence);
      if (!group) continue;
      for (const auto& [language, text] : sentence.text.all()) check_placeholders(text, *group, sentence.place);
      CompiledSentence one{&sentence, std::nullopt};
      if (sentence.holds) one.holds = condition(*sentence.holds, *group);
      compiled.sentences.push_back(std::move(one));
    }
    result_.formulation.push_back(std::move(compiled));
  }

  /// What `this` is in a sentence; nullopt for areas of a convention that is not in force.
  std::optional<Group> group_of(const FormulationSentence& sentence) {
    if (sentence.areas.empty()) return Group::form;
    std::optional<Group> group;
    for (const CompiledArea& area : compiled_->areas) {
      if (std::find(sentence.areas.begin(), sentence.areas.end(), area.area->id) == sentence.areas.end()) continue;
      if (group && *group != area.subject) {
        diagnostics_->report(
            {Severity::error,
             "E0255",
             "these areas are about different things, so that 'this' would mean now an event and now a person",
             {sentence.place, {}},
             {},
             "write a sentence for each"});
      }
      group = area.subject;
    }
    return group;
  }

  void check_placeholders(std::string_view text, Group group, const Place& place) {
    const Addresses addresses(*compiled_->layout, group, derived_);
    for (const TextPiece& piece : pieces_of(text)) {
      if (!piece.is_placeholder || is_placeholder_name(*words_, piece.text)) continue;
      std::string_view address = piece.text;
      if (address.starts_with(in_prefix)) address.remove_prefix(in_prefix.size());
      if (addresses.resolve(address)) continue;
      std::vector<std::string> known = addresses.addresses();
      known.insert(known.end(), names_of_foci.begin(), names_of_foci.end());
      report(place, "E0258", fmt::format("{{{}}} stands for nothing here", piece.text), address, known);
    }
  }

  const ReportWords* words_;
  const Compiled* compiled_;
  Diagnostics* diagnostics_;
  std::vector<Addresses::Derived> derived_;
  CompiledReport result_;
};

}  // namespace

bool is_placeholder_name(const ReportWords& words, std::string_view name) {
  if (std::find(names_of_foci.begin(), names_of_foci.end(), name) != names_of_foci.end()) return true;
  return std::any_of(words.lists.begin(), words.lists.end(), [&](const NamedList& list) { return list.name == name; });
}

CompiledReport compile_report(const ReportWords& words, const Compiled& compiled, Diagnostics& diagnostics) {
  return ReportCompiler(words, compiled, diagnostics).run();
}

}  // namespace ipi
