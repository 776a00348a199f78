import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { RUNBOOKS } from '../../../src/drill/recovery/human-needed';
import { UNREADABLE_RUNBOOK } from '../../../src/drill/recovery/standing';

/** As GitHub makes the anchor of a heading. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each([...Object.values(RUNBOOKS), UNREADABLE_RUNBOOK])('a person who is sent to %s finds it', (place) => {
  const [file = '', anchor = ''] = place.split('#');
  expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
});
