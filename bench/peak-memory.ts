import { readFileSync } from 'node:fs';

/**
 * The most memory that a process has held itself, in MB; 0 where the system does not say. `maxRSS` would not do on Linux: a new process begins with what its
 * parent holds. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function peakMemoryMb(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
