import { DRILL_KINDS } from '../drill/kinds';
import { CHECKED_WORD, CONTROLS, NO_LEGAL_ADVICE, NOT_IN_THE_EVIDENCE } from '../report/controls';
import { DOES_NOT_PROVE, PROVES } from '../report/drill-words';
import { table } from './elements';
import { html } from './html';
import { CONTROLS_PATH, type Page } from './page';

/** Which drill gives which evidence. */
export function controlsPage(): Page {
  const frameworks = [...new Set(CONTROLS.map(({ framework }) => framework))];
  return {
    path: CONTROLS_PATH,
    title: 'Controls and evidence',
    body: html`<h1>Controls and evidence</h1>
      <div class="box doubt"><p>${NO_LEGAL_ADVICE}</p></div>
      <p>The column “wording checked” says how far we have held our words against the framework.</p>
      ${frameworks.map(
        (framework) =>
          html`<h2>${framework}</h2>
            ${table({
              caption: `${framework}: what is asked for, and what we have`,
              header: ['clause', 'what it asks for', 'drills', 'evidence', 'wording checked'],
              rows: CONTROLS.filter((control) => control.framework === framework).map(
                ({ clause, asks, kinds, evidence, checked }) => [
                  clause,
                  asks,
                  kinds.join(', '),
                  evidence,
                  CHECKED_WORD[checked],
                ],
              ),
              isWide: true,
            })}`,
      )}
      <h2>What no drill gives</h2>
      <p>${NOT_IN_THE_EVIDENCE}</p>
      <h2>What a kind of drill shows, and what not</h2>
      ${table({
        caption: 'Kinds of drills',
        header: ['kind', 'it shows', 'it does not prove'],
        rows: DRILL_KINDS.map((kind) => [kind, PROVES[kind], DOES_NOT_PROVE[kind]]),
      })}`,
  };
}
