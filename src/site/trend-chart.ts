import type { EvidenceDocument } from '../evidence/document';
import { readMeasure, type Measure } from '../report/drill-measures';
import { seconds } from '../report/drill-words';
import { dayOf, folded, internalLink, table, verdictBadge } from './elements';
import { html, type Html, NOTHING } from './html';
import { powerScale, type PowerScale } from './scale';

const WIDTH = 440;
const HEIGHT = 200;
const PLOT = { left: 52, right: 10, top: 12, bottom: 26 };

/** A drill that has a number, or had to have one. */
export interface TrendDrill {
  readonly document: EvidenceDocument;
  readonly page: string;
}

interface Point {
  readonly document: EvidenceDocument;
  readonly page: string;
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
  const scale = powerScale([...points.map(({ ms }) => ms), ...(objectiveMs === undefined ? [] : [objectiveMs])]);
  const objective = measure.objective === undefined ? 'no objective' : `objective ${measure.objective(last.document)}`;
  const title = `${kind}: ${measure.name}`;
  return html`<figure class="trend">
    <figcaption><strong>${measure.name}</strong>, ${objective}; last ${seconds(last.ms)}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${described(points, objective)}</desc>
      ${grid(scale)} ${objectiveMs === undefined ? NOTHING : objectiveLine(y(scale, objectiveMs), seconds(objectiveMs))}
      ${days(points)}
      <polyline
        class="path"
        points="${points.map(({ ms }, index) => `${x(points, index)},${y(scale, ms)}`).join(' ')}"
      />
      ${points.map((point, index) => dot(point, x(points, index), y(scale, point.ms)))}
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

function described(points: readonly Point[], objective: string): string {
  const values = points.map(({ ms }) => ms);
  const worst = values.reduce((most, ms) => Math.max(most, ms), 0);
  const best = values.reduce((least, ms) => Math.min(least, ms), worst);
  return `${points.length} drills, from ${seconds(best)} to ${seconds(worst)}; ${objective}. The vertical scale goes by powers of ten. The table below has every value.`;
}

/** By date: a month without a drill is a gap. */
function x(points: readonly Point[], index: number): number {
  const time = (point: Point | undefined) => (point === undefined ? 0 : Date.parse(point.document.startedAt));
  const first = time(points[0]);
  const span = time(points.at(-1)) - first;
  const width = WIDTH - PLOT.left - PLOT.right - 20;
  const share = span <= 0 ? 0.5 : (time(points[index]) - first) / span;
  return round(PLOT.left + 10 + share * width);
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
      >objective ${text}</text
    >`;
}

function days(points: readonly Point[]): Html {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return NOTHING;
  const label = ({ document }: Point, at: number, anchor: string) =>
    html`<text x="${at}" y="${HEIGHT - 8}" text-anchor="${anchor}">${document.startedAt.slice(0, 10)}</text>`;
  return points.length === 1
    ? label(first, x(points, 0), 'middle')
    : html`${label(first, PLOT.left, 'start')}${label(last, WIDTH - PLOT.right, 'end')}`;
}

/** A circle for a drill that passed, a square on its corner for one that failed. */
function dot({ document, ms }: Point, cx: number, cy: number): Html {
  const name = html`<title>${dayOf(document.startedAt)}: ${seconds(ms)}, ${document.verdict}</title>`;
  return document.verdict === 'failed'
    ? html`<path class="point failed" d="M${cx} ${cy - 7}L${cx + 7} ${cy}L${cx} ${cy + 7}L${cx - 7} ${cy}Z"
        >${name}</path
      >`
    : html`<circle class="point passed" cx="${cx}" cy="${cy}" r="5">${name}</circle>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
