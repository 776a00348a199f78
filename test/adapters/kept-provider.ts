import { terraformCli } from '../../src/adapters/terraform-cli';
import { withReusedProvider } from '../../src/adapters/reused-provider';

// Run as a process by terraform-provider-process.itest.ts, which interrupts it: keeps a provider, and then ends in the way that is asked for.
const [directory = '', dataDirectory = '', terraformPath = '', end = ''] = process.argv.slice(2);
const say = (message: string): void => {
  process.stdout.write(`${message}\n`);
};
const logger = {
  debug: say,
  info: say,
  warn: say,
  error: say,
  group: <T>(_title: string, work: () => Promise<T>) => work(),
};
const options = { directory, dataDirectory, environment: process.env, logger };

withReusedProvider(
  options,
  (environment) => terraformCli({ ...options, path: terraformPath, environment }),
  async (terraform) => {
    await terraform.init({});
    say('kept');
    if (end === 'throw') throw new Error('it went wrong');
    if (end === 'exit') process.exit(3);
    if (end === 'wait') await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
).then(
  () => {
    say('done');
  },
  (error: unknown) => {
    say(String(error));
  },
);
