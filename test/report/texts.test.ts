import { describe, expect, test } from '@jest/globals';
import { renderApplyComment, renderApplyFailed, renderApplyStopped } from '../../src/report/apply-report';
import {
  renderBreakGlassIssue,
  renderDriftClosed,
  renderDriftIssue,
  renderForkNotice,
  renderWatchdogClosed,
  renderWatchdogIssue,
} from '../../src/report/issue-texts';
import { renderPlanComment, renderPlanSummary } from '../../src/report/plans-comment';
import { expectGolden, expectWellFormed } from './golden-text';
import { COMMIT, RUN } from './plan-of-fixture';
import { BLOCKED, EMPTY_SUMMARY, SUMMARY, THREE_ENVIRONMENTS } from './three-environments';

const ORIGIN = { commit: COMMIT, runUrl: RUN };
const PLACE = { ...ORIGIN, environment: 'production' };
const DIGEST = '89abcdef012345670123456789abcdef0123456789abcdef0123456789abcdef';
const DONE = { address: 'aws_sns_topic.events', action: 'create', seconds: 2 };

// Kept to be read in review, as a user would see them.
describe('three environments: one blocked, one failed, one without a plan', () => {
  const parts = renderPlanComment(THREE_ENVIRONMENTS, ORIGIN);
  const text = parts.join('');

  test('are one comment', () => {
    expect(parts).toHaveLength(1);
    expectGolden('three-environments', text);
  });

  test('it opens with the outcome of each', () => {
    expect(text.split('\n')[0]).toBe('## Plan: ❌ 1 × failed, ❔ 1 × without a plan, ⛔ 1 × blocked');
    expect(text).toContain(
      '| ⛔ `production` | `us-west-2` ⚠️ away from home (`us-east-1`) | 1 | 2 | 1 | 1 | 0 | 1 | 0 | ⛔ 2 |',
    );
    expect(text).toContain('| ❌ `staging` | – | – |');
    expect(text).toContain('| ❔ `development` | – | – |');
  });

  test('what is destroyed stands before every diff', () => {
    const first = text.indexOf('```diff');
    expect(text.indexOf('**⚠️ 2 destructive changes**')).toBeGreaterThan(0);
    expect(text.indexOf('**⚠️ 2 destructive changes**')).toBeLessThan(first);
    expect(text.indexOf('DR001')).toBeLessThan(first);
    expect(text.indexOf('Invalid reference')).toBeLessThan(first);
  });

  test('a link that a plan job handed over leads into the repository, or nowhere', () => {
    expect(text).toContain('[restore](https://github.com/acme/db/actions/runs/7) ❌ failed 2 days ago');
    expect(text).not.toContain('evil.example');
  });

  test('the same results make the same text, and the summary of the job holds the same', () => {
    expect(renderPlanComment(THREE_ENVIRONMENTS, ORIGIN)).toEqual(parts);
    expect(renderPlanSummary(THREE_ENVIRONMENTS, ORIGIN)).toBe(text);
  });
});

describe('where the writer is', () => {
  const cell = (writer: typeof BLOCKED.writer) =>
    renderPlanComment({ plans: [{ ...BLOCKED, writer }], missing: [] }, ORIGIN)[0]
      ?.split('\n')[4]
      ?.split(' | ')[1];

  test.each<[typeof BLOCKED.writer, string]>([
    [{ state: 'known', region: 'us-east-1' }, '`us-east-1`'],
    [{ state: 'known', region: 'us-west-2' }, '`us-west-2` ⚠️ away from home (`us-east-1`)'],
    [{ state: 'none' }, 'no database yet'],
    [{ state: 'moving', from: 'us-east-1', to: 'us-west-2' }, '⚠️ moving from `us-east-1` to `us-west-2`'],
    [{ state: 'moving' }, '⚠️ moving'],
    [{ state: 'unknown', reason: 'AWS | refused @all' }, '❔ unknown: AWS &#124; refused @\u200ball'],
  ])('%j', (writer, text) => {
    expect(cell(writer)).toBe(text);
  });
});

