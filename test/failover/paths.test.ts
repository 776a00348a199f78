import { describe, expect, test } from '@jest/globals';
import { httpsPath, sqlPaths } from '../../src/failover/paths';
import type { Reason } from '../../src/health/verdict';
import { SqlError, type SqlConnector } from '../../src/ports/sql';
import { CREDENTIALS } from '../fakes/two-regions';

const EAST = { endpoint: 'writer.east', readerEndpoint: 'readers.east', port: 5432 };

function connectorThat(connect: SqlConnector['connect']) {
  return sqlPaths(EAST, CREDENTIALS, { connect });
}

describe('the SQL paths', () => {
  test('lead to the writer and to the readers, by names that the certificates carry', async () => {
    const asked: string[] = [];
    const paths = connectorThat((target) => {
      asked.push(`${target.host} ${target.tlsServerName}`);
      return Promise.resolve({ query: () => Promise.resolve([]), close: () => Promise.resolve() });
    });
    expect(await Promise.all(paths.map((path) => path.probe(1_000)))).toEqual([
      { answer: 'answered', reason: 'answered' },
      { answer: 'answered', reason: 'answered' },
    ]);
    expect(asked).toEqual(['writer.east writer.east', 'readers.east readers.east']);
  });

  test.each(['28P01', '53300', '57P03', 'XX000'])('an error of the server (%s) is an answer', async (sqlState) => {
    const [path] = connectorThat(() => Promise.reject(new SqlError('refused', 'not-executed', sqlState)));
    expect(await path?.probe(1_000)).toMatchObject({ answer: 'answered' });
  });

  test('so is a certificate that we do not accept', async () => {
    const error = new SqlError('certificate has expired', 'not-executed', undefined, { serverAnswered: true });
    const [path] = connectorThat(() => Promise.reject(error));
    expect(await path?.probe(1_000)).toMatchObject({ answer: 'answered' });
  });

  test('no connection is none', async () => {
    const [path] = connectorThat(() => Promise.reject(new SqlError('timed out', 'not-executed', undefined)));
    await expect(path?.probe(1_000)).rejects.toThrow('timed out');
  });

  test('a password that cannot be read says nothing about the region', async () => {
    const [path] = sqlPaths(EAST, () => Promise.reject(new Error('AccessDenied')), {
      connect: () => Promise.reject(new Error('must not be tried')),
    });
    expect(await path?.probe(1_000)).toMatchObject({ answer: 'unclear' });
  });
});

describe('the HTTPS path', () => {
  const ask = (status: number, word: string) =>
    httpsPath({ ask: () => Promise.resolve({ status, word }) }).probe(1_000);

  // Every word of the health endpoint: a new one does not compile until it is judged here.
  const words: Readonly<Record<Reason, string>> = {
    standby: 'answered',
    readonly: 'answered',
    lagging: 'answered',
    blind: 'answered',
    starting: 'answered',
    full: 'answered',
    refused: 'answered',
    broken: 'answered',
    locked: 'unclear',
    silent: 'stalled',
    unreachable: 'silent',
  };

  test.each(Object.entries(words))('503 %s is %s', async (word, answer) => {
    expect(await ask(503, word)).toMatchObject({ answer });
  });

  test.each([
    [200, 'writer', 'answered'],
    [503, 'constructor', 'unclear'],
    [503, '', 'unclear'],
    [403, '', 'unclear'],
    [429, '', 'unclear'],
    [404, 'unknown', 'unclear'],
    [301, '', 'unclear'],
    [500, '', 'silent'],
    [502, '', 'silent'],
    [504, '', 'silent'],
  ])('status %d "%s" is %s', async (status, word, answer) => {
    expect(await ask(status, word)).toMatchObject({ answer });
  });
});
