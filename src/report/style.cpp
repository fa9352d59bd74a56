#include "report/style.h"

namespace ipi::report {

// Sizes of letters within drawings are in the drawings' own units. Colours keep a contrast of at least 4.5 to 1, 3 to 1
// for lines that carry meaning, in the light scheme, the dark one and in print; none carries a meaning by itself. In
// print the head of a table keeps its first row, and a drawing its key: alone at the foot of a page they say nothing.
// clang-format off
const std::string_view style_sheet = R"css(
:root {
  color-scheme: light dark;
  --desk: #f3f1ec; --paper: #fffefb; --ink: #1f2831; --quiet: #56616d; --hair: #d9d6ce; --line: #7b8590;
  --accent: #1d5a68; --wash: #eaf1f1; --red: #9c1f1a; --red-wash: #fbebe9; --amber: #784700; --amber-wash: #fcf2de;
  --good: #1f5e39; --track: #edeae3; --track-2: #bdb9ad;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif;
  --sans: "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --desk: #12161a; --paper: #1a2026; --ink: #e3e6e8; --quiet: #a7b1ba; --hair: #38414a; --line: #8d98a3;
    --accent: #86c7d1; --wash: #1f2c31; --red: #ffa79e; --red-wash: #3a2021; --amber: #efc077; --amber-wash: #34291a;
    --good: #8fd0a6; --track: #2b333b; --track-2: #54616d;
  }
}
* { box-sizing: border-box; }
html { font: 1rem/1.55 var(--sans); color: var(--ink); background: var(--desk); )css"
R"css(-webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; }
main { max-width: 54rem; margin: 2.5rem auto; padding: 3.2rem 3.6rem 2.6rem; background: var(--paper); )css"
R"css(border: 1px solid var(--hair); border-radius: 3px; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.25; text-wrap: balance; }
h1 { font-size: 2.1rem; font-weight: 600; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.34rem; font-weight: 600; color: var(--accent); margin: 0 0 .9rem; padding-top: 1.1rem; )css"
R"css(border-top: 1px solid var(--hair); }
h3 { font-size: 1.02rem; font-weight: 600; margin: 1.7rem 0 .5rem; }
p { margin: .55rem 0; max-width: 44rem; text-wrap: pretty; }
header p { margin: .25rem 0 0; color: var(--quiet); }
header { margin-bottom: 1.8rem; }
section { margin: 2.1rem 0 0; }
strong { font-weight: 650; }
small { font-size: .88em; } td small, th small, .detail small { font-size: 1em; } small, .quiet { color: var(--quiet); }
.detail { display: block; margin-top: .12rem; font-size: .84rem; line-height: 1.45; color: var(--quiet); }
code { font: .9em var(--mono); color: inherit; }
.banner { margin: 0 0 1.6rem; padding: .7rem 1rem; border: 2px solid var(--red); color: var(--red); )css"
R"css(background: var(--red-wash); font-weight: 650; max-width: none; }

.callout { margin: .7rem 0; padding: .65rem 1rem .7rem; border-left: 4px solid var(--line); background: var(--wash); }
.callout p { margin: 0; }
.callout .mark { display: inline-block; margin-right: .55rem; font-weight: 700; letter-spacing: .04em; }
.callout.red { border-color: var(--red); background: var(--red-wash); } .callout.red .mark { color: var(--red); }
.callout.amber { border-color: var(--amber); background: var(--amber-wash); } .callout.amber .mark { )css"
R"css(color: var(--amber); }
.callout.good { border-color: var(--good); } .callout.good .mark { color: var(--good); }

dl { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 2.4rem; margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(0, 12.2rem) minmax(0, 1fr); gap: 1rem; )css"
R"css(padding: .36rem 0; border-bottom: 1px solid var(--hair); align-items: baseline; }
dt { color: var(--quiet); font-size: .92rem; } dd { margin: 0; }
dl > div.hand { border-bottom-color: var(--line); } dl > div.whole { grid-column: 1 / -1; } )css"
R"css(dl > div.hand.whole { padding-top: .7rem; }

