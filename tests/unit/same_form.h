#pragma once

#include <algorithm>

#include "inventory/form.h"

/// Whether two forms agree in everything, places included.
namespace same_form {

inline bool same(const ipi::Place& a, const ipi::Place& b) { return a.file == b.file && a.span == b.span; }

inline bool same(const ipi::Answer& a, const ipi::Answer& b) {
  return a.absence == b.absence && a.chosen == b.chosen && a.number == b.number && a.date == b.date &&
         a.text == b.text && same(a.place, b.place);
}

bool same(const ipi::Entry& a, const ipi::Entry& b);
bool same(const ipi::DeclaredScore& a, const ipi::DeclaredScore& b);
bool same(const ipi::Note& a, const ipi::Note& b);
bool same(const ipi::Acknowledgement& a, const ipi::Acknowledgement& b);

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return same(x, y); });
}

inline bool same(const ipi::Entry& a, const ipi::Entry& b) {
  return a.code == b.code && same(a.answers, b.answers) && same(a.place, b.place);
}

inline bool same(const ipi::DeclaredScore& a, const ipi::DeclaredScore& b) {
  return a.address == b.address && a.value == b.value && same(a.place, b.place);
}

inline bool same(const ipi::FocusAgreed& a, const ipi::FocusAgreed& b) {
  return a.area == b.area && a.subject == b.subject && a.by_patient == b.by_patient && same(a.place, b.place);
}

inline bool same(const ipi::Note& a, const ipi::Note& b) {
  return a.address == b.address && a.text == b.text && same(a.place, b.place);
}

inline bool same(const ipi::Acknowledgement& a, const ipi::Acknowledgement& b) {
  return a.finding == b.finding && same(a.place, b.place);
}

inline bool same(const ipi::Form& a, const ipi::Form& b) {
  return a.layout == b.layout && a.id == b.id && same(a.id_place, b.id_place) && a.date == b.date &&
         a.draft == b.draft && same(a.answers, b.answers) && same(a.relationships, b.relationships) &&
         same(a.events, b.events) && a.relationships_asked == b.relationships_asked &&
         a.events_asked == b.events_asked && same(a.declared, b.declared) &&
         a.focus_agreed.has_value() == b.focus_agreed.has_value() &&
         (!a.focus_agreed || same(*a.focus_agreed, *b.focus_agreed)) && same(a.notes, b.notes) &&
         same(a.acknowledged, b.acknowledged) && same(a.place, b.place);
}

}  // namespace same_form
