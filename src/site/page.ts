import { createHash } from 'node:crypto';
import { Address, html, type Html } from './html';
import { STYLE } from './style';

export interface Page {
  /** From the root of the site. */
  readonly path: string;
  readonly title: string;
  readonly body: Html;
}

export const INDEX_PATH = 'index.html';
export const CONTROLS_PATH = 'controls.html';
export const VERIFY_PATH = 'verify.html';

const MENU = [
  { path: INDEX_PATH, text: 'Overview' },
  { path: CONTROLS_PATH, text: 'Controls' },
  { path: VERIFY_PATH, text: 'Download and verify' },
] as const;

/** Nothing is loaded, run, framed or sent: a page that was tampered with on its way cannot call anybody either. The style is known by its digest. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  // The empty icon below; without it browsers ask the server for one.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// The style is ours and holds no `<`; as a template of its own it is HTML.
const STYLE_ELEMENT = html(Object.assign([`<style>${STYLE}</style>`], { raw: [''] }));
const ICON = html`<link rel="icon" href="data:," />`;

/** A whole page, as text. */
export function renderPage({ path, title, body }: Page, renderedAt: Date): string {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          ${ICON} ${STYLE_ELEMENT}
        </head>
        <body>
          <a class="skip" href="${Address.ofPlace('content')}">To the content</a>
          <header class="bar">
            <div>
              <strong>Evidence of recovery drills</strong>
              <nav aria-label="Pages">
                <ul>
                  ${MENU.map((item) => menuItem(item, path))}
                </ul>
              </nav>
            </div>
          </header>
          <main id="content">${body}</main>
          <footer class="foot">
            <div>
              Rendered ${renderedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC from the stored evidence. The page
              shows; the signed files prove.
            </div>
          </footer>
        </body>
      </html> `,
  );
}

function menuItem(item: (typeof MENU)[number], path: string): Html {
  const address = Address.ofSite(item.path, path);
  return item.path === path
    ? html`<li><a href="${address}" aria-current="page">${item.text}</a></li>`
    : html`<li><a href="${address}">${item.text}</a></li>`;
}
