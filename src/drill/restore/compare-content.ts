import {
  SECTIONS,
  type ContentManifest,
  type Section,
  type SectionName,
  type SequenceState,
} from '../../ports/content';
import { compareHeartbeats, type ExpectedHeartbeats, type FoundHeartbeats } from './compare-heartbeats';
import { compareTable } from './compare-table';
import { failed, passed, someOf, unknown, type ContentCheck } from './content-check';

/** What a restored copy must hold. The original was looked at before and after the moment: what differed between them is not known of the moment. */
export interface ExpectedContent {
  readonly heartbeats: ExpectedHeartbeats;
  readonly before: ContentManifest;
  readonly after: ContentManifest;
}

export interface FoundContent {
  readonly heartbeats: FoundHeartbeats;
  readonly manifest: ContentManifest;
}

/**
 * Compares a restored copy with the original, one check after the other.
 *
 * An application that goes on writing while the drill looks makes parts of it `unknown`, never `failed`.
 */
export function compareContent(expected: ExpectedContent, found: FoundContent): readonly ContentCheck[] {
  const { before, after } = expected;
  return [
    ...compareHeartbeats(expected.heartbeats, found.heartbeats, found.manifest.newestHeartbeatMs),
    ...SECTIONS.map((section) =>
      compareSection(section, before.sections[section], after.sections[section], found.manifest.sections[section]),
    ),
    compareSequences(before.sequences, after.sequences, found.manifest.sequences),
    ...before.tables.flatMap((table) =>
      compareTable(
        table,
        after.tables.find((other) => other.table === table.table),
        found.manifest.tables.find((other) => other.table === table.table),
      ),
    ),
    ...compareIndexes(found.manifest),
  ];
}

function compareSection(name: SectionName, before: Section, after: Section, found: Section): ContentCheck {
  const expected = `${before.count}, digest ${before.digest.slice(0, 12)}`;
  if (before.digest !== after.digest) {
    return unknown(name, `changed at the original during the drill: ${differences(before, after)}`, expected);
  }
  const value = `${found.count}, digest ${found.digest.slice(0, 12)}`;
  return found.digest === before.digest
    ? passed(name, value, expected)
    : failed(name, `${value}; different: ${differences(before, found)}`, expected);
}

function differences(one: Section, other: Section): string {
  if (one.objects === null || other.objects === null) return 'too many to be listed';
  const names = new Set([...Object.keys(one.objects), ...Object.keys(other.objects)]);
  return someOf([...names].filter((name) => one.objects?.[name] !== other.objects?.[name]).sort());
}

/**
 * A sequence runs ahead of what was committed, also by a restore, and that harms nobody; one that is behind hands out numbers twice. What the
 * original has wrong too is no fault of its backup.
 */
function compareSequences(
  before: readonly SequenceState[],
  after: readonly SequenceState[],
  found: readonly SequenceState[],
): ContentCheck {
  const problems: string[] = [];
  for (const source of before) {
    const copy = found.find(({ name }) => name === source.name);
    const later = after.find(({ name }) => name === source.name);
    // Dropped meanwhile, or set back on purpose: then nothing is known of the moment between.
    if (later === undefined || isBehind(later.lastValue, source)) continue;
    if (copy === undefined) problems.push(`${source.name} is missing`);
    else if (isBehind(copy.lastValue, source)) {
      problems.push(
        `${source.name} is at ${copy.lastValue ?? 'its start'}, the original was at ${source.lastValue ?? ''}`,
      );
    } else if (isBehindItsColumn(copy) && !isBehindItsColumn(source) && !isBehindItsColumn(later)) {
      problems.push(`${source.name} is at ${copy.lastValue ?? 'its start'}, its column at ${copy.columnEdge ?? ''}`);
    }
  }
  const expected = 'none behind the original or behind its column';
  return problems.length > 0
    ? failed('sequences', someOf(problems), expected)
    : passed('sequences', `${found.length}, none behind`, expected);
}

function isBehind(value: string | null, source: SequenceState): boolean {
  if (source.lastValue === null) return false;
  return value === null || isBefore(value, source.lastValue, source.increment);
}

function isBehindItsColumn({ lastValue, columnEdge, increment }: SequenceState): boolean {
  if (columnEdge === null) return false;
  return lastValue === null || isBefore(lastValue, columnEdge, increment);
}

function isBefore(one: string, other: string, increment: string): boolean {
  return BigInt(increment) < 0n ? BigInt(one) > BigInt(other) : BigInt(one) < BigInt(other);
}

/** One line for all indexes: with fifty tables there are hundreds. */
function compareIndexes({ indexChecks }: ContentManifest): readonly ContentCheck[] {
  const expected = 'each agrees with its table';
  const corrupt = indexChecks.filter(({ outcome }) => outcome === 'failed');
  const open = indexChecks.filter(({ outcome }) => outcome === 'unknown');
  const sound = `${indexChecks.length - corrupt.length - open.length} of ${indexChecks.length} sound`;
  const named = (checks: typeof indexChecks) => someOf(checks.map(({ index, detail }) => `${index} (${detail})`));
  if (corrupt.length > 0) return [failed('amcheck', `${sound}; not sound: ${named(corrupt)}`, expected)];
  if (open.length > 0) return [unknown('amcheck', `${sound}; not known: ${named(open)}`, expected)];
  return indexChecks.length === 0 ? [] : [passed('amcheck', sound, expected)];
}
