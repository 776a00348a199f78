import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrivateDirectory } from '../ports/private-files';

/** A directory of mode 0700 among the temporary files; the runner's own where there is one, which it empties even after a kill. */
export const temporaryDirectory: PrivateDirectory = {
  async use(work) {
    const directory = await mkdtemp(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'dr-plan-'));
    try {
      return await work({
        path: (name) => join(directory, name),
        async write(name, content) {
          const path = join(directory, name);
          await writeFile(path, content, { mode: 0o600 });
          return path;
        },
        read: (path) => readFile(path),
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};
