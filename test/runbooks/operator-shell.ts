import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from './runbook-pages';

/** The last lines that are told when a command fails, in characters. */
const TAIL = 6_000;
/** The pages wait for AWS at a person's pace; a test does not. */
const IMPATIENT = 'sleep() { command sleep 0.5; }';

/** A command of a runbook failed. */
export class RunbookCommandError extends Error {
  override readonly name = 'RunbookCommandError';
}

/** One shell for a whole page, as an operator keeps it open: what a block has set, the next one finds. The first command that fails ends it. */
export class OperatorShell {
  private readonly child: ChildProcess;
  private readonly scratch = mkdtempSync(join(tmpdir(), 'operator-'));
  private output = '';
  private blocks = 0;

  constructor(directory: string, variables: NodeJS.ProcessEnv) {
    this.child = spawn('bash', ['--noprofile', '--norc', '-eEu', '-o', 'pipefail'], {
      cwd: directory,
      env: variables,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk) => {
        this.output += String(chunk);
      });
    this.child.stdin?.write(`${IMPATIENT}\ntrap 'echo "FAILED: line $LINENO: $BASH_COMMAND" >&2' ERR\n`);
  }

  /** @returns what the block printed @throws RunbookCommandError that names page, line and command */
  async run(block: Block): Promise<string> {
    const from = this.output.length;
    const number = ++this.blocks;
    const file = join(this.scratch, `${number}.sh`);
    writeFileSync(file, block.text);
    const done = `=== block ${number} is done ===`;
    // Its standard input is not that of the shell, or a program that reads would eat the commands after it.
    this.child.stdin?.write(`source '${file}' < /dev/null\necho '${done}'\n`);
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.output.includes(done, from)) settle();
      };
      const ended = (): void => {
        settle(
          new RunbookCommandError(
            `${block.page}, the block at line ${block.line}, failed:\n${this.output.slice(from).slice(-TAIL)}`,
          ),
        );
      };
      const settle = (error?: Error): void => {
        this.child.stdout?.off('data', look);
        this.child.off('close', ended);
        if (error === undefined) resolve();
        else reject(error);
      };
      this.child.stdout?.on('data', look);
      this.child.once('close', ended);
    });
    return this.output.slice(from).replace(`${done}\n`, '');
  }

  async close(): Promise<void> {
    const isOver = this.child.exitCode !== null || this.child.signalCode !== null;
    const over = isOver ? Promise.resolve() : new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin?.end();
    await over;
    rmSync(this.scratch, { recursive: true, force: true });
  }
}
