import { internalLink, list } from './elements';
import { html, type Html, NOTHING } from './html';
import { VERIFY_PATH } from './page';
import type { ChainStatus, SiteEnvironment } from './site-input';

const WORD: Readonly<Record<ChainStatus['outcome'], readonly [kind: string, text: string]>> = {
  verified: ['good', 'The chain of evidence was verified.'],
  whole: ['doubt', 'The chain of evidence is whole; who signed it was not verified.'],
  broken: ['bad', 'The chain of evidence is broken: do not rely on what is shown here.'],
};

/** Whether the chain of an environment held when the site was rendered, and where it ends. */
export function chainBox({ chain, drills }: SiteEnvironment, from: string): Html {
  const [kind, text] = WORD[chain.outcome];
  const last = drills.at(-1);
  return html`<div class="box ${kind}">
    <p><strong>${text}</strong> ${chain.summary}</p>
    ${list(chain.findings.map(({ where, what, todo }) => html`<code>${where}</code>: ${what}. <span class="muted">${todo}</span>`))}
    ${last === undefined ? NOTHING : html`<p class="note">It ends at entry ${last.number}, SHA-256 <code>${last.sha256}</code>. A page cannot vouch for itself: ${internalLink('verify it', VERIFY_PATH, from)}.</p>`}
  </div>`;
}
