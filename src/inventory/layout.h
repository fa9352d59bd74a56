#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "condition/expression.h"
#include "inventory/catalogue.h"
#include "inventory/lookup.h"
#include "inventory/option_words.h"
#include "inventory/protocol.h"
#include "yaml/key.h"

namespace ipi {

/// Whose answers: the form's, or those of each entry of a roster.
enum class Group : std::uint8_t { form, relationships, events };
inline constexpr std::size_t group_count = 3;
[[nodiscard]] std::string_view to_text(Group group);

/// Fixed positions of the structural answers, the only ones that the code knows by name.
namespace form_slot {
inline constexpr std::size_t age = 0, sex = 1, language = 2, context = 3, onset = 4, complete_relationships = 5,
                             complete_events = 6;
}
namespace relationship_slot {
inline constexpr std::size_t role = 0, status = 1, closeness_before = 2, closeness_now = 3;
}
namespace event_slot {
inline constexpr std::size_t kind = 0, when = 1, person = 2;
}

/// A tie's state; the options of the structural question `status`, in this order.
enum class Status : std::uint8_t { current, ended, deceased };

/// One place for one answer.
struct Slot {
  std::string address;  ///< within its group: "phq9.1", "own_tie.differs", "closeness.before", "kind"
  const Question* question = nullptr;
  yaml::Key key;                               ///< the question's id
  OptionWords words;                           ///< the values of the question's options
  const Instrument* instrument = nullptr;      ///< null for a structural question
  std::optional<Expression> applies;           ///< its branch, that of its section included
  std::optional<Expression> asked_only_where;  ///< put only where this is sure
  std::optional<Expression> withheld_where;    ///< not put where this is sure
  bool structural = false;
  bool is_private = false;      ///< reports leave it out unless asked for
  bool for_the_record = false;  ///< nothing is decided by it
};

/// An instrument's slots within a group; consecutive, in the order of its questions.
struct InstrumentUse {
  const Instrument* instrument = nullptr;
  Group group = Group::form;
  std::size_t first_slot = 0;
  std::size_t first_score = 0;  ///< among all scores of the group
  std::size_t section = 0;
  std::size_t slots = 0;  ///< how many
  yaml::Key key;          ///< the instrument's id
};

struct GroupLayout {
  std::vector<Slot> slots;
  std::vector<std::size_t> naming;         ///< the slots whose answers name an entry
  std::vector<InstrumentUse> instruments;  ///< those without scores included
  std::size_t scores = 0;
};

/// What references mean: Reference::scope and ::kind.
enum class Scope : std::uint8_t { form, subject, person };
enum class FactKind : std::uint8_t { slot, score, derived };

[[nodiscard]] constexpr FactKind kind_of(Reference reference) { return static_cast<FactKind>(reference.kind); }
/// Whose answer or score the reference means, where `this` is an entry of `subject`.
[[nodiscard]] constexpr Group group_of(Reference reference, Group subject) {
  const auto scope = static_cast<Scope>(reference.scope);
  return scope == Scope::form ? Group::form : scope == Scope::person ? Group::relationships : subject;
}
/// The position of the instrument that one of the group's scores belongs to.
[[nodiscard]] std::size_t use_of_score(const GroupLayout& group, std::size_t score);
/// How many slots a question takes: one, or one for each of two times.
[[nodiscard]] inline std::size_t slots_of(const Question& question) { return question.two_times ? 2 : 1; }

/// Where every answer of a protocol goes: its flat run-time shape.
class Layout {
 public:
  struct Parts {
    Lookup<Instrument> instruments;
    Lookup<Catalogue> catalogues;
    std::vector<Option> contexts;  ///< that a respondent may be in
  };
  /// Reports E0240 (no such instrument or catalogue), E0241 (an address twice), E0242 (a branch on something not
  /// asked before). The protocol, instruments and catalogues outlive the layout.
  Layout(const Protocol& protocol, const Parts& parts, Diagnostics& diagnostics);
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  [[nodiscard]] const Protocol& protocol() const { return *protocol_; }
  [[nodiscard]] const GroupLayout& group(Group group) const { return groups_[static_cast<std::size_t>(group)]; }
  [[nodiscard]] bool has_roster(Group group) const { return !this->group(group).slots.empty(); }
  /// Slot with that address within the group.
  [[nodiscard]] std::optional<std::size_t> find_slot(Group group, std::string_view address) const;
  [[nodiscard]] const InstrumentUse* find_instrument(Group group, std::string_view id) const;
  /// Position among the group's scores of "phq9.total".
  [[nodiscard]] std::optional<std::size_t> find_score(Group group, std::string_view address) const;

 private:
  friend class LayoutBuilder;
  const Protocol* protocol_;
  std::array<GroupLayout, group_count> groups_;
  std::deque<Question> structural_;
  std::array<std::map<std::string, std::size_t, std::less<>>, group_count> by_address_;
};

/// The addresses of a layout as conditions write them: `phq9.total`, and with a subject `this.linked`,
/// `this.own_tie.differs`, `this.person.closeness.now`; derived values by the names given.
class Addresses : public Resolver {
 public:
  struct Derived {
    std::string name;
    Group group = Group::form;  ///< form: `name`; an entry's: `this.name`
  };
  Addresses(const Layout& layout, Group subject, std::vector<Derived> derived = {});
  [[nodiscard]] std::optional<Meaning> resolve(std::string_view address) const override;
  [[nodiscard]] std::vector<std::string> addresses() const override;

 private:
  [[nodiscard]] std::optional<Meaning> resolve_in(Group group, Scope scope, std::string_view address) const;
  const Layout* layout_;
  Group subject_;
  std::vector<Derived> derived_;
};

}  // namespace ipi
