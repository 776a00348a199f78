import { localProbe } from '../../src/drill/local-probe';
import { functionRequest, toRanges, type SurvivorsAnswer } from '../../src/drill/segments/requests';
import { runSegment, type SegmentPorts } from '../../src/drill/segments/run-segment';
import type { ProbeSettings } from '../../src/drill/segments/settings';
import type { DatabaseCredentials } from '../../src/ports/database-credentials';

export interface DrillProbePorts extends SegmentPorts {
  readonly credentials: DatabaseCredentials;
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
      case 'survivors': {
        const found = await probe.survivors(
          request.runId,
          request.place === 'writer'
            ? { kind: 'writer' }
            : { kind: 'restored', host: settings.restoredHost, port: settings.port },
        );
        return page(found, request.after);
      }
      case 'server-time':
        return { ms: (await probe.serverTime()).getTime() };
      case 'write-once':
        return { instance: await probe.writeOnce() };
      case 'clean-up':
        await probe.cleanUp(request.runId);
        return {};
    }
  };
}

function page(numbers: readonly number[], after: number): SurvivorsAnswer {
  const rest = numbers.filter((number) => number > after);
  const shown = rest.slice(0, SURVIVORS_OF_A_PAGE);
  return {
    ranges: toRanges(shown).map(([first, last]) => [first, last]),
    next: rest.length > shown.length ? (shown.at(-1) ?? null) : null,
  };
}
