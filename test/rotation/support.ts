import { MemoryLogger } from '../fakes/logger';
import { READERS, RoleServer, WRITER } from '../fakes/role-server';
import { MemorySecret } from '../fakes/secret-versions';
import { VirtualClock } from '../fakes/virtual-clock';
import { applicationUsers } from '../../src/rotation/application-users';
import { alternatingUsers, masterUser, type RotatedUserPorts } from '../../src/rotation/rotated-user';
import { rotate, type RotationPorts } from '../../src/rotation/rotate';
import { STEP_NAMES } from '../../src/rotation/step';

export const MASTER_PASSWORD = 'The-First-Password-Of-The-Master-User!!!';
const CONNECTION = { engine: 'postgres', host: WRITER, port: 5432, dbname: 'app', ssl: true };

/** A database and the secrets of both regions. */
export class RotationWorld {
  readonly clock = new VirtualClock();
  readonly logger = new MemoryLogger();
  readonly server = new RoleServer('dr_admin', MASTER_PASSWORD);
  readonly master = new MemorySecret('master secret', {
    ...CONNECTION,
    username: 'dr_admin',
    password: MASTER_PASSWORD,
  });
  readonly peer = new MemorySecret('master secret of the other region', {
    ...CONNECTION,
    username: 'dr_admin',
    password: MASTER_PASSWORD,
  });
  readonly application = new MemorySecret('application secret', {
    ...CONNECTION,
    username: 'application_us_east_1_b',
    owner: 'team',
  });
  frozenBecause: string | undefined;
  private passwords = 0;
  /** Every password that was made. */
  readonly made: string[] = [];

  /** @param wrap lets a test stand between the rotation and a port */
  ports(kind: 'master' | 'application', wrap: <T extends object>(port: T) => T = (port) => port): RotationPorts {
    const sql = wrap<Pick<RoleServer, 'connect'>>({
      connect: async (target) => wrap(await this.server.connect(target)),
    });
    const userPorts: RotatedUserPorts = {
      master: wrap(this.master),
      peer: wrap(this.peer),
      sql,
      logger: this.logger,
      salt: () => new Uint8Array(16).fill(this.passwords),
    };
    return {
      secret: wrap(kind === 'master' ? this.master : this.application),
      user:
        kind === 'master'
          ? masterUser(userPorts)
          : alternatingUsers(applicationUsers('application', 'us-east-1'), userPorts),
      frozenBecause: async () => this.frozenBecause,
      newPassword: async () => {
        const password = `New-Password-With-Forty-Characters!_${String(++this.passwords).padStart(4, '0')}`;
        this.made.push(password);
        return password;
      },
      readerHosts: READERS,
      sql,
      clock: this.clock,
      logger: this.logger,
    };
  }

  /** All four steps, as Secrets Manager runs them. */
  async rotate(kind: 'master' | 'application', versionId: string, ports = this.ports(kind)): Promise<void> {
    this[kind].begin(versionId);
    for (const step of STEP_NAMES) await this.clock.run(rotate({ step, versionId }, ports));
  }

  opens(secret: Readonly<Record<string, unknown>> | undefined): boolean {
    return this.server.accepts(secret?.['username'], secret?.['password']);
  }
}
