import type { MarkName } from '../drill/history';
import { count } from '../report/inline';
import { seconds } from '../report/drill-words';
import { table } from './elements';
import { folded } from './elements';
import { html, type Html, NOTHING } from './html';
import { stepOf } from './scale';
import { stretches, type Column, type Strip, type TimelineData } from './timeline-data';

const WIDTH = 860;
const LEFT = 8;
const RIGHT = 8;
const TOP = 26;
const STRIP = { name: 18, up: 46, down: 30, gap: 12 };
const STRIP_HEIGHT = STRIP.name + STRIP.up + STRIP.down + STRIP.gap;

const MARK_WORD: Readonly<Record<MarkName, string>> = {
  'fault-requested': 'the fault was asked for',
  'declared-down': 'the region was declared down',
  'move-requested': 'the move was asked for',
  promoted: 'the other region was promoted',
  'writer-name-moved': 'the writer name led to the new writer',
  'redundancy-restored': 'the old region was a healthy replica again',
};

/**
 * What every attempt of a move came to, over time, as a picture and as a table of the same. What was acknowledged stands above the line, what was
 * not below it, so that it can be read without colours.
 *
 * @param id of the page's own, for what names the picture
 */
export function timelineChart(id: string, title: string, data: TimelineData): Html {
  const height = TOP + data.strips.length * STRIP_HEIGHT + 24;
  const bottom = height - 24;
  const x = (ms: number) => round(LEFT + (ms / Math.max(1, data.durationMs)) * (WIDTH - LEFT - RIGHT));
  return html`<figure class="timeline">
    <figcaption>
      ${title}: attempts in each ${seconds(data.columnMs)}. Above the line: acknowledged. Below it: failed, or of
      unknown outcome.
    </figcaption>
    <ul class="key">
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true"><rect class="ok" x="2" y="1" width="10" height="6" /></svg
        >acknowledged
      </li>
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true"><rect class="fail" x="2" y="7" width="10" height="6" /></svg>failed
      </li>
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <rect class="unknown" x="2" y="7" width="10" height="6" />
          <path d="M2 13L12 7" stroke="currentColor" /></svg
        >unknown outcome
      </li>
      ${
        data.outage === undefined
          ? NOTHING
          : html`<li>
              <svg viewBox="0 0 14 14" aria-hidden="true">
                <rect class="outage" x="0" y="0" width="14" height="14" /></svg
              >outage of writes, ${seconds(data.outage.toMs - data.outage.fromMs)}
            </li>`
      }
    </ul>
    <div class="scroll" role="region" tabindex="0" aria-label="${title}, picture">
      <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
        <title id="${id}-title">${title}</title>
        <desc id="${id}-desc">${described(data)}</desc>
        ${data.outage === undefined ? NOTHING : html`<rect class="outage" x="${x(data.outage.fromMs)}" y="${TOP}" width="${round(Math.max(1, x(data.outage.toMs) - x(data.outage.fromMs)))}" height="${bottom - TOP}" />`}
        ${axis(data, x, bottom)}
        ${data.strips.map((strip, index) => stripOf(strip, data.columnMs, x, TOP + index * STRIP_HEIGHT))}
        ${data.marks.map(({ atMs }, index) => pin(index + 1, x(atMs), bottom))}
      </svg>
    </div>
    ${
      data.marks.length === 0
        ? NOTHING
        : html`<ol class="marks">
            ${data.marks.map(({ name, atMs }) => html`<li>${seconds(atMs)}: ${MARK_WORD[name]}</li>`)}
          </ol>`
    }
    ${folded('The same as a table', sameAsTable(title, data))}
  </figure>`;
}

function described({ strips, marks, outage, durationMs }: TimelineData): string {
  const sum = (columns: readonly Column[], outcome: keyof Column) =>
    columns.reduce((total, column) => total + column[outcome], 0);
  return [
    `${seconds(durationMs)} in all.`,
    ...strips.map(
      ({ name, columns }) =>
        `${name}: ${sum(columns, 'ok')} acknowledged, ${sum(columns, 'fail')} failed, ${sum(columns, 'unknown')} of unknown outcome.`,
    ),
    outage === undefined
      ? 'No outage of writes.'
      : `Outage of writes from ${seconds(outage.fromMs)} to ${seconds(outage.toMs)}.`,
    `${count(marks.length, 'moment')} marked.`,
  ].join(' ');
}

function stripOf({ name, columns }: Strip, columnMs: number, x: (ms: number) => number, top: number): Html {
  const line = top + STRIP.name + STRIP.up;
  const most = Math.max(1, ...columns.map(({ ok, fail, unknown }) => Math.max(ok, fail + unknown)));
  const up = (value: number) => round((value / most) * STRIP.up);
  const down = (value: number) => round((value / most) * STRIP.down);
  return html`<text class="name" x="${LEFT}" y="${top + 12}">${name}</text>
    <line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${line}" y2="${line}" />
    <g class="strip"
      >${columns.map(({ ok, fail, unknown }, index) => {
        const left = x(index * columnMs);
        const width = round(Math.max(0.6, x((index + 1) * columnMs) - left - 0.5));
        return html`${bar('ok', left, width, line - up(ok), up(ok))}${bar('fail', left, width, line, down(fail))}${unknownBar(left, width, line + down(fail), down(unknown))}`;
      })}</g
    > `;
}

function bar(name: 'ok' | 'fail' | 'unknown', left: number, width: number, top: number, height: number): Html {
  return height === 0
    ? NOTHING
    : html`<rect class="${name}" x="${left}" y="${round(top)}" width="${width}" height="${height}" />`;
}

/** Crossed out, so that it is told from a failure in a print without colours. */
function unknownBar(left: number, width: number, top: number, height: number): Html {
  return height === 0
    ? NOTHING
    : html`${bar('unknown', left, width, top, height)}<line
          class="mark"
          x1="${left}"
          x2="${round(left + width)}"
          y1="${round(top + height)}"
          y2="${round(top)}"
        />`;
}

function axis({ durationMs }: TimelineData, x: (ms: number) => number, bottom: number): Html {
  const step = stepOf(durationMs, 8);
  const ticks = Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
  return html`${ticks.map(
    (ms) =>
      html`<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="${TOP}" y2="${bottom}" /><text
          x="${x(ms)}"
          y="${bottom + 16}"
          text-anchor="${ms === 0 ? 'start' : x(ms) > WIDTH - 40 ? 'end' : 'middle'}"
          >${ms / 1_000} s</text
        >`,
  )}`;
}

function pin(number: number, x: number, bottom: number): Html {
  // Two that are close would cover each other.
  const y = number % 2 === 0 ? 17 : 9;
  return html`<g class="event"
    ><line class="mark" x1="${x}" x2="${x}" y1="${y}" y2="${bottom}" /><circle
      class="pin"
      cx="${x}"
      cy="${y}"
      r="8"
    /><text class="pin-number" x="${x}" y="${y + 4}" text-anchor="middle">${number}</text></g
  >`;
}

function sameAsTable(title: string, data: TimelineData): Html {
  return table({
    caption: `${title}: stretches in which attempts came to the same`,
    header: ['what', 'from', 'to', 'acknowledged', 'failed', 'unknown'],
    rows: stretches(data).map(({ strip, fromMs, toMs, ok, fail, unknown }) => [
      strip,
      seconds(fromMs),
      seconds(toMs),
      ok,
      fail,
      unknown,
    ]),
    numbers: [1, 2, 3, 4, 5],
    isWide: true,
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
