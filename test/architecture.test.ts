import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// The directions of docs/architecture.md, as tests: a rule in prose decays.

function sources(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    if (['node_modules', 'dist', 'repository'].includes(name)) return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(?:ts|mjs)$/.test(name) ? [path] : [];
  });
}

const FILES = ['src', 'actions', 'lambdas', 'sandbox', 'scripts', 'test'].flatMap(sources);
const text = (file: string) => readFileSync(file, 'utf8');

/** What a file imports: paths from the root for our own files, names for packages. */
function imports(file: string): readonly string[] {
  return [...text(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, specifier]) => {
    if (specifier === undefined) return [];
    return [specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier];
  });
}

function offenders(inside: RegExp, forbidden: RegExp): readonly string[] {
  return FILES.filter((file) => inside.test(file)).flatMap((file) =>
    imports(file)
      .filter((imported) => forbidden.test(imported))
      .map((imported) => `${file} imports ${imported}`),
  );
}

const OUTSIDE = /^(?:node:|@actions\/|@aws-sdk\/|@octokit\/|pg$|socks$)/;

describe('directions', () => {
  test.each<[string, RegExp, RegExp]>([
    [
      'environment, plan and report are pure',
      /^src\/(?:environment|plan|report)\//,
      new RegExp(`${OUTSIDE.source.replace('node:', 'node:(?!stream)')}|^src/adapters/`),
    ],
    [
      'drill and failover know ports, never adapters',
      /^src\/(?:drill|failover)\//,
      new RegExp(`${OUTSIDE.source}|^src/(?:adapters|environment|plan|report)/`),
    ],
    [
      'health knows ports, never adapters',
      /^src\/health\//,
      new RegExp(`${OUTSIDE.source}|^src/(?:adapters|environment|plan|report)/`),
    ],
    [
      'what stands between plan and apply, and what looks after them, knows ports, never adapters',
      /^src\/(?:apply|doctor|evidence|guard|interlock|operate|records|seal|watch)\//,
      new RegExp(`${OUTSIDE.source}|^src/adapters/`),
    ],
    [
      'ports know no implementation',
      /^src\/ports\//,
      new RegExp(`${OUTSIDE.source.replace('node:', 'node:(?!stream)')}|^src/(?!ports/)`),
    ],
    [
      'a run knows stages and ports, never adapters',
      /^(?:actions\/[^/]+\/src\/run[\w-]*|lambdas\/[^/]+\/run)\.ts$/,
      new RegExp(`${OUTSIDE.source}|^src/adapters/`),
    ],
    [
      'the product does not know the sandbox or the tests',
      /^(?:src|actions|lambdas)\//,
      /^(?:sandbox|test|scripts|tooling)\//,
    ],
    ['the sandbox does not know the tests', /^sandbox\//, /^test\//],
    ['actions do not import each other (1)', /^actions\/plan\//, /^actions\/(?!plan\/)/],
    ['actions do not import each other (2)', /^actions\/apply\//, /^actions\/(?!apply\/)/],
    ['actions do not import each other (3)', /^actions\/drill\//, /^actions\/(?!drill\/)/],
    [
      'adapters translate and know no stage but the types and errors that they need',
      /^src\/adapters\//,
      /^src\/(?:plan|report)\//,
    ],
  ])('%s', (_rule, inside, forbidden) => {
    expect(FILES.filter((file) => inside.test(file))).not.toEqual([]);
    expect(offenders(inside, forbidden)).toEqual([]);
  });
});

test('clock, randomness and process stay out of everything that decides', () => {
  const stages = FILES.filter((file) => /^src\/(?!adapters\/)/.test(file));
  const found = stages.filter((file) =>
    /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|process\.|setTimeout\(|performance\.)/.test(text(file)),
  );
  expect(found).toEqual([]);
});

test('no source file is longer than it can be read at one sitting, none is named utils', () => {
  const limit = 340;
  const product = FILES.filter((file) => !file.startsWith('test/'));
  expect(product.filter((file) => text(file).split('\n').length > limit)).toEqual([]);
  expect(FILES.filter((file) => /utils?|helpers?/i.test(file))).toEqual([]);
});

test('no shell string is ever built: programs are started with lists of arguments', () => {
  const found = FILES.filter(
    (file) =>
      /import \{[^}]*\bexec(?:Sync)?\b[^}]*\} from 'node:child_process'|shell: true/.test(text(file)) &&
      file !== 'test/architecture.test.ts',
  );
  expect(found).toEqual([]);
});

test('no file names a directory of somebody’s machine', () => {
  const found = FILES.filter(
    (file) => file !== 'test/architecture.test.ts' && /\/(?:home|Users|work|root)\/[a-z]/i.test(text(file)),
  );
  expect(found).toEqual([]);
});
