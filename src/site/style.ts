/** The look of every page. It stands in each one, so that a page that is saved or mailed alone reads the same; no font and no image is fetched. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --surface: #f5f7f9; --line: #d3dae1; --text: #1b2127; --muted: #55606b; --link: #0b54c4;
  --ok: #1a7a36; --fail: #bf2222; --unknown: #8a5700; --idle: #55606b; --band: #fbe3e1; --grid: #e4e9ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151b; --surface: #182029; --line: #36424e; --text: #e5ebf1; --muted: #a3b0bd; --link: #86b9ff;
    --ok: #5ccb78; --fail: #ff8a80; --unknown: #e7b454; --idle: #a3b0bd; --band: #43242a; --grid: #26303a;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.5rem; }
.bar { border-bottom: 1px solid var(--line); background: var(--surface); }
.bar > div, main, .foot > div { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
.bar > div { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; padding-top: 0.8rem; padding-bottom: 0.8rem; }
.bar strong { margin-right: auto; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; }
.bar a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
main { padding-top: 1.5rem; padding-bottom: 3rem; }
.foot { border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
.foot > div { padding-top: 1rem; padding-bottom: 2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
p, ul, ol, dl { margin: 0.5rem 0 0.9rem; max-width: 46rem; }
.lead { font-size: 1.05rem; }
.muted, figcaption, caption, .note { color: var(--muted); }
.note { font-size: 0.9rem; }
h1, h2, h3, p, li, dd, summary, figcaption, caption { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 0.8rem 1rem; overflow-x: auto; }
pre code { overflow-wrap: normal; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
.wide table { min-width: 44rem; }
caption { text-align: left; padding: 0 0 0.4rem; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); }
td, tbody th { min-width: 4.5rem; }
thead th { color: var(--muted); font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.verdict { display: inline-block; white-space: nowrap; font-weight: 600; border: 1px solid currentColor; border-radius: 999px; padding: 0 0.6rem; font-size: 0.85rem; line-height: 1.6; }
.verdict.large { font-size: 1rem; padding: 0.1rem 0.9rem; }
.passed { color: var(--ok); } .failed { color: var(--fail); } .inconclusive { color: var(--unknown); } .not-run { color: var(--idle); }
.box { border: 1px solid var(--line); border-left: 4px solid var(--idle); border-radius: 4px; background: var(--surface); padding: 0.7rem 1rem; margin: 1rem 0; max-width: 48rem; }
.box > :first-child { margin-top: 0; } .box > :last-child { margin-bottom: 0; }
.box.good { border-left-color: var(--ok); } .box.bad { border-left-color: var(--fail); } .box.doubt { border-left-color: var(--unknown); }
details { margin: 0.75rem 0; }
summary { cursor: pointer; font-weight: 600; padding: 0.2rem 0; }
figure { margin: 1rem 0 1.5rem; }
figcaption { font-size: 0.9rem; margin-bottom: 0.4rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
svg { display: block; width: 100%; height: auto; background: var(--page); }
.timeline .scroll svg { min-width: 40rem; }
.key { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; list-style: none; padding: 0; margin: 0.3rem 0; font-size: 0.875rem; max-width: none; }
.key svg { display: inline-block; width: 14px; height: 14px; vertical-align: -2px; margin-right: 0.4rem; }
.marks { font-size: 0.9rem; }
svg text { fill: var(--muted); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
svg .name { fill: var(--text); font-weight: 600; }
svg .missing { font-weight: 700; } svg .missing.failed { fill: var(--fail); } svg .missing.inconclusive { fill: var(--unknown); }
svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--muted); }
svg .objective { stroke: var(--text); stroke-dasharray: 6 4; stroke-width: 1.5; }
svg .path { fill: none; stroke: var(--muted); stroke-width: 1.25; }
svg .ok { fill: var(--ok); } svg .fail { fill: var(--fail); } svg .unknown { fill: var(--unknown); }
svg .point { stroke: var(--page); stroke-width: 1.5; }
svg .point.passed { fill: var(--ok); } svg .point.failed { fill: var(--fail); }
svg .outage { fill: var(--band); }
svg .mark { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 2; }
svg .pin { fill: var(--text); } svg .pin-number { fill: var(--page); font-weight: 600; font-size: 11px; }
.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-top: 2rem; }
@media (max-width: 40rem) { h1 { font-size: 1.45rem; } .bar > div, main, .foot > div { padding-left: 1rem; padding-right: 1rem; } }
@media print {
  :root {
    --page: #ffffff; --surface: #ffffff; --line: #999999; --text: #000000; --muted: #333333; --link: #000000;
    --ok: #14602a; --fail: #a31515; --unknown: #6f4600; --idle: #333333; --band: #eeeeee; --grid: #dddddd; color-scheme: light;
  }
  html { font-size: 11px; }
  .bar ul, .skip, .pages { display: none; }
  .scroll { overflow: visible; }
  .wide table, .timeline .scroll svg { min-width: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr, figure, .box { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
}
`;
