import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeBlock } from '../../src/report/code-block';
import { code, htmlCode, link, linkInto, sentence } from '../../src/report/inline';
import { htmlText, plainText, table } from '../../src/report/markdown-table';
import { cut, visible, visibleLine } from '../../src/report/visible';
import { addressesIn, readByGitHub, readMarkdown, structureOf, textOf, unbalanced } from './github-markdown';
import { HOSTILE_TOKENS, hostileText } from './hostile-text';

/** Each place in which the words of others stand in a text of ours, by its name. */
const PLACES: readonly (readonly [string, (text: string) => string])[] = [
  ['a paragraph', plainText],
  ['a paragraph behind words', (text) => `Reason: ${plainText(text)}.`],
  ['a heading', (text) => `## ${plainText(text)}`],
  ['bold text', (text) => `**why: ${plainText(text)}.**`],
  ['a list', (text) => `- ${plainText(text)}\n- y`],
  ['a cell', (text) => table(['a', 'b'], [[text, 'y']])],
  [
    'the last cell',
    (text) =>
      table(
        ['a', 'b'],
        [
          ['y', text],
          ['y', 'y'],
        ],
      ),
  ],
  ['the head of a table', (text) => table([text, 'b'], [['y', 'y']])],
  ['small text', (text) => `<sub>${plainText(text)}</sub>`],
  ['a summary', (text) => `<details><summary>${htmlText(text)}</summary>\n\ny\n\n</details>`],
  ['code in a summary', (text) => `<details><summary>${htmlCode(text)}: y</summary>\n\ny\n\n</details>`],
  ['code in a paragraph', (text) => `The name ${code(text)}, y`],
  ['code in a list', (text) => `- ${code(text)}: y`],
  ['code in a cell', (text) => `| a | b |\n| --- | --- |\n| ${code(text)} | y |`],
  ['two code spans', (text) => `${code(text)} and ${code(text)}`],
  ['the text of a link', (text) => link(text, 'https://github.com/acme/db')],
];

