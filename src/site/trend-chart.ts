import type { EvidenceDocument } from '../evidence/document';
import { readMeasure, type Measure } from '../report/drill-measures';
import { count } from '../report/inline';
import { seconds, VERDICT_WORD } from '../report/drill-words';
import { dayOf, folded, internalLink, table, VERDICT_SIGN, verdictBadge } from './elements';
import { html, type Html, NOTHING } from './html';
import { powerScale, type PowerScale } from './scale';

const WIDTH = 440;
const HEIGHT = 216;
const PLOT = { left: 58, right: 10, top: 12, bottom: 42 };

/** A drill that has a number, or had to have one. */
export interface TrendDrill {
  readonly document: EvidenceDocument;
  readonly page: string;
}

interface Point extends TrendDrill {
  readonly ms: number;
}

/** One number of all drills of a kind over time, against its objective; nothing when no drill measured it. */
export function trendChart(
  id: string,
  kind: string,
  measure: Measure,
  drills: readonly TrendDrill[],
  from: string,
): Html {
  const points = drills.flatMap(({ document, page }): readonly Point[] => {
    const ms = readMeasure(measure, document);
    return ms === undefined ? [] : [{ document, page, ms }];
  });
  const last = points.at(-1);
  if (last === undefined) return NOTHING;
  const objectiveMs = measure.objectiveMs?.(last.document);
  const x = byDate(drills);
  const scale = powerScale([...points.map(({ ms }) => ms), ...(objectiveMs === undefined ? [] : [objectiveMs])]);
  const objective = measure.objective === undefined ? 'no objective' : `objective ${measure.objective(last.document)}`;
  const title = `${kind}: ${measure.name}`;
  return html`<figure class="trend">
    <figcaption><strong>${measure.name}</strong>, ${objective}; last ${seconds(last.ms)}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${described(points, drills.length, objective)}</desc>
      ${grid(scale)} ${objectiveMs === undefined ? NOTHING : objectiveLine(y(scale, objectiveMs), objective)}
      ${days(drills, x)}
      <polyline class="path" points="${points.map((point) => `${x(point)},${y(scale, point.ms)}`).join(' ')}" />
      ${points.map((point) => dot(point, x(point), y(scale, point.ms)))}
      ${drills.filter(({ document }) => readMeasure(measure, document) === undefined).map((drill) => missing(drill, x(drill)))}
    </svg>
    ${folded(
      'The same as a table',
      table({
        caption: title,
        header: ['drill', 'measured', 'verdict of the drill'],
        rows: points.map(({ document, page, ms }) => [
          internalLink(dayOf(document.startedAt), page, from),
          seconds(ms),
          verdictBadge(document.verdict),
        ]),
        numbers: [1],
      }),
    )}
  </figure>`;
}

function described(points: readonly Point[], drills: number, objective: string): string {
  const values = points.map(({ ms }) => ms);
  const worst = values.reduce((most, ms) => Math.max(most, ms), 0);
  const best = values.reduce((least, ms) => Math.min(least, ms), worst);
  return `${count(points.length, 'number')} of ${drills} drills, from ${seconds(best)} to ${seconds(worst)}; ${objective}. The vertical scale goes by powers of ten. The table below has every value.`;
}

/** By date: a month without a drill is a gap. */
function byDate(drills: readonly TrendDrill[]): (drill: TrendDrill) => number {
  const time = (drill: TrendDrill | undefined) => (drill === undefined ? 0 : Date.parse(drill.document.startedAt));
  const first = time(drills[0]);
  const span = time(drills.at(-1)) - first;
  const width = WIDTH - PLOT.left - PLOT.right - 20;
  return (drill) => round(PLOT.left + 10 + (span <= 0 ? 0.5 : (time(drill) - first) / span) * width);
}

function y(scale: PowerScale, ms: number): number {
  return round(HEIGHT - PLOT.bottom - scale.place(ms) * (HEIGHT - PLOT.top - PLOT.bottom));
}

function grid(scale: PowerScale): Html {
  return html`${scale.ticksMs.map(
    (ms) =>
      html`<line
          class="grid"
          x1="${PLOT.left}"
          x2="${WIDTH - PLOT.right}"
          y1="${y(scale, ms)}"
          y2="${y(scale, ms)}"
        /><text x="${PLOT.left - 6}" y="${y(scale, ms) + 4}" text-anchor="end">${ms / 1_000} s</text>`,
  )}`;
}

function objectiveLine(at: number, text: string): Html {
  // Above the line, unless it is the topmost thing.
  const textAt = at < PLOT.top + 14 ? at + 14 : at - 5;
  return html`<line class="objective" x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${at}" y2="${at}" /><text
      class="name"
      x="${WIDTH - PLOT.right}"
      y="${textAt}"
      text-anchor="end"
      >${text}</text
    >`;
}

function days(drills: readonly TrendDrill[], x: (drill: TrendDrill) => number): Html {
  const first = drills[0];
  const last = drills.at(-1);
  if (first === undefined || last === undefined) return NOTHING;
  const label = ({ document }: TrendDrill, at: number, anchor: string) =>
    html`<text x="${at}" y="${HEIGHT - 6}" text-anchor="${anchor}">${document.startedAt.slice(0, 10)}</text>`;
  return first === last
    ? label(first, x(first), 'middle')
    : html`${label(first, PLOT.left, 'start')}${label(last, WIDTH - PLOT.right, 'end')}`;
}

/** A drill that has no such number is seen too, or a series of good ones would hide it. */
function missing({ document }: TrendDrill, at: number): Html {
  return html`<text class="missing ${document.verdict}" x="${at}" y="${HEIGHT - PLOT.bottom + 18}" text-anchor="middle"
    >${VERDICT_SIGN[document.verdict]}<title>
      ${dayOf(document.startedAt)}: no number, ${VERDICT_WORD[document.verdict]}
    </title></text
  >`;
}

/** A circle for a drill that passed, a square on its corner for one that failed. */
function dot({ document, ms }: Point, cx: number, cy: number): Html {
  const name = html`<title>${dayOf(document.startedAt)}: ${seconds(ms)}, ${VERDICT_WORD[document.verdict]}</title>`;
  return document.verdict === 'failed'
    ? html`<path class="point failed" d="M${cx} ${cy - 7}L${cx + 7} ${cy}L${cx} ${cy + 7}L${cx - 7} ${cy}Z"
        >${name}</path
      >`
    : html`<circle class="point passed" cx="${cx}" cy="${cy}" r="5">${name}</circle>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
