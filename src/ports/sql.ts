/** Where and as whom to connect. Host names are resolved at each connection: a name that moved must be seen. */
export interface SqlTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /**
   * The name that the server's certificate must carry. It differs from `host` when a CNAME of ours stands in front of
   * an Aurora endpoint: the certificate knows only Aurora's names, and verification must not be given up for that.
   */
  readonly tlsServerName: string;
}

export type SqlRow = Readonly<Record<string, unknown>>;

/** One connection to one server. After any error it is dead: close it and make a new one. */
export interface SqlSession {
  /** @throws SqlError */
  query(text: string, values?: readonly unknown[]): Promise<readonly SqlRow[]>;
  /** Never throws; returns when the socket is closed. */
  close(): Promise<void>;
}

export interface SqlConnector {
  /**
   * @param timeoutMs limit for the whole connection set-up and, afterwards, for each statement
   * @throws SqlError
   */
  connect(target: SqlTarget, timeoutMs: number): Promise<SqlSession>;
}

/**
 * A statement or connection that did not succeed.
 *
 * `outcome` says what is known of the statement's effect: `not-executed` when the server rejected it or was never
 * reached, `unknown` when the connection broke or timed out after the statement was sent (it may have committed).
 */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /**
   * Whether a server was there to refuse: with a SQLSTATE, or with a certificate that we do not accept. Such an error is no sign
   * of a dead server; a rotated password or an outdated list of authorities must not look like the loss of a region.
   */
  readonly serverAnswered: boolean;
  constructor(
    message: string,
    readonly outcome: 'not-executed' | 'unknown',
    /** The five-character SQLSTATE, for example `25006` (read-only transaction), where the server sent one. */
    readonly sqlState: string | undefined,
    options?: ErrorOptions & { readonly serverAnswered?: boolean },
  ) {
    super(message, options);
    this.serverAnswered = options?.serverAnswered ?? sqlState !== undefined;
  }
}
