import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import { MEASURES, objectiveOf, trendOf, TREND_DRILLS } from '../report/drill-measures';
import { PROVES, reasonsOf, seconds, VERDICT_WORD } from '../report/drill-words';
import { count } from '../report/inline';
import { chainBox } from './chain-box';
import { dayOf, internalLink, table, verdictBadge } from './elements';
import { html, type Html, NOTHING } from './html';
import { measured } from './overview-page';
import { INDEX_PATH, type Page } from './page';
import { drillPath, environmentPath } from './paths';
import type { SiteEnvironment } from './site-input';
import { trendChart } from './trend-chart';

/** The drills of one environment: objectives against measurements over time, by kind, and all drills. */
export function environmentPage(environment: SiteEnvironment): Page {
  const { name, drills } = environment;
  const path = environmentPath(name);
  return {
    path,
    title: `Drills of ${name}`,
    body: html`<p>${internalLink('Overview', INDEX_PATH, path)}</p>
      <h1>Drills of ${name}</h1>
      ${chainBox(environment, path)}
      <h2>Objectives against measurements</h2>
      <p>
        By kind: a planned move and an unplanned one are never one number. The vertical scales go by powers of ten, so
        that tenths of a second and minutes can both be read. Circles are drills that passed, squares on their corner
        drills that failed; an inconclusive drill has no number.
      </p>
      ${DRILL_KINDS.map((kind) => kindSection(kind, environment, path))}
      <h2>All drills</h2>
      ${
        drills.length === 0
          ? html`<p>None yet.</p>`
          : table({
              caption: `All drills of ${name}, the newest first`,
              header: ['entry', 'day', 'kind', 'verdict', 'measured', 'why'],
              rows: drills
                .toReversed()
                .map(({ number, document }) => [
                  internalLink(number, drillPath(name, number), path),
                  dayOf(document.startedAt),
                  document.kind,
                  verdictBadge(document.verdict),
                  measured(document.kind, document),
                  reasonsOf(document)[0] ?? '',
                ]),
              isWide: true,
            })
      }`,
  };
}

function kindSection(kind: DrillKind, { drills }: SiteEnvironment, path: string): Html {
  const ofKind = drills.filter(({ document }) => document.kind === kind);
  if (ofKind.length === 0) return NOTHING;
  const trend = trendOf(
    kind,
    ofKind.map(({ document }) => document),
  );
  const verdicts = (['passed', 'failed', 'inconclusive', 'not-run'] as const)
    .filter((verdict) => trend.verdicts[verdict] > 0)
    .map((verdict) => `${trend.verdicts[verdict]} ${VERDICT_WORD[verdict]}`)
    .join(', ');
  const points = ofKind.map(({ document, number }) => ({
    document,
    page: drillPath(document.environment, number),
  }));
  return html`<h3>${kind}</h3>
    <p>It shows ${PROVES[kind]} The last ${count(trend.documents.length, 'drill')}: ${verdicts}.</p>
    <div class="charts">
      ${MEASURES[kind].map((measure) => trendChart(`${kind}-${measure.id}`, kind, measure, points, path))}
    </div>
    ${
      trend.rows.length === 0
        ? NOTHING
        : table({
            caption: `${kind}: the last ${TREND_DRILLS} drills at most; p50 and p95 by nearest rank`,
            header: ['number', 'objective', 'N', 'p50', 'p95', 'worst', 'last'],
            rows: trend.rows.map(({ measure, measured: number, p50, p95, worst, last }) => [
              measure.name,
              objectiveOf(measure, trend),
              number,
              ...[p50, p95, worst, last].map(seconds),
            ]),
            numbers: [2, 3, 4, 5, 6],
            isWide: true,
          })
    }`;
}