describe('what a pull request without environments is told', () => {
  test('that a merge applies nothing', () => {
    const [text = ''] = renderPlanComment({ plans: [], missing: [] }, ORIGIN);
    expect(text).toContain('## Plan: ✅ no environment is touched');
    expect(text).toContain('merging it applies nothing');
  });
});

describe('apply', () => {
  test('that was done', () => {
    const text = renderApplyComment({
      ...PLACE,
      applied: 'fresh',
      sealProblems: [{ field: 'state serial', reviewed: '7', now: '8' }],
      summary: SUMMARY,
      planDigest: DIGEST,
      journal: { done: [DONE, { ...DONE, address: 'aws_sqs_queue.a' }] },
      waited: { holder: { kind: 'drill', run: RUN, since: '2026-01-04T09:23:00Z' }, seconds: 61.4 },
    });
    expectGolden('apply-applied', text);
    expect(text).toContain('2 steps done.');
    expect(text).toContain('waited 61 s for the drill of [another run](https://github.com/acme/db/actions/runs/1)');
  });

  test('that had nothing to do', () => {
    const text = renderApplyComment({
      ...PLACE,
      applied: 'nothing',
      summary: EMPTY_SUMMARY,
      planDigest: undefined,
      journal: { done: [] },
    });
    expectGolden('apply-nothing', text);
    expect(text).toContain('✅ nothing to apply');
  });

  test('that was stopped shows every difference', () => {
    const text = renderApplyStopped({
      ...PLACE,
      reason: 'A plan made now does something else than the reviewed one.',
      sealProblems: [{ field: 'tree', reviewed: 'a'.repeat(40), now: 'b'.repeat(40) }],
      differences: [
        { address: 'aws_kms_key.database', reviewed: undefined, now: 'delete' },
        { address: 'aws_sns_topic.a', reviewed: 'create', now: undefined },
        { address: 'aws_sqs_queue.a', reviewed: 'update', now: 'update' },
      ],
      summary: SUMMARY,
    });
    expectGolden('apply-stopped', text);
    expect(text).toContain('| `aws_kms_key.database` | no change | delete |');
    expect(text).toContain('| `aws_sns_topic.a` | create | no change |');
    expect(text).toContain('| `aws_sqs_queue.a` | update | update, with other values |');
    expect(text).toContain('nothing was changed');
  });

  test('that failed half-way says what was done, what failed and what is left', () => {
    const text = renderApplyFailed({
      ...PLACE,
      error: 'Error: creating SQS Queue: AccessDenied ```',
      journal: {
        done: [DONE],
        failed: [{ address: 'aws_sqs_queue.events', action: 'create', seconds: 1 }],
        unfinished: [{ address: 'aws_rds_cluster.this["us-east-1"]', action: 'update' }],
        notStarted: [{ address: 'aws_kms_key.database', action: 'delete' }],
      },
      remaining: SUMMARY,
    });
    expectGolden('apply-failed', text);
    expect(text).toContain('❌ failed half-way');
    expect(text).toContain('| 1 | 1 | 1 | 1 |');
    expect(text).toContain('What is left, by a plan made right afterwards');
  });

  test('says where a thing comes from that is there already', () => {
    const journal = { done: [], failed: [], notStarted: [] };
    const told = (error: string) => renderApplyFailed({ ...PLACE, error, journal, remaining: undefined });
    const answers = [
      'DBParameterGroupAlreadyExists: x',
      "InvalidGroup.Duplicate: The group 'x'",
      'BucketAlreadyOwnedByYou: x',
    ];
    for (const answer of answers) expect(told(answer)).toContain('take it over with an `import` block');
    expect(told('AccessDenied: x')).not.toContain('import');
  });

  test('that failed before it began says so', () => {
    const journal = { done: [], failed: [], notStarted: [DONE] };
    const text = renderApplyFailed({ ...PLACE, error: 'x', journal, remaining: undefined });
    expect(text).toContain('❌ failed, nothing was changed');
    expect(text).toContain('Remove the cause and run this job again.');
  });

  test('that did 50,000 things is cut, counted and accepted', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ ...DONE, address: `aws_sns_topic.t${index}` }));
    const journal = { done: many, failed: [], notStarted: [] };
    const text = renderApplyFailed({ ...PLACE, error: '\u001b'.repeat(20_000), journal, remaining: undefined });
    expect(text.length).toBeLessThanOrEqual(65_000);
    const shown = text.split('| ✅ |').length - 1;
    expect(text).toContain(`… and ${50_000 - shown} more; the log of the run names all of them.`);
    expectWellFormed(text);
  });
});

