import { failOver } from '../failover/fail-over';
import { sqlPaths } from '../failover/paths';
import { MoveTimeoutError } from '../failover/promote';
import { currentWriter } from '../failover/target';
import type { MarkName } from './history';
import type { MoveDrillRequest, Prepared } from './move-drill-request';
import type { FailoverDrillPorts } from './ports';

/**
 * Lets the region of the writer be lost, and the failover code find out and act.
 *
 * @throws MoveTimeoutError when the region was not declared down in time; whatever the failover throws
 */
export async function disaster(
  request: MoveDrillRequest,
  prepared: Prepared,
  mark: (name: MarkName) => void,
  ports: FailoverDrillPorts,
): Promise<void> {
  const watch = new AbortController();
  const timer = new AbortController();
  // Watching begins before the fault is asked for, as it would in life.
  const failingOver = failOver(
    {
      lastKnown: prepared.status,
      paths: sqlPaths(currentWriter(prepared.status), prepared.writer, ports.sql),
      policy: request.detector,
      writer: prepared.writer,
      deadlineMs: request.moveDeadlineMs,
      onMilestone: (milestone) => {
        timer.abort();
        mark(milestone === 'requested' ? 'move-requested' : milestone);
      },
      signal: watch.signal,
    },
    ports,
  );
  // Observed at once, so that its rejection is never unhandled while the fault is being requested.
  const outcome = failingOver.finally(() => {
    timer.abort();
  });
  outcome.catch(() => undefined);
  try {
    mark('fault-requested');
    await ports.faultInjector.start(prepared.fromRegion);
    await ports.clock.sleep(request.faultDeadlineMs, timer.signal);
  } finally {
    watch.abort();
  }
  if ((await outcome).kind === 'watch-ended') {
    throw new MoveTimeoutError(
      `${prepared.fromRegion} was not declared down within ${Math.round(request.faultDeadlineMs / 1000)} s after the fault was requested`,
    );
  }
}
