import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutFiles } from '../ports/checkout-files';

/** Files below `root`. */
export function checkoutFiles(root: string): CheckoutFiles {
  return {
    async read(path) {
      try {
        return await readFile(join(root, path), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          return undefined;
        throw error;
      }
    },
  };
}