ul { margin: .5rem 0; padding: 0; list-style: none; max-width: 46rem; }
li { position: relative; padding: .2rem 0 .2rem 1.25rem; }
li::before { content: "–"; position: absolute; left: 0; color: var(--quiet); }
ul.marked li { display: grid; grid-template-columns: 2.6rem minmax(0, 1fr); padding-left: 0; } )css"
R"css(ul.marked li::before { content: none; }
.mark { font-variant-numeric: tabular-nums; font-weight: 650; color: var(--accent); }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .9rem 0; font-size: .93rem; line-height: 1.4; )css"
R"css(font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: .9rem; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .9rem .42rem 0; )css"
R"css(border-bottom: 1px solid var(--hair); font-weight: 400; overflow-wrap: normal; }
thead th { color: var(--quiet); font-size: .84rem; border-bottom: 1px solid var(--line); vertical-align: bottom; }
th:last-child, td:last-child { padding-right: 0; }
td.number, th.number { text-align: right; } td.drawn { width: 12.5rem; min-width: 9rem; }
td.hand { min-width: 4.2rem; border-left: 1px solid var(--hair); height: 2.1rem; }

figure { margin: 1rem 0; } figcaption { font-size: .88rem; color: var(--quiet); margin-top: .3rem; max-width: 44rem; }
svg { display: block; width: 100%; height: auto; font-family: var(--sans); }
.narrow { display: none; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.6rem; } .pair .wide { display: none; } )css"
R"css(.pair .narrow { display: block; }
.key { display: flex; flex-wrap: wrap; gap: .35rem 1.3rem; padding: 0; margin: .4rem 0 1rem; )css"
R"css(max-width: none; font-size: .88rem; color: var(--quiet); }
.key li { display: flex; align-items: center; gap: .45rem; padding: 0; } .key li::before { content: none; }
.key svg { width: 2.25rem; flex: none; }
details { margin: .8rem 0; font-size: .93rem; } summary { cursor: pointer; color: var(--accent); width: fit-content; }

ol { margin: 1rem 0; padding: 0; list-style: none; counter-reset: sentence; }
ol > li { counter-increment: sentence; padding: .1rem 0 .75rem 2.2rem; max-width: 44rem; }
ol > li::before { content: counter(sentence); position: absolute; left: 0; top: .12rem; )css"
R"css(font: 1.05rem/1.6 var(--serif); color: var(--accent); }
ol p { font: 1.13rem/1.6 var(--serif); margin: 0; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 2px; padding: 0 .4em; )css"
R"css(font-size: .78rem; color: var(--ink); margin-right: .35em; white-space: nowrap; }
.tag.hand { border-style: dashed; }

.sign { display: grid; grid-template-columns: minmax(0, 1fr) 10rem; gap: 0 1.6rem; margin-top: .9rem; } )css"
R"css(.sign.once { grid-template-columns: minmax(0, 1fr); }
.sign span { color: var(--quiet); font-size: .86rem; margin-bottom: 1.5rem; } .sign i { display: block; )css"
R"css(height: 2rem; border-bottom: 1px solid var(--line); }
footer { margin-top: 2.6rem; padding-top: .9rem; border-top: 1px solid var(--hair); font-size: .82rem; )css"
R"css(line-height: 1.5; color: var(--quiet); } footer p { max-width: none; margin: .25rem 0; }

svg text { fill: var(--ink); font-size: 13px; }
svg text.large { font-size: 16px; } svg text.medium { font-size: 15px; } svg text.small { )css"
R"css(font-size: 11.5px; } svg text.faint { fill: var(--quiet); }
svg .name { font-weight: 650; }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
.ring { fill: none; stroke: var(--line); stroke-width: 1; opacity: .75; } .ring.inner { fill: var(--wash); )css"
R"css(opacity: 1; } .ring.open { stroke-dasharray: 2 5; } .ring.beyond { stroke-dasharray: 11 7; }
.patient { fill: var(--accent); } svg text.on-accent { fill: var(--paper); }
.tie { stroke: var(--line); stroke-width: 1.1; fill: none; } .tie.support { stroke: var(--good); )css"
R"css(stroke-width: 4; } .tie.strain { stroke: var(--red); stroke-width: 1.7; }
.tie.lost { stroke-dasharray: 1 5; }
.body { fill: var(--paper); stroke: var(--ink); stroke-width: 2; } .body.ended { stroke-dasharray: 3 2.5; } )css"
R"css(.body.died { fill: var(--ink); } .cross { stroke: var(--paper); stroke-width: 2; }
.slash { stroke: var(--ink); stroke-width: 1.6; }
.ghost { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.2; } .trace { stroke: var(--quiet); )css"
R"css(stroke-width: 1.3; fill: none; }
.leader { stroke: var(--line); stroke-width: .8; fill: none; opacity: .8; }
.axis { stroke: var(--line); stroke-width: 1.6; } .axis.broken { stroke-dasharray: 2 4; } .tick { )css"
R"css(stroke: var(--line); stroke-width: 1; }
.window { fill: var(--wash); } .window.edged { stroke: var(--line); stroke-width: .8; } .onset { )css"
R"css(fill: var(--accent); opacity: .2; } .onset-line { stroke: var(--accent); stroke-width: 1.4; }
.bar { fill: var(--line); } .event { fill: var(--paper); stroke: var(--ink); stroke-width: 2; } .death { )css"
R"css(fill: var(--ink); stroke: var(--ink); stroke-width: 1; }
.begin { fill: var(--accent); stroke: var(--accent); stroke-width: 1; } .shifted { fill: var(--paper); )css"
R"css(stroke: var(--quiet); stroke-width: 1.6; } .score { fill: var(--quiet); stroke: var(--quiet); stroke-width: 1; }
.track { fill: var(--track); stroke: var(--line); stroke-width: .8; } .track.second { fill: var(--track-2); )css"
R"css(} .value { fill: var(--accent); } .value-line { stroke: var(--accent); stroke-width: 2.4; } .limit { )css"
R"css(stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; }
.span { fill: var(--track-2); stroke: var(--line); stroke-width: .8; } .point { fill: var(--accent); } )css"
R"css(.point.out { fill: var(--paper); stroke: var(--line); stroke-width: 1.6; }

