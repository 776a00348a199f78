/** The environment must not be destroyed now, and nothing of it was. The message says why, and what to do. */
export class DestroyRefusedError extends Error {
  override readonly name = 'DestroyRefusedError';
}
