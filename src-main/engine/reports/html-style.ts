/** The style of the HTML report: made for paper, without external fonts or pictures. */
export const style = `
@page { size: A4; margin: 16mm 15mm; }
:root { color-scheme: light; --soft: #4a4f57; --rule: #d6dade; --tint: #f5f6f7;
  --likely-fake: #b3401a; --inconclusive: #8a6400; --likely-real: #00695c; --not-applicable: #5b6470; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 820px; background: #fff; color: #1b1d21;
  font: 13px/1.5 system-ui, 'Segoe UI', 'Liberation Sans', sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 25px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 40px 0 10px; padding-top: 12px; border-top: 2px solid #1b1d21; font-size: 17px; line-height: 1.3; break-after: avoid; }
h3 { margin: 28px 0 8px; font-size: 15px; line-height: 1.3; overflow-wrap: anywhere; break-after: avoid; }
h4 { margin: 16px 0 4px; font-size: 13px; break-after: avoid; }
p { margin: 6px 0; max-width: 72ch; orphans: 3; widows: 3; }
.soft, small, figcaption { color: var(--soft); }
.mono { font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: 0.86em; overflow-wrap: anywhere; }
header { margin-bottom: 20px; }
header p { margin: 2px 0; }
dl { margin: 8px 0; }
dl div { display: grid; grid-template-columns: 150px 1fr; gap: 12px; padding: 2px 0; border-bottom: 1px solid var(--tint); }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 6px 0; padding-left: 18px; }
li { margin: 2px 0; max-width: 72ch; }
table { width: 100%; margin: 8px 0; border-collapse: collapse; font-size: 12px; }
th { padding: 4px 8px 4px 0; border-bottom: 1px solid #1b1d21; text-align: left; font-weight: 600; vertical-align: bottom; }
td { padding: 5px 8px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: break-word; }
td small { display: block; white-space: nowrap; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
td:last-child { padding-right: 0; }
.short td:nth-child(-n + 3), .tracks td:nth-child(-n + 5) { white-space: nowrap; }
dd ul { margin: 0; }
.asked td { width: 30%; }
.asked td:first-child { width: 40%; }
.verdict { display: inline-flex; align-items: center; gap: 6px; font-weight: 650; white-space: nowrap; }
.verdict svg { flex: none; }
.verdict.likely-fake { color: var(--likely-fake); }
.verdict.inconclusive { color: var(--inconclusive); }
.verdict.likely-real { color: var(--likely-real); }
.verdict.not-applicable { color: var(--not-applicable); }
.result { display: flex; flex-wrap: wrap; align-items: baseline; gap: 6px 18px; margin: 10px 0; padding: 10px 14px;
  background: var(--tint); border-left: 4px solid var(--rule); break-inside: avoid; }
.result.likely-fake { border-color: var(--likely-fake); }
.result.inconclusive { border-color: var(--inconclusive); }
.result.likely-real { border-color: var(--likely-real); }
.result.not-applicable { border-color: var(--not-applicable); }
.result .verdict { font-size: 16px; }
.result ul { flex-basis: 100%; }
.counts { display: flex; flex-wrap: wrap; gap: 8px 26px; margin: 12px 0; }
.counts b { font-size: 17px; }
.faces { display: flex; flex-wrap: wrap; gap: 10px 8px; margin: 8px 0; }
figure { margin: 0; }
.faces figure { width: 92px; break-inside: avoid; }
.faces img { display: block; width: 92px; height: 92px; object-fit: cover; background: var(--tint); }
.faces .none { display: grid; place-items: center; width: 92px; height: 92px; background: var(--tint); color: var(--soft); }
.faces figcaption { margin-top: 3px; font-size: 10.5px; line-height: 1.35; }
.refused img { opacity: 0.55; }
.chart { margin: 10px 0; break-inside: avoid; }
.chart svg { display: block; max-width: 100%; height: auto; }
.logo { display: block; }
.anchor { break-inside: avoid; }
.closing { break-before: avoid; }
.note { padding: 10px 14px; background: var(--tint); border-left: 4px solid var(--rule); break-inside: avoid; }
.alarm { border-color: var(--likely-fake); font-weight: 600; }
@media print { body { padding: 0; max-width: none; font-size: 10.5pt; } .findings, .analysed ~ .video { break-before: page; } .failed + .failed { break-before: auto; } }
`;
