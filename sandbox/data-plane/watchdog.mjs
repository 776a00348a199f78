// Waits until its owner is gone, then ends the servers that the owner's register names. The owner holds the other end of
// standard input, so this also works when the owner was killed without a chance to clean up.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

process.stdin.resume().on('end', () => {
  let record;
  try {
    record = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  } catch {
    process.exit(0); // The owner has cleaned up by itself.
  }
  for (const { pid, commandHolds } of record.processes) {
    try {
      const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)]).toString();
      if (command.includes(commandHolds)) process.kill(pid, 'SIGQUIT');
    } catch {
      // It has ended by itself.
    }
  }
  rmSync(record.directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  rmSync(process.argv[2], { force: true });
});
