import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { HealthAnswer, HealthEndpoint } from '../ports/health-endpoint';

/** The words are short; whatever is longer is not from the health function. In characters. */
const LONGEST_WORD = 40;

/** Asks over a new connection each time: a kept one to a region that is gone can look healthy for minutes. */
export function httpsHealthEndpoint(url: URL): HealthEndpoint {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return {
    ask: (timeoutMs) =>
      new Promise<HealthAnswer>((resolve, reject) => {
        const asked = request(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
          let word = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            word = (word + chunk).slice(0, LONGEST_WORD);
          });
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, word: word.trim() });
          });
          response.on('error', reject);
        });
        asked.on('error', reject);
        asked.end();
      }),
  };
}
