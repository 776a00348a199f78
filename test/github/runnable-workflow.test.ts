import { expect, test } from '@jest/globals';
import { runnableWorkflow } from '../../sandbox/github/runnable-workflow';

test('the queue of a concurrency group, which the local runner does not know, is left out, and nothing else', () => {
  const text = `on:
  push:
concurrency:
  group: all
  queue: max
jobs:
  a:
    concurrency:
      group: dr-\${{ matrix.environment }}
      cancel-in-progress: false
      queue: max # none is dropped
    env:
      queue: kept
    steps:
      - run: |
          queue: max
          echo "a rather long line, which is not to be folded at any width, because the shell would read it as two commands"
`;
  expect(runnableWorkflow(text)).toBe(`on:
  push:
concurrency:
  group: all
jobs:
  a:
    concurrency:
      group: dr-\${{ matrix.environment }}
      cancel-in-progress: false
    env:
      queue: kept
    steps:
      - run: |
          queue: max
          echo "a rather long line, which is not to be folded at any width, because the shell would read it as two commands"
`);
});

test('a file without one is passed on as it is', () => {
  const text = 'on:   push\njobs: {a:   {concurrency: x}}\n';
  expect(runnableWorkflow(text)).toBe(text);
});

test('what is no YAML is an error', () => {
  expect(() => runnableWorkflow('on: [push\njobs:')).toThrow(/Flow sequence/);
});