@media screen and (max-width: 46rem) {
  main { margin: 0; padding: 1.4rem 1.1rem 2rem; border: 0; border-radius: 0; }
  h1 { font-size: 1.65rem; } dl { grid-template-columns: minmax(0, 1fr); } .wide { display: none; } )css"
R"css(.narrow { display: block; }
  dl > div { grid-template-columns: minmax(0, 9.5rem) minmax(0, 1fr); } .pair { )css"
R"css(grid-template-columns: minmax(0, 1fr); } .sign { grid-template-columns: minmax(0, 1fr) 6.5rem; gap: 0 1rem; }
  table, caption, tbody, tr, th { display: block; } thead { position: absolute; width: 1px; height: 1px; )css"
R"css(overflow: hidden; clip-path: inset(50%); } caption { padding-bottom: .5rem; }
  tr { padding: .65rem 0; border-bottom: 1px solid var(--hair); } th, td { border: 0; padding: .1rem 0; } )css"
R"css(td, td.number { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .9rem; text-align: left; }
  td::before { content: attr(data-title); color: var(--quiet); font-size: .88rem; } td.none { )css"
R"css(display: none; } td.drawn { width: auto; } td.drawn svg { max-width: 13rem; } td.hand { border: 0; } )css"
R"css(td.hand > div { border-bottom: 1px solid var(--line); }
}
@media print {
  @page { margin: 14mm 16mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); )css"
R"css(font: 8pt sans-serif; color: #56616d; } }
  html { font-size: 10pt; line-height: 1.45; background: none; } main { max-width: none; margin: 0; )css"
R"css(padding: 0; border: 0; background: none; }
  header { margin-bottom: 1rem; } section { margin-top: 1.1rem; } h2 { padding-top: .7rem; )css"
R"css(margin-bottom: .5rem; } h3 { margin: 1rem 0 .3rem; } p, figcaption, ul { max-width: none; margin: .3rem 0; }
  dl > div { padding: .22rem 0; } li { padding-top: .08rem; padding-bottom: .08rem; } th, td { )css"
R"css(padding-top: .26rem; padding-bottom: .26rem; } table { margin: .5rem 0; } figure { margin: .5rem 0; }
  .key { margin: .2rem 0 .6rem; gap: .1rem 1rem; } ol { margin: .5rem 0; } ol > li { max-width: none; )css"
R"css(padding-bottom: .5rem; } ol p { font-size: 1.08rem; line-height: 1.45; } .callout { margin: .4rem 0; )css"
R"css(padding: .4rem .8rem; }
  .sign { margin-top: .3rem; } .sign span { margin-bottom: .7rem; } .sign i { height: 1.7rem; } footer { )css"
R"css(margin-top: 1.2rem; }
  h2, h3, caption, h2 + p, p:has(> strong:only-child) { break-after: avoid; } p, li { orphans: 3; widows: 3; }
  thead, thead tr, figure:has(+ .key) { break-after: avoid; } tbody tr:first-child, .key, footer { )css"
R"css(break-before: avoid; }
  thead, footer, .callout, figure, tr, ol > li, .pair, dl > div, .key, .sign, ul.marked li, .together { )css"
R"css(break-inside: avoid; }
  .callout, .patient, .body, .ring, .track, .window, .onset, .span, .bar, .banner { )css"
R"css(print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure svg { max-height: 222mm; } figure.circle svg { max-height: 118mm; } details { display: none; } )css"
R"css(.scroll { overflow: visible; }
}
)css";
// clang-format on

}  // namespace ipi::report
