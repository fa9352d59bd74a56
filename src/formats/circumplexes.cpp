#include "formats/circumplexes.h"

#include <fmt/format.h>

#include "formats/text_parts.h"

namespace ipi {

std::vector<NamedCircumplex> circumplexes_of(const Assessment& assessment) {
  std::vector<NamedCircumplex> all;
  const auto& uses = assessment.state.compiled().layout->group(Group::form).instruments;
  for (std::size_t use = 0; use < uses.size(); ++use) {
    const Instrument& instrument = *uses[use].instrument;
    for (const Circumplex& circumplex : instrument.circumplexes) {
      all.push_back({fmt::format("{}.{}", instrument.id, circumplex.id), &circumplex,
                     summarise(circumplex, assessment.state.scores(Group::form, 0, use))});
    }
  }
  return all;
}

void add_circumplexes(TextLines& lines, const PageSource& page) {
  const auto all = circumplexes_of(page.assessment);
  if (all.empty()) return;
  lines.heading("THE INTERPERSONAL CIRCLE, FOR ORIENTATION ONLY");
  for (const NamedCircumplex& one : all) {
    lines.text(2, fmt::format("{}: {}", one.address, one.circumplex->title.in(page.language())), Tone::strong);
    if (one.summary) {
      const CircumplexSummary& summary = *one.summary;
      lines.text(
          4, fmt::format("elevation {:.2f}, affiliation {:.2f}, dominance {:.2f}; amplitude {:.2f} at {:.0f} degrees",
                         summary.elevation, summary.x, summary.y, summary.amplitude, summary.angle));
    } else {
      lines.text(4, "no summary, since an octant has no value");
    }
    lines.text(4, fmt::format("No score, band or reason rests on it. Source: {}", source_words(one.circumplex->source)),
               Tone::quiet);
  }
}

}  // namespace ipi
