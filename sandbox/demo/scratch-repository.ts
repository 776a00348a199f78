import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A repository made from this checkout, as an adopter's would be made from the template: pull requests are opened and merged in it, and the
 * checkout itself stays as it is.
 */
export class ScratchRepository {
  private constructor(readonly directory: string) {}

  static async create(source: string, directory: string): Promise<ScratchRepository> {
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const { stdout } = await run(
      'git',
      ['-C', source, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      {
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    for (const file of stdout.split('\0')) {
      if (file === '' || file.startsWith('test/')) continue;
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      // A file that is deleted but not yet committed is still listed.
      cpSync(join(source, file), join(directory, file), { force: true, errorOnExist: false, recursive: false });
    }
    const repository = new ScratchRepository(directory);
    await repository.git('init', '--quiet', '--initial-branch=main');
    await repository.commit('Start from the template');
    return repository;
  }

  /** Commits a change on a branch of its own, made from main unless the branch exists. */
  async branch(
    name: string,
    message: string,
    edits: Readonly<Record<string, (text: string) => string>>,
  ): Promise<void> {
    if (await this.exists(name)) await this.git('switch', '--quiet', name);
    else await this.git('switch', '--quiet', '--create', name, 'main');
    for (const [file, edit] of Object.entries(edits)) {
      const path = join(this.directory, file);
      writeFileSync(path, edit(readFileSync(path, 'utf8')));
    }
    await this.commit(message);
    await this.git('switch', '--quiet', 'main');
  }

  /** Merges the branch into main. */
  async merge(name: string): Promise<void> {
    await this.git('merge', '--quiet', '--no-ff', '--message', `Merge ${name}`, name);
  }

  /** Clones the repository into `directory`, with `commit` checked out as a workflow finds it. */
  async checkOut(commit: string, directory: string): Promise<void> {
    await this.git('clone', '--quiet', '--no-checkout', this.directory, directory);
    await this.git('-C', directory, 'checkout', '--quiet', '--detach', commit);
  }

  /** Clones the repository as the workflow of a pull request finds it: with the branch merged into main, for trial. */
  async checkOutTestMerge(branch: string, directory: string): Promise<void> {
    const head = await this.commitOf(branch);
    await this.checkOut(await this.commitOf('main'), directory);
    await this.git('-C', directory, 'merge', '--quiet', '--no-ff', '--message', `Merge ${head}`, head);
  }

  async commitOf(reference: string): Promise<string> {
    return this.git('rev-parse', `${reference}^{commit}`);
  }

  private async exists(branch: string): Promise<boolean> {
    return (await this.git('branch', '--list', branch)) !== '';
  }

  private async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
  }

  private async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('git', ['-C', this.directory, ...args], {
      env: {
        PATH: process.env['PATH'],
        // Nothing of the user's own configuration: no signing, no hooks, no other author.
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Sandbox',
        GIT_AUTHOR_EMAIL: 'sandbox@example.com',
        GIT_COMMITTER_NAME: 'Sandbox',
        GIT_COMMITTER_EMAIL: 'sandbox@example.com',
      },
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout.trim();
  }
}
