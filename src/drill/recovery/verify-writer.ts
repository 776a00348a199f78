import { writeThrough } from '../../failover/promote';
import { currentWriter } from '../../failover/target';
import type { GlobalStatus } from '../../ports/global-database';
import { reasonOf } from '../reason-of';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import type { RecoveryPorts } from './recovery-ports';

/** Names in front of the writer may be cached for so long and more, in ms. */
const LIMIT_MS = 120_000;
const POLL_MS = 500;

/**
 * Writes through the name that applications write through, until the writer takes it: the control plane's word is not enough.
 *
 * @throws HumanNeededError when no write reaches the writer in time, or another region takes it
 */
export async function verifyWriter(
  writerName: string,
  ports: Pick<RecoveryPorts, 'globalDatabase' | 'credentials' | 'sql' | 'clock' | 'writeOnce'>,
): Promise<void> {
  const { clock } = ports;
  const startedMs = clock.monotonicMs();
  let last = { text: 'not tried yet', isForeign: false };
  while (clock.monotonicMs() - startedMs < LIMIT_MS) {
    try {
      const status = await ports.globalDatabase.describe();
      const instance = await writeOnce(writerName, ports);
      if (currentWriter(status).instances.some(({ id }) => id === instance)) return;
      last = { text: `${instance} took it`, isForeign: isOfAnother(instance, status) };
    } catch (error) {
      last = { text: reasonOf(error), isForeign: false };
    }
    await clock.sleep(POLL_MS);
  }
  throw new HumanNeededError(
    `no write through ${writerName} reached the writer within ${LIMIT_MS / 1000} s; last try: ${last.text}`,
    last.isForeign ? RUNBOOKS.splitBrain : RUNBOOKS.moveStuck,
  );
}

async function writeOnce(
  writerName: string,
  { credentials, sql, writeOnce: write }: Pick<RecoveryPorts, 'credentials' | 'sql' | 'writeOnce'>,
): Promise<string> {
  return write?.() ?? writeThrough({ ...(await credentials.read()), host: writerName }, sql);
}

function isOfAnother(instance: string, { members }: GlobalStatus): boolean {
  return members.some(({ isWriter, instances }) => !isWriter && instances.some(({ id }) => id === instance));
}
