import { CURRENT } from '../../ports/secret-versions';
import { reasonOf } from '../phases';
import type { RotationDrillPorts } from './request';

/** Time between two logins of an application, in ms. */
const INTERVAL_MS = 1_000;

export interface WatchedLogins {
  readonly attempted: number;
  /** Why each of the others did not succeed. */
  readonly failures: readonly string[];
}

/** Logs in as the applications of every region do, again and again, until it is stopped. Nothing of a rotation may be felt there. */
export function watchLogins(ports: RotationDrillPorts): { stop(): Promise<WatchedLogins> } {
  const stop = new AbortController();
  const failures: string[] = [];
  let attempted = 0;
  const regions = new Set(ports.secrets.filter(({ user }) => user === 'application').map(({ region }) => region));
  const watch = async (region: string): Promise<void> => {
    const logins = ports.logins(region);
    while (!stop.signal.aborted) {
      const startedMs = ports.clock.monotonicMs();
      try {
        const { outcome } = await logins.logIn('application', CURRENT);
        // Before the first rotation of its life the secret holds no password, and no application can log in.
        if (outcome !== 'no-password') attempted++;
        if (outcome === 'refused') failures.push(`${region}: the password was refused`);
      } catch (error) {
        attempted++;
        failures.push(`${region}: ${reasonOf(error)}`);
      }
      await ports.clock.sleep(INTERVAL_MS - (ports.clock.monotonicMs() - startedMs), stop.signal);
    }
  };
  const running = Promise.all([...regions].map(watch));
  return {
    async stop() {
      stop.abort();
      await running;
      return { attempted, failures };
    },
  };
}
