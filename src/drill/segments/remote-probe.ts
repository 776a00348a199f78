import type { DrillProbe } from '../../ports/drill-probe';
import { LagUnknownError } from '../lag';
import { takeManifest } from '../restore/take-manifest';
import type { FunctionRequest, ProbeRequest } from './requests';
import { fromRanges, lagAnswer, serverTimeAnswer, survivorsAnswer, writeOnceAnswer } from './requests';
import { RemoteRun, type RemotePorts } from './remote-run';

/** The probe as a function inside the VPC, driven by invocations; its history comes through the bucket of its region. */
export function remoteProbe(ports: RemotePorts): DrillProbe {
  const call = (request: Exclude<FunctionRequest, ProbeRequest>) => ports.function.call(request);
  return {
    prepare: async () => {
      await call({ operation: 'prepare' });
    },
    start: async (options) => RemoteRun.start(options, ports),
    async survivors(runId, { kind: place }) {
      const found: number[] = [];
      let after: number | null = 0;
      while (after !== null) {
        const page = survivorsAnswer.parse(await call({ operation: 'survivors', runId, place, after }));
        found.push(...fromRanges(page.ranges));
        after = page.next;
      }
      return found;
    },
    inspect: (place, tables, horizon) =>
      takeManifest({ place, tables, horizon }, ports.clock, (question) =>
        call({ operation: 'inspect', place: place.kind, question }),
      ),
    serverTime: async () => new Date(serverTimeAnswer.parse(await call({ operation: 'server-time' })).ms),
    writeOnce: async () => writeOnceAnswer.parse(await call({ operation: 'write-once' })).instance,
    async lag({ region, timeoutMs }) {
      const answer = lagAnswer.parse(await call({ operation: 'lag', region, timeoutMs }));
      if ('failure' in answer) throw new LagUnknownError(answer.failure);
      return answer.lagMs;
    },
    cleanUp: async (runId) => {
      await call({ operation: 'clean-up', runId });
    },
  };
}