describe('drift', () => {
  const issue = renderDriftIssue(BLOCKED);

  test('is one issue, by kind, the dangerous first', () => {
    expect(issue.title).toBe('production is not as its configuration says');
    expectGolden('drift-issue', issue.body);
    const headings = issue.body.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      '## `production`: 1 ⚠️ role change, 2 drift, 5 real, 1 expected after failover',
      '### ⚠️ Role change',
      '### Drift',
      '### Real',
      '### Expected after failover',
    ]);
  });

  test('what Terraform would put back is shown once', () => {
    const [first] = BLOCKED.summary.changes;
    const drift = [
      { address: first?.address ?? '', action: 'update' as const, label: 'drift' as const, attributes: [] },
    ];
    const { body } = renderDriftIssue({ ...BLOCKED, summary: { ...SUMMARY, drift } });
    expect(body.split('aws_kms_key.database').length - 1).toBe(1);
  });

  test('is over at some time', () => {
    expect(renderDriftClosed(PLACE)).toBe(
      '✅ `production` is as its configuration says.\n\n<sub>commit `0123456789ab` · [run](https://github.com/acme/db/actions/runs/1)</sub>',
    );
  });
});

describe('the watchdog', () => {
  const finding = { id: 'overdue-drill', sentence: 'No drill since 2026-01-01', whatToDo: 'Run one.', link: RUN };

  test('names each finding, and what to do', () => {
    const issue = renderWatchdogIssue([
      finding,
      { id: 'a', sentence: 'Merged #7, not applied', whatToDo: 'Run its apply again.' },
    ]);
    expect(issue.title).toBe('The pipeline needs attention: 2 findings');
    expectGolden('watchdog-issue', issue.body);
  });

  test('the same findings in another order make the same text', () => {
    const other = { ...finding, id: 'a' };
    expect(renderWatchdogIssue([finding, other])).toEqual(renderWatchdogIssue([other, finding]));
  });

  test('is content at last', () => {
    expect(renderWatchdogClosed()).toBe('✅ Nothing is overdue any more.');
  });
});

test('a fork is told why it gets no plan, and a maintainer what to do', () => {
  expectGolden('fork-notice', renderForkNotice());
});

describe('break-glass', () => {
  const glass = {
    environment: 'production',
    reason: 'the restore drill fails on a known bug @everyone #12',
    actor: 'octo-cat',
    runUrl: RUN,
    concerns: ['the last restore drill failed'],
    risky: ['aws_rds_cluster.this["us-east-1"]'],
    pullRequest: 17,
    commit: COMMIT,
  };

  test('leaves an issue that calls the one who did it, and nobody else', () => {
    const { title, body } = renderBreakGlassIssue(glass);
    expect(title).toBe('Break-glass: risky changes of production are applied without a fresh drill');
    expect(body.match(/@\w[\w-]*|#\d+/g)).toEqual(['@octo-cat', '#17']);
    // Meant: the one who did it is called, and the pull request is linked.
    expectGolden('break-glass-issue', body, ['mention: @octo-cat', 'issue: #17']);
  });

  test('a name that is no login calls nobody', () => {
    expect(renderBreakGlassIssue({ ...glass, actor: 'acme/team' }).body).toContain('By `acme/team`');
  });
});
