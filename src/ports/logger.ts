/** Progress and diagnosis. Implementations mask known secrets; callers never pass one. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** Runs `work` inside a named, foldable group of the log; the group is closed also when `work` rejects. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}
