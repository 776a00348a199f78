import type { SqlTarget } from './sql';

/** The credentials of the database, as an application would read them. */
export interface DatabaseCredentials {
  /**
   * Reads the current secret. `host` is the global writer endpoint, which follows the writer.
   *
   * @throws an error that names the secret and the region, never its content
   */
  read(): Promise<SqlTarget>;
}
