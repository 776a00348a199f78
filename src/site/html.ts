import { visible } from '../report/visible';

/**
 * HTML that was made by `html`, and so by nothing else: what stands in evidence documents was written by others, and must stay text.
 */
export class Html {
  /** Compared by identity of the class: a string that looks like HTML is none. */
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** The only maker; `html` below is its short name. */
  static of(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
    let markup = literals[0] ?? '';
    values.forEach((value, index) => {
      markup += rendered(value, markup) + (literals[index + 1] ?? '');
    });
    return new Html(markup);
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text is escaped, HTML is not, nothing is nothing. */
export type HtmlValue = string | number | Html | Address | undefined | readonly Html[];

/** Makes HTML: everything that is put into the template is escaped unless it is HTML itself. */
export const html = Html.of.bind(Html);

export const NOTHING = html``;

/** Where a link leads: into this site, or to an address of the web. Nothing else can stand in an `href`. */
export class Address {
  private constructor(readonly text: string) {}

  /** An address that others gave. @returns `undefined` for all that is not plainly the web: `javascript:` and `data:` do things when followed */
  static ofWeb(address: string | undefined): Address | undefined {
    if (address === undefined || address.length > 2_000 || !URL.canParse(address)) return undefined;
    const url = new URL(address);
    if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') return undefined;
    return new Address(url.href);
  }

  /** A file of this site, seen from another one; both are paths from the root of the site. */
  static ofSite(path: string, from: string, fragment = ''): Address {
    const up = '../'.repeat(from.split('/').length - 1);
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return new Address(`${up}${encoded}${fragment === '' ? '' : `#${encodeURIComponent(fragment)}`}`);
  }

  /** A place of the same page. */
  static ofPlace(fragment: string): Address {
    return new Address(`#${encodeURIComponent(fragment)}`);
  }
}

/** An element begun, an attribute name and an opening quotation mark: what follows is followed, not read. */
const FOLLOWED = /\s(?:href|src|action|formaction|xlink:href|srcset|data|poster)="$/i;
/** Escaping protects between quotation marks, and in text; nowhere else. */
const UNSAFE_PLACE = /(?:=\s*|<\/?|\s(?:on\w+|style)=["'][^"']*)$/i;

/** No tag of ours is longer up to the place of a value, in characters. */
const LOOK_BACK = 300;

function rendered(value: HtmlValue, markup: string): string {
  const before = markup.slice(-LOOK_BACK);
  if (FOLLOWED.test(before) !== value instanceof Address) {
    throw new TypeError(`an address stands in an href, and nothing but an address does: …${before.slice(-40)}`);
  }
  if (UNSAFE_PLACE.test(before)) throw new TypeError(`nothing can be put there safely: …${before.slice(-40)}`);
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (value instanceof Address) return escaped(value.text);
  if (typeof value === 'number' || typeof value === 'string') return escaped(String(value));
  return value.map(String).join('');
}

/** Text as text, for elements and for quoted attributes; what nobody would see is shown as its code. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
