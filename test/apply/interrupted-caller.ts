import { runApply } from '../../actions/apply/src/run';
import { processInterruption } from '../../src/adapters/process-interruption';
import type { Logger } from '../../src/ports/logger';
import { LocalTerraform, worldOf } from './local-terraform';

// Run as a process by real-terraform.itest.ts, which interrupts it as the runner does. The last line of its output is what came of it.
const HCL = `
resource "terraform_data" "quick" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.quick]
  provisioner "local-exec" {
    command = "sleep 60"
  }
}
resource "terraform_data" "never" {
  depends_on = [terraform_data.slow]
}
`;

async function main(scratch: string): Promise<void> {
  const interrupted = processInterruption();
  const world = worldOf();
  const say = (message: string): void => {
    process.stdout.write(`${message}\n`);
  };
  const logger: Logger = { debug: () => undefined, info: say, warn: say, error: say, group: (_title, work) => work() };
  const local = new LocalTerraform(scratch, HCL, logger, () => (interrupted.aborted ? 'SIGINT' : undefined));
  await local.sealPlan(world);
  const outcome = await runApply(world.request, { ...local.portsOf(world), logger, interrupted }).then(
    ({ state }) => state,
    (error: unknown) => String(error),
  );
  const { isLocked, resources } = local;
  say(JSON.stringify({ outcome, isLocked, resources, record: world.record(), comment: world.comment() }));
  process.exit();
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stdout.write(String(error));
});