/** What a reader should see of a text in one line: everything invisible as its code, and white space as one space. */
const asSeen = (text: string) =>
  visible(text.replace(/[\r\n\t ]+/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
const normal = (text: string) => text.replace(/\s+/g, ' ').trim();

/** In code a line break is a code too. */
const isCode = (place: string) => place.includes('code');

describe.each(PLACES)('hostile text in %s', (place, write) => {
  // As many lines, cells and so on as for a word that is nothing but a word.
  const expected = structureOf(readMarkdown(write('x')));
  const around = textOf(readMarkdown(write('\u0001'))).split('\\u0001');

  const check = (text: string) => {
    const read = readMarkdown(write(text));
    expect(structureOf(read)).toBe(expected);
    expect(readByGitHub(read)).toEqual([]);
    expect(addressesIn(read)).toEqual(place === 'the text of a link' ? ['https://github.com/acme/db'] : []);
    const seen = isCode(place) && !place.includes('summary') ? visibleLine(text) : asSeen(text);
    expect(normal(textOf(read)).replaceAll(' ', '')).toBe(normal(around.join(seen)).replaceAll(' ', ''));
  };

  test('one by one', () => {
    HOSTILE_TOKENS.filter((token) => token.trim() !== '').forEach(check);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(
        hostileText.filter((text) => asSeen(text) !== ''),
        check,
      ),
      { numRuns: 60 },
    );
  });
});

describe('what a reader of the source sees', () => {
  test.each<[string, string]>([
    ['@everyone, @acme/platform', '@\u200beveryone, @\u200bacme/platform'],
    ['see #12, acme/prod#1 and GH-12', 'see \\#\u200b12, acme/prod\\#\u200b1 and GH-\u200b12'],
    ['0123456789abcdef0123', '012345\u200b6789ab\u200bcdef01\u200b23'],
    ['six: abcdef', 'six: abcdef'],
    ['mail user@host.example', 'mail user@\u200bhost.example'],
    ['https://evil.example www.evil.example', 'https:\u200b//evil.example www\u200b.evil.example'],
    [':tada: but 12:30', ':\u200btada: but 12:30'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['<!-- dr:plan -->', '&#60;!-- dr:plan --&#62;'],
    ['&copy;', '&#38;copy;'],
    ['a | b', 'a &#124; b'],
    ['a `b`', 'a &#96;b&#96;'],
    ['$x$', '<span>$</span>x<span>$</span>'],
    ['# a', '\\#\u200b a'],
    ['- a', '\\- a'],
    ['-5 and - 5', '-5 and - 5'],
    ['1. a', '1\\. a'],
    ['2.00 s', '2.00 s'],
    ['---', '\\---'],
    ['two\n\nlines', 'two lines'],
    ['a\u202eb\u0000', 'a\\\\u202eb\\\\u0000'],
    ['us-east-1: aws_rds_cluster', 'us-east-1: aws\\_rds\\_cluster'],
  ])('%j as Markdown', (text, markdown) => {
    expect(plainText(text)).toBe(markdown);
  });

  test.each<[string, string]>([
    ['~ aws_sns_topic.a["x"]', '~ aws_sns_topic.a[&#34;x&#34;]'],
    ['@everyone </summary>', '@\u200beveryone &#60;/summary&#62;'],
    ['#12 $x$', '#\u200b12 <span>$</span>x<span>$</span>'],
    ['a\n\nb', 'a b'],
  ])('%j as HTML', (text, html) => {
    expect(htmlText(text)).toBe(html);
  });

  test.each<[string, string]>([
    ['aws_rds_cluster.this["us-east-1"]', '`aws_rds_cluster.this["us-east-1"]`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['a|b', '<code>a&#124;b</code>'],
    ['a\nb\u202e', '`a\\u000ab\\u202e`'],
    ['', '<code></code>'],
  ])('%j as code', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });
});

describe('what nobody would see is shown as a code', () => {
  test.each<[string, string]>([
    ['a\u202eb', 'a\\u202eb'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['\u001b[31m\t', '\\u001b[31m\\u0009'],
    ['é 界 😀', 'é 界 😀'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['e\u0301\u0301\u0301\u0301\u0301\u0301', 'e\u0301\u0301\u0301\u0301\\u0301\\u0301'],
  ])('%j', (text, seen) => {
    expect(visible(text)).toBe(seen);
  });
});

describe('a fence', () => {
  test('is longer than any run of backticks in it', () => {
    expect(codeBlock('```\n@everyone\n````', 'diff')).toBe('`````diff\n```\n@everyone\n````\n`````');
  });

  test('cannot be closed by what is in it, whatever that is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const block = `${codeBlock(text, 'diff')}\n\ny`;
        const read = readMarkdown(block);
        expect(structureOf(read)).toBe('<pre><code></></><p></>');
        expect(textOf(read).trim()).toBe(`${visible(text)}\n\ny`.trim());
        expect(unbalanced(block)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a link', () => {
  test.each<[string | undefined, string]>([
    ['https://github.com/acme/db/actions/runs/1', '[run](https://github.com/acme/db/actions/runs/1)'],
    ['http://127.0.0.1:8080/acme/db', '[run](http://127.0.0.1:8080/acme/db)'],
    ['https://github.com/a)[x](https://evil.example', '[run](https://github.com/a%29%5Bx%5D%28https://evil.example)'],
    ['https://github.com/a|b `c` <d>', '[run](https://github.com/a%7Cb%20%60c%60%20%3Cd%3E)'],
    ['javascript:alert(1)', 'run'],
    ['data:text/html,x', 'run'],
    ['https://user:word@evil.example', 'run'],
    ['//evil.example', 'run'],
    ['', 'run'],
    [undefined, 'run'],
  ])('to %j', (address, markdown) => {
    expect(link('run', address)).toBe(markdown);
  });

  test.each<[string, string]>([
    ['https://github.com/acme/db/actions/runs/2', '[drill](https://github.com/acme/db/actions/runs/2)'],
    ['https://github.com/acme/db-evil/actions/runs/2', 'drill'],
    ['https://github.com/acme/db/../../evil/x/y', 'drill'],
    ['https://github.com.evil.example/acme/db/', 'drill'],
    ['https://github.com@evil.example/acme/db/', 'drill'],
  ])('of a pull request leads into its own repository only: %s', (address, markdown) => {
    expect(linkInto('https://github.com/acme/db/actions/runs/1', 'drill', address)).toBe(markdown);
  });
});

describe('long texts', () => {
  test('are cut, say so, and are never cut inside of a character', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcdef… (7 characters)');
    expect(cut('abcde😀', 6)).toBe('abcde… (7 characters)');
  });

  test('a million characters take no more room than a thousand', () => {
    expect(sentence('x'.repeat(1_000_000))).toBe(`${'x'.repeat(1_000)}… (1,000,000 characters)`);
    expect(code('x'.repeat(1_000_000)).length).toBeLessThan(400);
  });
});
