import type { Logger } from '../../src/ports/logger';

/** Keeps what was logged. */
export class MemoryLogger implements Logger {
  readonly lines: string[] = [];
  debug(message: string): void {
    this.lines.push(`debug ${message}`);
  }
  info(message: string): void {
    this.lines.push(`info ${message}`);
  }
  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }
  error(message: string): void {
    this.lines.push(`error ${message}`);
  }
  async group<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.lines.push(`group ${title}`);
    return work();
  }
}
