/** The program was called wrongly, or cannot begin; nothing was done. */
export class MistakeError extends Error {
  override readonly name = 'MistakeError';
}
