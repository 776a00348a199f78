import type { Bucket, TableContent } from '../../ports/content';
import { failed, passed, someOf, unknown, type ContentCheck } from './content-check';

type Read = Extract<TableContent, { state: 'read' }>;

/**
 * Compares the rows of one table that were there when the drill first looked. Those that are still there after the moment were there in it, bucket by bucket; what
 * was added meanwhile is left out, and a bucket from which something was taken is not known. A table of which nothing stayed is unknown, one that could not be read as it was asked for is failed, or the wish to check it would be forgotten in silence.
 */
export function compareTable(
  before: TableContent,
  after: TableContent | undefined,
  found: TableContent | undefined,
): readonly ContentCheck[] {
  const check = `content of ${before.table}`;
  const expected = 'every older row as at the original';
  if (before.state !== 'read') {
    return before.state === 'not-read'
      ? [unknown(check, before.reason, expected)]
      : [failed(check, `${before.reason} at the original; correct drill.checksumTables or the grants`, expected)];
  }
  if (found?.state !== 'read') {
    if (found?.state === 'not-read') return [unknown(check, found.reason, expected)];
    return [failed(check, `${found?.reason ?? `there is no table ${before.table}`} in the restored copy`, expected)];
  }
  if (after?.state !== 'read' || after.extent !== before.extent || found.extent !== before.extent) {
    return [unknown(check, `could not be read the same way each time`, expected)];
  }
  return [compareRows(before, after, found), compareBuckets(check, before, after, found)];
}

function compareRows(before: Read, after: Read, found: Read): ContentCheck {
  const check = `rows of ${before.table}`;
  const [was, is, copy] = [rowsOf(before), rowsOf(after), rowsOf(found)];
  const part = before.extent === 'sample' ? ' in the sample' : '';
  if (was !== is || (was === 0 && before.younger > 0)) {
    return unknown(check, `${copy}${part}`, `between times: ${was} before and ${is} after`);
  }
  return copy === was ? passed(check, `${copy}${part}`, String(was)) : failed(check, `${copy}${part}`, String(was));
}

function compareBuckets(check: string, before: Read, after: Read, found: Read): ContentCheck {
  const names = [...new Set([before, after, found].flatMap(({ buckets }) => Object.keys(buckets)))];
  const settled = names.filter((name) => isSame(before.buckets[name], after.buckets[name]));
  const different = settled.filter((name) => !isSame(before.buckets[name], found.buckets[name]));
  const what = before.extent === 'sample' ? 'stretches of blocks of a sample' : 'parts';
  const busy = names.length - settled.length;
  const expected = `the same in ${settled.length} ${what}${busy > 0 ? `; ${busy} changed during the drill` : ''}`;
  if (settled.length === 0 && (names.length > 0 || before.younger > 0)) {
    return unknown(check, 'all of it changed at the original during the drill', expected);
  }
  return different.length === 0
    ? passed(check, `the same in ${settled.length}`, expected)
    : failed(check, `different in ${different.length} (${someOf(different)})`, expected);
}

/** A bucket that has no rows is not in the answer. */
function isSame(one: Bucket | undefined, other: Bucket | undefined): boolean {
  return (one?.rows ?? 0) === (other?.rows ?? 0) && (one?.sum ?? '0') === (other?.sum ?? '0');
}

function rowsOf({ buckets }: Read): number {
  return Object.values(buckets).reduce((sum, { rows }) => sum + rows, 0);
}
