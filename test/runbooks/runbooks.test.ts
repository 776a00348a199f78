import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RUNBOOKS as SENT_TO } from '../../src/drill/recovery/human-needed';
import { readPage, pages, RUNBOOKS } from './runbook-pages';

const PAGES = pages();

test('every page that is needed is there', () => {
  expect(PAGES.map(({ name }) => name)).toEqual([
    'README.md',
    'fail-back.md',
    'failover-by-hand.md',
    'github-down.md',
    'lost-controller.md',
    'restore-after-corruption.md',
    'rotation-stuck.md',
    'split-brain.md',
    'state-bucket-lost.md',
  ]);
});

test.each(PAGES.filter(({ name }) => name !== 'README.md'))('$name answers the same questions', ({ anchors, text }) => {
  expect(anchors).toEqual(expect.arrayContaining(['look-first', 'see-that-it-worked', 'do-not']));
  for (const question of ['**When**', '**Who decides**', '**What is lost**']) expect(text).toContain(question);
});

test('a block is a command, which is executed, or output, which is not', () => {
  const others = PAGES.flatMap(({ blocks }) => blocks).filter(
    ({ info }) => !['sh', 'sh not-in-the-sandbox', 'text'].includes(info),
  );
  expect(others).toEqual([]);
});

// A drill takes minutes, asks for its window, and is tested by itself; a second order to move the writer would find it moved already; and the
// bootstrap cannot be made twice. Whoever adds to this list says why here.
test('only these blocks are not executed', () => {
  const left = PAGES.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ info }) => info === 'sh not-in-the-sandbox')
      .map(({ heading, text }) => `${name}#${heading}: ${text.split('\n')[0] ?? ''}`),
  );
  expect(left).toEqual([
    'fail-back.md#move-the-writer: npm run dr -- drill "$ENVIRONMENT" switchover --no-fail-back',
    'fail-back.md#move-the-writer: aws rds switchover-global-cluster --region "$OTHER_REGION" --global-cluster-identifier "aurora-global-$SUFFIX" \\',
    'fail-back.md#a-drill-that-needs-you: npm run dr -- recover "$ENVIRONMENT"',
    'fail-back.md#a-drill-that-needs-you: npm run dr -- resolved "$ENVIRONMENT" --by "Your Name" --note "What you did, and what you saw"',
    'github-down.md#drill: npm run dr -- drill "$ENVIRONMENT" switchover',
    'state-bucket-lost.md#a-new-bucket: terraform -chdir=terraform/bootstrap init',
  ]);
});

describe('links', () => {
  const anchorsOf = (path: string) => readPage(path, readFileSync(path, 'utf8')).anchors;

  test.each(PAGES)('of $name lead somewhere', ({ name, links }) => {
    const broken = links.filter((link) => {
      if (/^https:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? join(RUNBOOKS, name) : normalize(join(RUNBOOKS, file));
      return !existsSync(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('every page is in the index', () => {
    const index = PAGES.find(({ name }) => name === 'README.md');
    expect(index?.links).toEqual(
      expect.arrayContaining(PAGES.map(({ name }) => name).filter((name) => name !== 'README.md')),
    );
  });

  test('where a recovery sends people to is there', () => {
    const missing = Object.values(SENT_TO).filter((place) => {
      const [path = '', anchor = ''] = place.split('#');
      return !anchorsOf(path).includes(anchor);
    });
    expect(missing).toEqual([]);
  });
});

test('every alarm that is named is one that Terraform makes', () => {
  const made = readdirSync('terraform', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf') && !file.includes('.terraform/'))
    .flatMap((file) => [...readFileSync(join('terraform', file), 'utf8').matchAll(/alarm_name\s*=\s*"(alarm-[^"]+)"/g)])
    .map(([, name = '']) => new RegExp(`^${name.replaceAll(/\$\{[^}]+\}/g, '[a-z0-9-]+')}$`));
  expect(made.length).toBeGreaterThan(12);
  const named = PAGES.flatMap(({ text }) =>
    [...text.matchAll(/(?<!-)alarm-[A-Za-z0-9<>$_-]+(?:…)?/g)].map(([name]) => name),
  );
  expect(named.length).toBeGreaterThan(12);
  // <region>, $SUFFIX and … stand for what differs.
  const plain = named.map((name) =>
    name
      .replaceAll(/<[a-z]+>|\$[A-Z_]+/g, 'x')
      .replace(/-…$/, '-x')
      .replace(/…$/, 'x'),
  );
  const known = (name: string) =>
    made.some((one) => one.test(name) || one.test(`${name}-x`) || one.test(`${name}-x-x`));
  expect(plain.filter((name) => !known(name))).toEqual([]);
});

test('no command shows what is secret', () => {
  const commands = PAGES.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join('\n');
  expect(commands).not.toMatch(/get-secret-value|get-random-password|--master-user-password/);
});
