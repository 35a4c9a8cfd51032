import { type Markup, markup } from './markup.ts';

/**
 * The page's one style sheet. System fonts only, no glyph that a bare machine lacks; colours reach AA contrast in both
 * schemes; in print everything folded is unfolded, without a script.
 */
export const style: Markup = markup`
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #fff; --sunk: #f4f2ec; --ink: #1d1f23; --soft: #585d66; --hair: #e2ded4; --link: #1d4f86;
  --failed: #a3231f; --cant-tell: #845400; --untested: #57606e; --passed: #1f6b4c; --inapplicable: #6a6862;
  --failed-tint: #fbedea; --notice: #fdf4dc; --cut: #fff;
  --serif: ui-serif, 'Iowan Old Style', Charter, 'Bitstream Charter', 'Source Serif 4', Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Open Sans', sans-serif;
  --mono: ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --card: #1c1f23; --sunk: #22262b; --ink: #e8e5de; --soft: #a7a9ad; --hair: #343840; --link: #8fbcf0;
    --failed: #f2897f; --cant-tell: #e2b35c; --untested: #a3acba; --passed: #76c7a0; --inapplicable: #a9a69e;
    --failed-tint: #2b1d1c; --notice: #2d2717; --cut: #15171a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 100%; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans); overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .13em; }
:focus-visible { outline: .15rem solid var(--link); outline-offset: .2rem; border-radius: .15rem; }
main:focus { outline: none; }
code, pre { font-family: var(--mono); font-size: .86em; unicode-bidi: isolate; }
dd, td, th, li, p, q, summary, blockquote, caption { unicode-bidi: isolate; }
p, ul, ol, dl, pre, table, figure, blockquote { margin: 0 0 1rem; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
h1 { font-size: clamp(2rem, 1.5rem + 2.5vw, 3.1rem); letter-spacing: -.015em; }
h2 { font-size: 1.75rem; letter-spacing: -.01em; margin: 0 0 1.25rem; padding-top: 1.25rem; border-top: .15rem solid var(--ink); }
h3 { font-size: 1.3rem; }
h4 { font: 600 .82rem/1.4 var(--sans); color: var(--soft); margin: 0 0 .4rem; }
section { margin: 0 0 4.5rem; }
.sheet { position: absolute; }
.skip { position: absolute; left: -100rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: .5rem; top: .5rem; }

.page { max-width: 70rem; margin: 0 auto; padding: 3rem 1.25rem; }
.masthead { margin-bottom: 2.5rem; }
.kicker { color: var(--soft); font-size: .92rem; margin-bottom: .5rem; }
.lead { font: 1.2rem/1.5 var(--serif); max-width: 38rem; margin: 1rem 0 2rem; }
nav { font-size: .9rem; margin-bottom: 3rem; }
nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
nav a { display: inline-block; padding: .25rem 0; color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--link); text-decoration: underline; }
footer { color: var(--soft); font-size: .88rem; border-top: 1px solid var(--hair); padding-top: 1.25rem; max-width: 42rem; }
@media (min-width: 68rem) {
  .page { display: grid; grid-template: 'nav head' auto 'nav main' auto 'nav foot' auto / 13rem minmax(0, 52rem); column-gap: 3.5rem; justify-content: center; max-width: none; padding-block: 5rem; }
  .masthead { grid-area: head; }
  nav { grid-area: nav; position: sticky; top: 5rem; align-self: start; }
  nav ol { display: block; border-left: 1px solid var(--hair); padding-left: 1rem; }
  main { grid-area: main; }
  footer { grid-area: foot; }
}

.facts { display: grid; gap: .35rem; font-size: .92rem; }
.facts > div { display: grid; grid-template-columns: minmax(6.5rem, 11rem) minmax(0, 1fr); gap: 1rem; }
.facts.wide { gap: 0; font-size: .95rem; border-top: 1px solid var(--hair); }
.facts.wide > div { padding: .45rem 0; border-bottom: 1px solid var(--hair); }
dt { color: var(--soft); }
dd { margin: 0; }
.line { display: block; }
.note, .times, .question { color: var(--soft); font-size: .88rem; }
.times { font-family: var(--sans); font-weight: 400; }
.notice { background: var(--notice); border-left: .25rem solid var(--cant-tell); padding: .8rem 1.1rem; border-radius: .2rem; }
.part { font-weight: 600; font-size: .88rem; margin: 1.1rem 0 .35rem; }

.sign { vertical-align: -.12em; width: 1em; height: 1em; margin-right: .2em; flex: none; }
.sign.failed { color: var(--failed); } .sign.cant-tell { color: var(--cant-tell); } .sign.untested { color: var(--untested); }
.sign.passed { color: var(--passed); } .sign.inapplicable { color: var(--inapplicable); }
.fill { fill: currentColor; }
.cut { fill: none; stroke: var(--cut); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.ring { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; }
.dashed { stroke-dasharray: 2.6 2.6; stroke-linecap: butt; }
.severity { display: inline-flex; align-items: center; gap: .45rem; font-size: .88rem; font-weight: 600; white-space: nowrap; }
.severity.critical, .severity.high { color: var(--failed); } .severity.medium { color: var(--cant-tell); } .severity.low { color: var(--untested); }
.meter .filled { fill: currentColor; } .meter .empty { fill: var(--hair); }

.tiles { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1.5rem 1rem; margin: 0 0 1.25rem; }
.tiles .figure { display: block; font: 600 2.9rem/1 var(--serif); font-variant-numeric: lining-nums; letter-spacing: -.02em; }
.tiles .failed .figure { color: var(--failed); }
.tiles .label { display: block; margin-top: .5rem; font-size: .9rem; color: var(--soft); }
.ways { list-style: none; padding: 0; margin: 2rem 0 3rem; border-top: 1px solid var(--hair); }
.ways li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) auto; gap: .2rem 1rem; align-items: baseline; padding: .7rem 0; border-bottom: 1px solid var(--hair); }
.ways a { font-size: 1.05rem; color: var(--ink); text-decoration-color: var(--hair); }
.ways a:hover { color: var(--link); text-decoration-color: currentColor; }

.topics { list-style: none; padding: 0; display: grid; gap: 1.6rem 2.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); margin-top: 2.5rem; }
.topics h3 { font: 600 .98rem/1.4 var(--sans); }
.topics .question { margin: .1rem 0 .5rem; }
.bars { display: block; width: 100%; height: .6rem; margin: 0 0 .5rem; }
.counts { font-size: .85rem; margin: 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
.bar.failed { fill: var(--failed); } .bar.cant-tell { fill: var(--cant-tell); } .bar.passed { fill: var(--passed); }
.bar.untested { fill: var(--untested); opacity: .55; } .bar.inapplicable { fill: var(--hair); }

.barrier { padding: 0 0 3rem; margin: 0 0 3rem; border-bottom: 1px solid var(--hair); }
.barrier:last-child { border: 0; margin: 0; padding: 0; }

.barrier h3, .doubt h3, .reason h3 { display: grid; grid-template-columns: 1em minmax(0, 1fr); gap: .5em; }
:is(.barrier, .doubt, .reason) h3 .sign { margin: .1em 0 0; }
.barrier h3 { font-size: 1.55rem; margin-bottom: 1.4rem; }
.doubt, .reason { margin: 0 0 2.5rem; }
.doubt h3, .reason h3 { margin-bottom: .8rem; }
.over { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; align-items: baseline; margin: 0 0 .5rem; color: var(--soft); }
.sighting { border-left: .2rem solid var(--hair); padding-left: 1.25rem; margin: 0 0 1.6rem; }
.barrier .sighting { border-color: var(--failed); }
.doubt .sighting { border-color: var(--cant-tell); }
.where { font-size: .88rem; color: var(--soft); margin: 0 0 .25rem; }
.deployment { font-weight: 600; color: var(--ink); }
.because { font-size: 1.08rem; margin: 0 0 .9rem; }
.axes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr)); gap: .8rem 1.5rem; font-size: .88rem; line-height: 1.45; margin: 0 0 1.1rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1rem 3rem; }
.sides h4 { font-size: .88rem; }
.citations { margin: 0 0 1rem; }
.citations dt { font-weight: 600; }
.citations dd { margin: 0 0 .7rem; }

summary { cursor: pointer; }
.plain > summary { color: var(--link); padding: .3rem 0; }
.plain[open] > summary { margin-bottom: .6rem; }
.exhibit { background: var(--card); border: 1px solid var(--hair); border-radius: .35rem; margin: 0 0 .5rem; font-size: .92rem; }
.exhibit > summary { padding: .55rem .9rem; line-height: 1.5; }
.exhibit .number { font-weight: 600; margin-right: .35rem; }
.exhibit .answer { color: var(--soft); }
.exhibit .inside { scroll-margin-top: 5rem; padding: .8rem .9rem .9rem; border-top: 1px solid var(--hair); }
.exhibit .inside > .part:first-child { margin-top: 0; }
.exhibit:has(:target) { outline: .15rem solid var(--link); }
.exhibit-named { font-size: .92rem; margin: 0 0 .5rem; }
pre { background: var(--sunk); border-radius: .25rem; padding: .7rem .9rem; margin: 0 0 .7rem; white-space: pre-wrap; line-height: 1.5; font-size: .95em; tab-size: 2; }
.command code { user-select: all; }
figure { margin-inline: 0; }
figure img { display: block; max-width: 100%; height: auto; max-height: 40rem; border: 1px solid var(--hair); border-radius: .25rem; }
figcaption { font-size: .85rem; color: var(--soft); margin-top: .4rem; }
.provenance { margin: 1rem 0 0; font-size: .82rem; color: var(--soft); }
blockquote { margin-inline: 0; padding-left: 1rem; border-left: .2rem solid var(--hair); white-space: pre-wrap; }
.message { white-space: pre-wrap; margin: 1rem 0 .4rem; font-weight: 600; font-size: .95rem; }
.lines { padding-left: 1.1rem; font-size: .95rem; }
.lines li { margin-bottom: .3rem; }
.counts span { white-space: nowrap; }
.spaced > li { margin-bottom: .9rem; }
.lines.spaced { list-style: none; padding-left: 0; }
.lines.spaced ul { padding-left: 1.5rem; list-style: none; }

table { width: 100%; border-collapse: collapse; font-size: .92rem; }
caption { text-align: left; color: var(--soft); font-size: .88rem; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--hair); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: .88rem; border-bottom-color: var(--soft); }
tbody th { font-weight: 600; }
.address { font-weight: 400; }
.number { font-variant-numeric: tabular-nums; }
td.number, th.number { text-align: right; white-space: nowrap; }
.stacked th:first-child { width: 42%; }
.stacked.requirements th { width: 52%; }
.requirements .line { padding-left: 1.45em; text-indent: -1.45em; }
.requirements .asks { display: block; font-weight: 400; }

.picture { display: block; width: 100%; height: auto; overflow: visible; }
.scroll { overflow-x: auto; }
.lane { font: 600 13px var(--sans); fill: var(--ink); }
.tick { font: 12px var(--sans); fill: var(--soft); } .tick.end { text-anchor: end; } .tick.middle { text-anchor: middle; }
.line { stroke: none; } path.line { stroke: var(--hair); stroke-width: 1; fill: none; }
.gap { fill: var(--sunk); }
.mark { stroke: var(--paper); stroke-width: 1; }
.mark.ok { fill: var(--passed); } .mark.moved { fill: var(--link); } .mark.refused { fill: var(--cant-tell); } .mark.broken { fill: var(--failed); }
.mark.silent { fill: none; stroke: var(--failed); stroke-width: 2.4; stroke-linecap: round; }
.timeline figcaption { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; }

@media (max-width: 40rem) {
  .page { padding: 2rem 1.1rem; }
  .facts > div, .facts.wide > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .ways li { grid-template-columns: minmax(0, 1fr); }
  .tiles { grid-template-columns: 1fr 1fr; }
  .sighting { padding-left: .9rem; }
  .picture { min-width: 44rem; }
  .stacked, .stacked :is(caption, tbody, tr, th, td) { display: block; width: auto; text-align: left; }
  .stacked thead { display: none; }
  .stacked :is(th, td) { border: 0; padding: .15rem 0; white-space: normal; }
  .stacked tr { border-bottom: 1px solid var(--hair); padding: .6rem 0; }
  .stacked th:first-child, .stacked.requirements th { width: auto; }
  .stacked [data-label]::before { content: attr(data-label) ': '; color: var(--soft); }
  .numbers th, .numbers td { padding-right: .5rem; font-size: .82rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --sunk: #f6f5f1; --ink: #000; --soft: #444; --hair: #ccc; --link: #000; --failed: #8d1c19; --cant-tell: #6d4500; --untested: #444; --passed: #17573d; --inapplicable: #555; --notice: #f6f5f1; --cut: #fff; }
  @page { margin: 18mm 16mm; }
  html { font-size: 10pt; }
  .page { display: block; padding: 0; max-width: none; }
  nav, .skip { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  .citations dt a[href^='http']::after { content: ' ' attr(href); font-weight: 400; font-size: .85em; }
  h2, h3, h4, summary, .over, .where, caption { break-after: avoid; }
  tr, .ways li, .topics li, .tiles li, figure { break-inside: avoid; }
  section { margin-bottom: 2.5rem; }
  .bar, .mark, .gap, pre { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
