#include "focus/weigh.h"

namespace ipi {

Weighed weigh(const FormState& state, const CompiledArea& area, const Subject& subject) {
  Weighed weighed;
  weighed.take_subject(state.evaluate(area.where, subject));
  if (weighed.offered == Truth::no) return weighed;
  for (const CompiledIndicator& compiled : area.indicators)
    weighed.take(*compiled.indicator, state.evaluate(compiled.holds, subject));
  return weighed;
}

}  // namespace ipi
