import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import type { EvidenceDocument } from '../evidence/document';
import { MEASURES, readMeasure } from '../report/drill-measures';
import { age, seconds } from '../report/drill-words';
import { chainBox } from './chain-box';
import { internalLink, moment, table, verdictBadge } from './elements';
import { html, type Html } from './html';
import { INDEX_PATH, VERIFY_PATH, type Page } from './page';
import { drillPath, environmentPath } from './paths';
import type { SiteEnvironment, SiteInput } from './site-input';

/** Where an auditor begins: of each environment the last drill of each kind, and whether the chain holds. */
export function overviewPage({ environments, renderedAt }: SiteInput): Page {
  return {
    path: INDEX_PATH,
    title: 'Evidence of disaster recovery drills',
    body: html`<h1>Evidence of disaster recovery drills</h1>
      <p class="lead">
        Each drill rehearses a disaster, or a part of one, and measures it from writes that were acknowledged and are
        there, or not, afterwards. This site shows what the signed files say;
        ${internalLink('anybody can verify them', VERIFY_PATH, INDEX_PATH)}.
      </p>
      ${environments.length === 0 ? html`<p class="box doubt">There is no evidence yet.</p>` : ''}
      ${environments.map((environment) => section(environment, renderedAt))}`,
  };
}

function section(environment: SiteEnvironment, now: Date): Html {
  const { name, drills } = environment;
  return html`<h2>${name}</h2>
    ${chainBox(environment, INDEX_PATH)}
    ${table({
      caption: `${name}: the last drill of each kind`,
      header: ['kind', 'verdict', 'when', 'measured'],
      rows: DRILL_KINDS.map((kind) => {
        const last = drills.findLast(({ document }) => document.kind === kind);
        return last === undefined
          ? [kind, 'never drilled', '–', '–']
          : [
              internalLink(kind, drillPath(name, last.number), INDEX_PATH),
              verdictBadge(last.document.verdict),
              html`${moment(last.document.startedAt)} (${age(last.document.startedAt, now)})`,
              measured(kind, last.document),
            ];
      }),
    })}
    <p>
      ${internalLink(`All ${drills.length} drills of ${name}, and their numbers over time`, environmentPath(name), INDEX_PATH)}
    </p>`;
}

/** Each number with its objective. */
export function measured(kind: DrillKind, document: EvidenceDocument): Html {
  const lines = MEASURES[kind].flatMap((measure) => {
    const ms = readMeasure(measure, document);
    if (ms === undefined) return [];
    const objective = measure.objective === undefined ? '' : ` (${measure.objective(document)})`;
    return [html`${measure.name}: <strong>${seconds(ms)}</strong>${objective}<br />`];
  });
  return lines.length === 0 ? html`no number` : html`${lines}`;
}
