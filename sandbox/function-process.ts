import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { FunctionNetworkSettings } from './data-plane/function-networks';
import { functionNetworkVariables } from './emulator/function-variables';
import { zipOf } from '../tooling/functions/bundle';

const RUNTIME = fileURLToPath(new URL('./function-runtime.cjs', import.meta.url));

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded'), ms: z.number() }),
  z.object({ kind: z.literal('answer'), id: z.number(), answer: z.unknown().optional(), ms: z.number() }),
  z.object({ kind: z.literal('error'), id: z.number(), message: z.string() }),
]);

export interface Invocation {
  readonly answer: unknown;
  /** Time inside the handler, in ms. */
  readonly ms: number;
}

/** One copy of a deployed function: the committed zip, unpacked, in a process of its own. */
export class FunctionProcess {
  readonly output: string[] = [];
  loadMs = 0;
  private readonly waiting = new Map<number, { done: (result: Invocation) => void; failed: (error: Error) => void }>();
  private nextId = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(
    name: string,
    region: string,
    settings: Readonly<Record<string, string>>,
    network: FunctionNetworkSettings,
  ): Promise<FunctionProcess> {
    const directory = mkdtempSync(join(tmpdir(), `function-${name}-`));
    for (const [file, bytes] of Object.entries(unzipSync(readFileSync(zipOf(name))))) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), bytes);
    }
    const child = fork(RUNTIME, [join(directory, 'index.js')], {
      cwd: directory,
      // What Lambda sets, and no more: a function must not live on the variables of this machine.
      env: {
        PATH: process.env['PATH'],
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: '123456789012',
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        NODE_NO_WARNINGS: '1',
        ...functionNetworkVariables(network),
        ...settings,
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const copy = new FunctionProcess(child, directory);
    child.stdout?.setEncoding('utf8').on('data', (text) => copy.output.push(String(text)));
    child.stderr?.setEncoding('utf8').on('data', (text) => copy.output.push(String(text)));
    const loaded = new Promise<void>((resolve, reject) => {
      child.on('message', (message) => {
        copy.receive(message, resolve);
      });
      child.once('exit', (code) => {
        reject(new Error(`the function ended with ${code ?? 'a signal'}: ${copy.output.join('')}`));
      });
    });
    await loaded;
    return copy;
  }

  async invoke(event: unknown): Promise<Invocation> {
    const id = this.nextId++;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      this.child.send({ id, event });
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }

  private receive(text: unknown, loaded: () => void): void {
    const message = messageSchema.parse(text);
    if (message.kind === 'loaded') {
      this.loadMs = message.ms;
      loaded();
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'error') waiting?.failed(new Error(message.message));
    else waiting?.done({ answer: message.answer, ms: message.ms });
  }
}
