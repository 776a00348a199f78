import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layOut, paragraph, plainSection, type Paper, type Piece, type Section } from '../../src/report/parts';

const PAPER: Paper = {
  limit: 100,
  measure: (text) => text.length,
  parts: 3,
  head: (part, of) => (of === 1 ? '# all' : `# ${part}/${of}`),
  foot: 'foot',
  omitted: (changes) => `${changes} more`,
};

const piece = (text: string, changes = 1): Piece => ({ text: () => text, changes });
const framed = (pieces: readonly Piece[]): Section => ({ open: '<', reopen: '«', close: '>', between: ',', pieces });
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const C = 'c'.repeat(40);
const D = 'd'.repeat(40);

describe('layOut', () => {
  test('puts what fits on one part', () => {
    expect(layOut([paragraph('a'), framed([piece('b'), piece('c')])], PAPER)).toEqual(['# all\n\na\n\n<b,c>\n\nfoot']);
  });

  test('closes a section at the end of a part, and opens it again in the next', () => {
    expect(layOut([framed([A, B].map((text) => piece(text)))], PAPER)).toEqual([
      `# 1/2\n\n<${A}>`,
      `# 2/2\n\n«${B}>\n\nfoot`,
    ]);
  });

  test('counts what finds no room on the last part', () => {
    const sections = [framed([A, B, C, D].map((text) => piece(text))), plainSection([piece('x', 40), piece('y', 2)])];
    expect(layOut(sections, PAPER)).toEqual([
      `# 1/3\n\n<${A}>`,
      `# 2/3\n\n«${B}>`,
      `# 3/3\n\n«${C}>\n\n43 more\n\nfoot`,
    ]);
  });

  test('never begins a section at the end of a part without showing something of it', () => {
    expect(layOut([paragraph(A), framed([piece(B)])], PAPER)).toEqual([`# 1/2\n\n${A}`, `# 2/2\n\n<${B}>\n\nfoot`]);
  });

  test('what fits on no part is counted', () => {
    expect(layOut([framed([piece('x'.repeat(200), 7)])], PAPER)).toEqual(['# all\n\n7 more\n\nfoot']);
  });

  test('what fits on no part displaces nothing', () => {
    expect(layOut([framed([piece('x'.repeat(200), 0), piece('b')])], PAPER)).toEqual([
      '# all\n\n<b>\n\n1 more\n\nfoot',
    ]);
  });

  test('makes no text that is not shown', () => {
    let made = 0;
    const pieces = Array.from({ length: 1_000 }, () => ({
      changes: 1,
      text: () => {
        made += 1;
        return A;
      },
    }));
    expect(layOut([framed(pieces)], PAPER).at(-1)).toContain('997 more');
    expect(made).toBeLessThanOrEqual(4);
  });

  test('a limit in bytes is kept in bytes', () => {
    const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
    const parts = layOut([framed(Array.from({ length: 20 }, () => piece('界'.repeat(10))))], {
      ...PAPER,
      measure: bytes,
    });
    expect(parts.map(bytes).every((length) => length <= 100)).toBe(true);
    expect(parts).toHaveLength(3);
  });

  test('every part is within the limit, and everything is shown or counted, whatever there is', () => {
    const texts = fc.array(
      fc.string({ maxLength: 60 }).map((text) => text.replace(/[^a-z]/g, 'z')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), fc.boolean(), (sections, isFramed) => {
        const laid = sections.map((pieces) => {
          const all = pieces.map((text) => piece(`[${text}]`));
          return isFramed ? framed(all) : plainSection(all);
        });
        const parts = layOut(laid, PAPER);
        expect(parts.length).toBeGreaterThan(0);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(100);
        const all = parts.join('\n');
        expect(all.match(/[<«]/g)?.length ?? 0).toBe(all.match(/>/g)?.length ?? 0);
        const shown = all.match(/\[/g)?.length ?? 0;
        const omitted = Number(/(\d+) more/.exec(all)?.[1] ?? 0);
        expect(shown + omitted).toBe(sections.flat().length);
      }),
      { numRuns: 500 },
    );
  });
});
