import { terraformCli } from '../../src/adapters/terraform-cli';

// Run as a process by terraform-cli.itest.ts, which interrupts it.
const ignore = (): void => undefined;
const terraform = terraformCli({
  path: process.argv[2] ?? '',
  directory: '.',
  dataDirectory: 'data',
  environment: process.env,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore, group: (_title, work) => work() },
});

async function main(): Promise<void> {
  await terraform.plan({ varFile: 'v', planFile: 'p' });
  let length = 0;
  for await (const chunk of terraform.showJson('p')) {
    length += String(chunk).length;
    if (length > 1_000_000) throw new RangeError('the plan is too long');
  }
  await terraform.apply('p');
}

main().then(
  () => {
    process.stdout.write('done');
  },
  (error: unknown) => {
    process.stdout.write(String(error));
  },
);
