import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';

/** Secrets Manager as far as the function uses it. */
export class SecretsStub {
  password: string;
  reads = 0;
  isBroken = false;

  private constructor(
    private readonly server: Server,
    private readonly user: { readonly username: string; readonly password: string },
  ) {
    this.password = user.password;
  }

  static async start(user: { readonly username: string; readonly password: string }): Promise<SecretsStub> {
    const holder: { stub?: SecretsStub } = {};
    const server = createServer((request, response) => {
      request.resume();
      const { status, body } = holder.stub?.answer() ?? { status: 500, body: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (holder.stub = new SecretsStub(server, user));
  }

  get port(): number {
    return z.object({ port: z.number() }).parse(this.server.address()).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer() {
    this.reads++;
    if (this.isBroken) return { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } };
    const secret = {
      host: 'the-global-writer.example',
      port: 5432,
      username: this.user.username,
      password: this.password,
      dbname: 'app',
    };
    return { status: 200, body: { SecretString: JSON.stringify(secret) } };
  }
}
