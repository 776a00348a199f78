/** Facts beside a message, for logs that machines search. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Progress and diagnosis. Implementations mask known secrets; callers never pass one. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Runs `work` inside a named, foldable group of the log; the group is closed also when `work` rejects. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}
