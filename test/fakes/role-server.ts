import { SqlError, type SqlConnector, type SqlRow, type SqlSession, type SqlTarget } from '../../src/ports/sql';
import { scramVerifier } from '../../src/rotation/scram';

export const WRITER = 'global.example';
export const READERS = ['reader.east.example', 'reader.west.example'] as const;

interface Role {
  readonly verifier?: string;
  readonly memberOf?: string;
  readonly setRole?: string;
}

/** A writer and a reader in each region, as far as users and passwords go. It understands the statements of a rotation only. */
export class RoleServer implements SqlConnector {
  roles = new Map<string, Role>();
  /** What the readers have; the same as the writer's as long as replication runs. */
  private replicated = new Map<string, Role>();
  /** Judging a password takes milliseconds, on purpose; each is judged once. */
  private readonly judged = new Map<string, boolean>();
  isReplicating = true;
  isReader = false;
  readonly unreachable = new Set<string>();
  readonly statements: string[] = [];

  constructor(master: string, password: string) {
    this.roles.set(master, { verifier: scramVerifier(password, new Uint8Array(16)) });
    this.replicate();
  }

  replicate(): void {
    this.replicated = new Map(this.roles);
  }

  accepts(username: unknown, password: unknown, roles: ReadonlyMap<string, Role> = this.roles): boolean {
    const verifier = roles.get(String(username))?.verifier;
    if (verifier === undefined) return false;
    const key = `${verifier} ${String(password)}`;
    const known = this.judged.get(key);
    if (known !== undefined) return known;
    const salt = Buffer.from(verifier.split('$')[1]?.split(':')[1] ?? '', 'base64');
    const isRight = scramVerifier(String(password), salt) === verifier;
    this.judged.set(key, isRight);
    return isRight;
  }

  async connect(target: SqlTarget): Promise<SqlSession> {
    if (this.unreachable.has(target.host)) throw new SqlError('connect ETIMEDOUT', 'not-executed', undefined);
    if (target.tlsServerName !== target.host) throw new Error('the name is not verified');
    const roles = target.host === WRITER ? this.roles : this.replicated;
    if (!this.accepts(target.username, target.password, roles)) {
      throw new SqlError('password authentication failed', 'not-executed', '28P01');
    }
    let uncommitted: Map<string, Role> | undefined;
    return {
      query: async (text, values = []) => {
        this.statements.push(text, ...values.map(String));
        if (text === 'SELECT pg_is_in_recovery() AS follows') return [{ follows: this.isReader }];
        if (text === 'BEGIN') uncommitted = new Map(this.roles);
        else if (text === 'COMMIT') this.commit(uncommitted);
        else return answer(text, values, uncommitted);
        return [];
      },
      close: async () => undefined,
    };
  }

  private commit(roles: Map<string, Role> | undefined): void {
    if (roles === undefined) throw new Error('COMMIT without BEGIN');
    this.roles = roles;
    if (this.isReplicating) this.replicate();
  }
}

function answer(text: string, values: readonly unknown[], roles: Map<string, Role> | undefined): readonly SqlRow[] {
  if (roles === undefined) throw new Error(`outside of a transaction: ${text}`);
  if (text.startsWith('SELECT pg_advisory_xact_lock')) return [];
  if (text.startsWith('SELECT 1 FROM pg_roles')) return roles.has(String(values[0])) ? [{}] : [];
  if (text.startsWith('SELECT format')) return [{ statement: format(String(values[0]), values[1]) }];
  const [, verb, name = '', rest = ''] = /^(CREATE|ALTER) ROLE "([^"]+)" (.+)$/.exec(text) ?? [];
  const [, group, member = ''] = /^GRANT "([^"]+)" TO "([^"]+)"$/.exec(text) ?? [];
  const change = (role: string, what: Role) => roles.set(role, { ...roles.get(role), ...what });
  if (group !== undefined) change(member, { memberOf: group });
  else if (verb !== undefined) {
    if (roles.has(name) !== (verb === 'ALTER')) throw new SqlError(`role ${name}`, 'not-executed', '42704');
    const [, verifier] = /PASSWORD '([^']+)'/.exec(rest) ?? [];
    const [, setRole] = /^SET role TO "([^"]+)"$/.exec(rest) ?? [];
    change(name, { ...(verifier ? { verifier } : {}), ...(setRole ? { setRole } : {}) });
  } else if (!text.startsWith('GRANT ')) throw new Error(`not understood: ${text}`);
  return [];
}

function format(template: string, values: unknown): string {
  const left = Array.isArray(values) ? values.map(String) : [];
  return template.replace(/%([IL])/g, (_, kind) => (kind === 'I' ? `"${left.shift()}"` : `'${left.shift()}'`));
}
