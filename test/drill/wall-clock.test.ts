import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

// A clock that somebody sets must not change a number. So every use of a wall clock is known, and each is a label or a date, never a duration.

function sources(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

test('no adapter, action or function takes a duration from the wall clock', () => {
  const found = ['src', 'lambdas', 'actions/drill/src']
    .flatMap(sources)
    .filter((file) => /\bDate\.now\(/.test(readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
});

test('what measures does not know a wall clock', () => {
  const measures = [
    'measure.ts',
    'split-brain.ts',
    'verdict.ts',
    'result.ts',
    'history.ts',
    'write-probe.ts',
    'read-probe.ts',
    'probers.ts',
    'measured-move.ts',
    'reads-per-replica.ts',
    'disaster.ts',
    'redundancy.ts',
  ];
  const found = measures.filter((file) =>
    /clock\.now\(|new Date|clock_timestamp|server_ts|wallClock/.test(readFileSync(join('src/drill', file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('the database’s clock prunes heartbeats and tells a restore drill the time, and no more', () => {
  const lines = readFileSync('src/drill/heartbeats.ts', 'utf8')
    .split('\n')
    .filter((line) => /clock_timestamp|server_ts/.test(line));
  expect(lines.map((line) => line.trim())).toEqual([
    'server_ts timestamptz NOT NULL DEFAULT clock_timestamp(),',
    "const PRUNE = `DELETE FROM dr.heartbeat WHERE server_ts < clock_timestamp() - interval '35 days'`;",
    "const [row] = await session.query('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');",
  ]);
});
