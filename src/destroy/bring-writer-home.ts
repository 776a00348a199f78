import { resourceNames } from '../environment/names';
import type { Environment } from '../environment/schema';
import type { Clock } from '../ports/clock';
import type { DatabaseCredentials } from '../ports/database-credentials';
import type { GlobalDatabase } from '../ports/global-database';
import type { GlobalDatabasePresence } from '../ports/global-database-presence';
import type { Logger } from '../ports/logger';
import type { SqlConnector } from '../ports/sql';
import { describeGlobalCommand, switchoverCommand } from './commands';
import { decideDestroy, type DestroyDecision } from './precheck';
import { DestroyRefusedError } from './refusal';
import { switchBack } from './switch-back';

/** How the writer is switched back, where that is allowed. */
export interface SwitchBackMeans {
  readonly sql: SqlConnector;
  /** In ms. */
  readonly deadlineMs: number;
}

export interface DatabasePorts {
  readonly presence: GlobalDatabasePresence;
  readonly globalDatabase: GlobalDatabase;
  readonly credentials: DatabaseCredentials;
}

/**
 * Makes sure that the database can be destroyed, and moves the writer where that is needed and allowed.
 *
 * @returns a sentence about the writer, for the summary
 * @throws DestroyRefusedError with what to do
 */
export async function bringWriterHome(
  environment: Environment,
  means: SwitchBackMeans | undefined,
  ports: DatabasePorts & { readonly clock: Clock; readonly logger: Logger },
): Promise<string> {
  const status = (await ports.presence.hasMembers()) ? await ports.globalDatabase.describe() : undefined;
  const decision = decideDestroy(status, {
    environment: environment.name,
    homeRegion: environment.homeRegion,
    homeCluster: resourceNames(environment).clusters[environment.homeRegion],
    switchBack: means !== undefined,
  });
  switch (decision.kind) {
    case 'go-on':
      return decision.reason;
    case 'refuse':
      throw new DestroyRefusedError(decision.sentence);
    case 'switch-back':
      // The decision asks for it only with the means; this is for the compiler.
      if (means === undefined) throw new DestroyRefusedError('the writer may not be switched back');
      return moveHome(decision, environment, means, ports);
  }
}

async function moveHome(
  { status, writer, home }: Extract<DestroyDecision, { kind: 'switch-back' }>,
  environment: Environment,
  means: SwitchBackMeans,
  ports: DatabasePorts & { readonly clock: Clock; readonly logger: Logger },
): Promise<string> {
  try {
    await ports.logger.group(`switchover from ${writer.region} to ${home.region}`, async () => {
      const credentials = await ports.credentials.read();
      await switchBack(
        {
          status,
          homeRegion: home.region,
          writer: { ...credentials, host: environment.dns.writerName },
          deadlineMs: means.deadlineMs,
        },
        { ...ports, sql: means.sql },
      );
    });
  } catch (error) {
    const id = status.globalClusterId;
    throw new DestroyRefusedError(
      `the writer could not be switched back from ${writer.region} to ${home.region}: ` +
        `${error instanceof Error ? error.message : String(error)}. A move that AWS accepted goes on: look at ` +
        `"${describeGlobalCommand(id, writer.region)}" first; if the writer is still in ${writer.region}, move it with ` +
        `"${switchoverCommand(id, home, writer)}"; then run this again`,
      { cause: error },
    );
  }
  return `The writer was switched back from ${writer.region} to its home region ${home.region}.`;
}
