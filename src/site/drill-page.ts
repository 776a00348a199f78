import type { EvidenceDocument } from '../evidence/document';
import { conductRows, ENTRY_NOTE, scopeRows } from '../report/drill-facts';
import { DOES_NOT_PROVE, durationOf, PROVES, reasonsOf, seconds } from '../report/drill-words';
import { moveSection } from './drill-moves';
import { detectionSection, restoreSections, rotationSection } from './drill-parts';
import { facts, folded, internalLink, list, moment, table, verdictBadge, webLink, dayOf } from './elements';
import { Address, html, type Html, NOTHING } from './html';
import { CONTROLS_PATH, VERIFY_PATH, type Page } from './page';
import { drillPath, environmentPath } from './paths';
import type { SiteDrill, SiteEnvironment } from './site-input';

/** Everything about one drill. */
export function drillPage(drill: SiteDrill, { name, drills }: SiteEnvironment): Page {
  const { document, number } = drill;
  const path = drillPath(name, number);
  const kind = `${document.kind.charAt(0).toUpperCase()}${document.kind.slice(1)}`;
  const title = `${kind} drill of ${name}, ${dayOf(document.startedAt)}`;
  return {
    path,
    title,
    body: html`<p>${internalLink(`All drills of ${name}`, environmentPath(name), path)}</p>
      <h1>${title}</h1>
      <p class="lead">
        ${verdictBadge(document.verdict, true)} Entry ${number} of the chain. Begun ${moment(document.startedAt)}; it
        took ${seconds(durationOf(document))}.
      </p>
      ${reasons(document)} ${interruption(document)}
      ${document.moves.map((move, index) =>
        moveSection(
          index,
          move,
          document.objectives,
          drill.histories.find(({ runId }) => runId === move.runId),
        ),
      )}
      ${restoreSections(document.restores)} ${detectionSection(document)} ${rotationSection(document.rotation)}
      ${preflight(document)}
      <h2>What it shows, and what not</h2>
      <dl>
        <dt><strong>It shows</strong></dt>
        <dd>${PROVES[document.kind]}</dd>
        <dt><strong>It does not prove</strong></dt>
        <dd>${DOES_NOT_PROVE[document.kind]}</dd>
      </dl>
      <p>${internalLink('Which control asks for it', CONTROLS_PATH, path)}</p>
      ${timeline(document)} ${orders(document)}
      <h2>Scope and conduct</h2>
      ${facts('Systems in scope', scopeRows(document))}
      ${facts('Who did it, and with what', [...conductRows(document), ['exercise', document.exerciseId], ['run', run(document)]])}
      ${evidence(drill, path)} ${neighbours(drill, drills, name, path)}`,
  };
}

function reasons(document: EvidenceDocument): Html {
  const all = reasonsOf(document);
  if (all.length === 0) return NOTHING;
  const kind = document.verdict === 'failed' ? 'bad' : 'doubt';
  return html`<div class="box ${kind}">
    <p><strong>Why it did not pass</strong></p>
    ${list(all)}
  </div>`;
}

function interruption({ interruption: broken }: EvidenceDocument): Html {
  if (broken === undefined) return NOTHING;
  return html`<div class="box ${broken.needsHuman === undefined ? 'doubt' : 'bad'}">
    <p><strong>It was broken off</strong> in: ${broken.brokenOffIn}</p>
    ${broken.recoveredBy === undefined ? NOTHING : html`<p>Recovered by: ${webLink(broken.recoveredBy, broken.recoveredBy)}</p>`}
    ${broken.needsHuman === undefined ? NOTHING : html`<p><strong>A human is needed:</strong> ${broken.needsHuman}</p>`}
  </div>`;
}

function preflight({ preflight: guards }: EvidenceDocument): Html {
  const passed = guards.filter(({ outcome }) => outcome === 'passed').length;
  return html`<h2>Preflight</h2>
    ${
      guards.length === 0
        ? html`<p>No guard was looked at.</p>`
        : folded(
            `${passed} of ${guards.length} guards passed`,
            table({
              caption: 'What was looked at before anything was touched',
              header: ['guard', 'outcome', 'seen', 'needed'],
              rows: guards.map(({ guard, outcome, value, limit }) => [guard, outcome, value, limit]),
            }),
            passed < guards.length,
          )
    }`;
}

function timeline({ timeline: moments }: EvidenceDocument): Html {
  if (moments.length === 0) return NOTHING;
  return html`<h2>Timeline</h2>
    ${folded(
      `${moments.length} moments`,
      table({
        caption: 'What was begun and seen, and who says so',
        header: ['since the start', 'UTC', 'source', 'what'],
        rows: moments.map(({ sinceStartMs, at, source, what }) => [
          seconds(sinceStartMs),
          at.slice(11, 23),
          source,
          what,
        ]),
        numbers: [0],
      }),
    )}`;
}

function orders({ awsCalls }: EvidenceDocument): Html {
  if (awsCalls.length === 0) return NOTHING;
  return html`<h2>Orders given to AWS</h2>
    ${folded(
      `${awsCalls.length} orders that changed something`,
      table({
        caption: 'CloudTrail knows each by its request id',
        header: ['operation', 'UTC', 'service', 'region', 'request id'],
        rows: awsCalls.map(({ at, service, operation, region, requestId }) => [
          operation,
          at.slice(11, 23),
          service,
          region,
          html`<code>${requestId}</code>`,
        ]),
        isWide: true,
      }),
    )}`;
}

function run({ conduct: { runUrl } }: EvidenceDocument): Html {
  return runUrl === undefined ? html`not known` : webLink(runUrl, runUrl);
}

function evidence({ number, sha256, files }: SiteDrill, path: string): Html {
  return html`<h2 id="evidence">Evidence</h2>
    ${facts('In the chain', [
      ['entry', number],
      ['SHA-256 of the entry', html`<code>${sha256}</code>`],
    ])}
    ${table({
      caption: 'Stored files',
      header: ['file', 'path', 'SHA-256'],
      rows: files.map((file) => [
        file.what,
        html`<a href="${Address.ofSite(file.path, path)}">${file.path}</a>`,
        file.sha256 === undefined ? '–' : html`<code>${file.sha256}</code>`,
      ]),
    })}
    <p class="note">${ENTRY_NOTE} ${internalLink('How to verify it', VERIFY_PATH, path)}.</p>`;
}

function neighbours({ number }: SiteDrill, drills: readonly SiteDrill[], name: string, path: string): Html {
  const index = drills.findIndex((each) => each.number === number);
  const before = index > 0 ? drills[index - 1] : undefined;
  const after = drills[index + 1];
  const link = (drill: SiteDrill | undefined, text: string) =>
    drill === undefined
      ? NOTHING
      : internalLink(`${text}: entry ${drill.number}, ${drill.document.kind}`, drillPath(name, drill.number), path);
  return html`<nav class="pages" aria-label="Drills before and after">
    ${link(before, 'Before')}${link(after, 'After')}
  </nav>`;
}
