import { localProbe, targetAt } from '../../src/drill/local-probe';
import { reasonOf } from '../../src/drill/phases';
import { answerQuestion } from '../../src/drill/restore/answer-question';
import { functionRequest, toRanges, type LagAnswer, type SurvivorsAnswer } from '../../src/drill/segments/requests';
import { secretLogins, type SecretLoginPorts } from '../../src/drill/secret-login';
import { runSegment, type SegmentPorts } from '../../src/drill/segments/run-segment';
import type { ProbeSettings } from '../../src/drill/segments/settings';
import type { DatabaseCredentials } from '../../src/ports/database-credentials';
import type { HeartbeatPlace } from '../../src/ports/drill-probe';

export interface DrillProbePorts extends SegmentPorts {
  readonly credentials: DatabaseCredentials;
  /** The text of a version of a secret of this region. */
  readonly readSecret: SecretLoginPorts['read'];
  /** Unlike any before. */
  readonly newOwner: () => string;
}

/** What the function was asked makes no sense; nothing was done. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** In the worst case each survivor is a range of its own, of 20 bytes: 400 kB. Lambda answers with 6 MB at most. */
const SURVIVORS_OF_A_PAGE = 20_000;

/**
 * Carries out what a drill asks of the function inside the VPC.
 *
 * @returns a function of the request and of what is left until the function is ended, in ms
 */
export function drillProbeOperations(
  settings: ProbeSettings,
  ports: DrillProbePorts,
): (request: unknown, remainingMs: () => number) => Promise<unknown> {
  const probe = localProbe({ ...ports, writerName: settings.writerName });
  const logins = secretLogins({ sql: ports.sql, writerName: settings.writerName, read: ports.readSecret });
  return async (given, remainingMs) => {
    const parsed = functionRequest.safeParse(given);
    if (!parsed.success) throw new RequestError(`not a request of a drill: ${parsed.error.message}`);
    const request = parsed.data;
    switch (request.operation) {
      case 'probe': {
        const writer = { ...(await ports.credentials.read()), host: settings.writerName };
        const place = { writer, regions: settings.regions, owner: ports.newOwner(), remainingMs };
        return { end: await runSegment(request, place, ports) };
      }
      case 'prepare':
        await probe.prepare();
        return {};
      case 'survivors':
        return page(await probe.survivors(request.runId, placeOf(request.place, settings)), request.after);
      case 'inspect':
        if (request.place === 'writer' && request.question.about === 'index') {
          throw new RequestError('not a request of a drill: an index is read from end to end, in a restored copy only');
        }
        return answerQuestion(
          ports.sql,
          await targetAt(placeOf(request.place, settings), { ...ports, writerName: settings.writerName }),
          request.question,
        );
      case 'server-time':
        return { ms: (await probe.serverTime()).getTime() };
      case 'write-once':
        return { instance: await probe.writeOnce() };
      case 'lag':
        return probe
          .lag({ ...request, regions: settings.regions })
          .then((lagMs): LagAnswer => ({ lagMs }))
          .catch((error: unknown): LagAnswer => ({ failure: reasonOf(error) }));
      case 'log-in':
        return logins.logIn(request.user, request.label);
      case 'clean-up':
        await probe.cleanUp(request.runId);
        return {};
    }
  };
}

function placeOf(place: HeartbeatPlace['kind'], { restoredHost, port }: ProbeSettings): HeartbeatPlace {
  return place === 'writer' ? { kind: 'writer' } : { kind: 'restored', host: restoredHost, port };
}

function page(numbers: readonly number[], after: number): SurvivorsAnswer {
  const rest = numbers.filter((number) => number > after);
  const shown = rest.slice(0, SURVIVORS_OF_A_PAGE);
  return {
    ranges: toRanges(shown).map(([first, last]) => [first, last]),
    next: rest.length > shown.length ? (shown.at(-1) ?? null) : null,
  };
}
