import type { ContentManifest, SectionName, SequenceState } from '../../ports/content';
import { compareContent, type ExpectedContent, type FoundContent } from './compare-content';
import type { ContentCheck } from './content-check';

export interface NegativeControl {
  /** What was altered in what the copy is compared with. */
  readonly altered: string;
  /** Whether the comparison refused it, for that reason and no other. */
  readonly rejected: boolean;
}

interface Alteration {
  readonly altered: string;
  /** The check that has to fail. */
  readonly check: string;
  readonly expected: ExpectedContent;
}

/**
 * Shows that the comparison can see: it is run again with an expectation in which one thing is altered, and has to refuse it for exactly that reason. What is
 * altered takes turns by the exercise; what cannot be compared this time, because the application was changing it, is passed over.
 *
 * @param checks what the honest comparison came to
 */
export function controlNegatively(
  exerciseId: string,
  expected: ExpectedContent,
  found: FoundContent,
  checks: readonly ContentCheck[],
): NegativeControl {
  const alterations = [missingHeartbeat, otherRow, otherColumn, sequenceAhead, otherRole];
  const first = Number.parseInt(exerciseId.replaceAll(/[^0-9a-f]/g, '').slice(0, 8), 16) % alterations.length;
  for (let turn = 0; turn < alterations.length; turn++) {
    const alteration = alterations[(first + turn) % alterations.length]?.(expected, checks);
    if (alteration === undefined) continue;
    const before = new Set(failing(checks));
    const refused = failing(compareContent(alteration.expected, found)).filter((check) => !before.has(check));
    return {
      altered: alteration.altered,
      rejected: refused.length === 1 && refused[0] === alteration.check,
    };
  }
  return { altered: 'nothing: no check passed that could have been altered', rejected: false };
}

type Alter = (expected: ExpectedContent, checks: readonly ContentCheck[]) => Alteration | undefined;

const missingHeartbeat: Alter = (expected, checks) => {
  const check = passing('heartbeats before', checks);
  const { heartbeats } = expected;
  const seq = Math.max(0, ...heartbeats.acknowledged, ...heartbeats.possible) + 1;
  return check === undefined
    ? undefined
    : {
        altered: `a heartbeat: number ${seq}, which was never written, is expected too`,
        check,
        expected: { ...expected, heartbeats: { ...heartbeats, acknowledged: [...heartbeats.acknowledged, seq] } },
      };
};

const otherRow: Alter = (expected, checks) => {
  for (const content of expected.before.tables) {
    const check = passing(`content of ${content.table}`, checks);
    if (check === undefined || content.state !== 'read') continue;
    const later = expected.after.tables.find((other) => other.table === content.table);
    if (later?.state !== 'read') continue;
    const settled = Object.entries(content.buckets).find(([name, { sum }]) => later.buckets[name]?.sum === sum);
    if (settled === undefined) continue;
    const [name, bucket] = settled;
    const buckets = { ...content.buckets, [name]: { ...bucket, sum: (BigInt(bucket.sum) + 1n).toString() } };
    const change = (manifest: ContentManifest): ContentManifest => ({
      ...manifest,
      tables: manifest.tables.map((other) => {
        if (other.table !== content.table || other.state !== 'read') return other;
        return { ...other, buckets: { ...other.buckets, [name]: buckets[name] ?? bucket } };
      }),
    });
    return { altered: `the hash of one row of ${content.table}`, check, expected: inBoth(expected, change) };
  }
  return undefined;
};

const otherColumn: Alter = (expected, checks) => {
  const check = passing('tables', checks);
  const [table] = Object.keys(expected.before.sections.tables.objects ?? {});
  return check === undefined
    ? undefined
    : {
        altered: `the type of a column${table === undefined ? '' : ` of ${table}`}`,
        check,
        expected: inBoth(expected, (manifest) => withOther(manifest, 'tables', table)),
      };
};

const otherRole: Alter = (expected, checks) => {
  const check = passing('roles', checks);
  return check === undefined
    ? undefined
    : {
        altered: 'a role: one more is expected than there ever was',
        check,
        expected: inBoth(expected, (manifest) => withOther(manifest, 'roles', 'a_role_that_never_was')),
      };
};

const sequenceAhead: Alter = (expected, checks) => {
  const check = passing('sequences', checks);
  const invented: SequenceState = {
    name: 'a_sequence_that_never_was',
    lastValue: '1',
    increment: '1',
    columnEdge: null,
  };
  return check === undefined
    ? undefined
    : {
        altered: 'a sequence: one more is expected than there ever was',
        check,
        expected: inBoth(expected, (manifest) => ({ ...manifest, sequences: [...manifest.sequences, invented] })),
      };
};

/** The original did not change in between: it has to be altered before and after alike. */
function inBoth(expected: ExpectedContent, change: (manifest: ContentManifest) => ContentManifest): ExpectedContent {
  return { ...expected, before: change(expected.before), after: change(expected.after) };
}

function withOther(manifest: ContentManifest, name: SectionName, object: string | undefined): ContentManifest {
  const section = manifest.sections[name];
  const objects =
    section.objects === null || object === undefined ? section.objects : { ...section.objects, [object]: 'altered' };
  return {
    ...manifest,
    sections: { ...manifest.sections, [name]: { ...section, digest: flipped(section.digest), objects } },
  };
}

function flipped(digest: string): string {
  return `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
}

function passing(check: string, checks: readonly ContentCheck[]): string | undefined {
  return checks.find((line) => line.check === check)?.outcome === 'passed' ? check : undefined;
}

function failing(checks: readonly ContentCheck[]): readonly string[] {
  return checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
}
