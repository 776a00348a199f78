import type { Verdict } from '../drill/verdict';
import { VERDICT_WORD } from '../report/drill-words';
import { Address, html, type Html, type HtmlValue, NOTHING } from './html';

// The elements that pages are made of.

export const VERDICT_SIGN: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✕',
  inconclusive: '?',
  'not-run': '–',
};

/** Never by colour alone. */
export function verdictBadge(verdict: Verdict, isLarge = false): Html {
  return html`<span class="verdict ${verdict}${isLarge ? ' large' : ''}"
    ><span aria-hidden="true">${VERDICT_SIGN[verdict]} </span>${VERDICT_WORD[verdict]}</span
  >`;
}

export interface Table {
  readonly caption: string;
  readonly header: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly HtmlValue[])[];
  /** Columns of numbers, from 0. */
  readonly numbers?: readonly number[];
  /** It needs more room than a phone has, and scrolls by itself there. */
  readonly isWide?: boolean;
}

export function table({ caption, header, rows, numbers = [], isWide = false }: Table): Html {
  const numeric = (column: number) => (numbers.includes(column) ? html` class="number"` : NOTHING);
  const body = html`<table>
    <caption>
      ${caption}
    </caption>
    ${
      header.length === 0
        ? NOTHING
        : html`<thead>
            <tr>
              ${header.map((name, column) => html`<th scope="col" ${numeric(column)}>${name}</th>`)}
            </tr>
          </thead>`
    }
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell, column) =>
              column === 0
                ? html`<th scope="row" ${numeric(column)}>${cell}</th>`
                : html`<td${numeric(column)}>${cell}</td>`,
            )}
          </tr> `,
      )}
    </tbody>
  </table>`;
  // What scrolls has to be reached by the keyboard, and to have a name.
  return isWide
    ? html`<div class="scroll wide" role="region" tabindex="0" aria-label="${caption}">${body}</div>`
    : html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">${body}</div>`;
}

/** Name and value. */
export function facts(caption: string, rows: readonly (readonly HtmlValue[])[]): Html {
  return rows.length === 0 ? NOTHING : table({ caption, header: [], rows });
}

export function list(items: readonly HtmlValue[]): Html {
  return items.length === 0
    ? NOTHING
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

export function folded(summary: string, content: Html, isOpen = false): Html {
  return isOpen
    ? html`<details open>
        <summary>${summary}</summary>
        ${content}
      </details>`
    : html`<details>
        <summary>${summary}</summary>
        ${content}
      </details>`;
}

export function internalLink(text: HtmlValue, path: string, from: string): Html {
  return html`<a href="${Address.ofSite(path, from)}">${text}</a>`;
}

/** A link to an address that others gave; only its text when it leads to anything but the web. */
export function webLink(text: string, address: string | undefined): Html {
  const target = Address.ofWeb(address);
  return target === undefined ? html`${text}` : html`<a href="${target}" rel="noopener noreferrer">${text}</a>`;
}

/** `4 January 2026, 09:23 UTC`. */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${dayOf(iso)}, ${iso.slice(11, 16)} UTC</time>`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `4 January 2026` of an ISO 8601 moment in UTC. */
export function dayOf(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 0) - 1] ?? '?'} ${year}`;
}
