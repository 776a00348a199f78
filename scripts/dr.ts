import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { ResolutionByHand } from '../src/drill/recovery/resolve-by-hand';
import { UnknownEnvironmentError } from '../src/environment/load-environments';
import { EnvironmentError } from '../src/environment/problem';
import { AccountGuardError } from '../src/guard/account';
import { apply, plan } from './dr/change';
import { drill, recover, type BundleOptions, type DrillOptions } from './dr/drill';
import { MistakeError } from './dr/mistake';
import { failover, switchover, type MoveOptions } from './dr/move';
import { resolved } from './dr/resolve';
import { status } from './dr/status';

// `npm run dr -- <command> <environment>`: what the pipeline does, from a laptop, with the credentials of this shell. For docs/runbooks.
// Ends with 0 when it was done, with 1 when it was refused or failed, with 2 when it was called wrongly or with other credentials, and nothing was
// done, and with 130 when it was interrupted.

const root = process.cwd();
let ending = 0;

const command = new Command('dr')
  .description('The database and its pipeline by hand, with the credentials of this shell. See docs/runbooks.')
  .exitOverride();

const end =
  <Arguments extends readonly unknown[]>(work: (...given: Arguments) => Promise<number>) =>
  async (...given: Arguments) => {
    ending = await work(...given);
  };

command
  .command('status')
  .description(
    'who writes, how far the other region is behind, who changes what, what is frozen, what is alarmed; changes nothing',
  )
  .argument('<environment>')
  .action(end((name: string) => status(root, name)));

withMoveOptions(
  command
    .command('switchover')
    .description('moves the writer to another region without loss; both regions must be alive'),
).action(end((name: string, options: MoveOptions) => switchover(root, name, options)));

withMoveOptions(
  command
    .command('failover')
    .description('promotes another region at once; acknowledged writes that were not copied yet are lost')
    .option('--i-accept-data-loss', 'that they are lost', false),
).action(
  end((name: string, options: MoveOptions & { readonly iAcceptDataLoss: boolean }) => failover(root, name, options)),
);

command
  .command('plan')
  .description('shows what "apply" would change; changes nothing')
  .argument('<environment>')
  .action(end((name: string) => plan(root, name)));

command
  .command('apply')
  .description('applies what is committed here, after its plan was read and confirmed; for when GitHub is down')
  .argument('<environment>')
  .option('--confirm <name>', 'the name of the environment, for programs; people are asked')
  .action(end((name: string, { confirm }: { readonly confirm?: string }) => apply(root, name, confirm)));

withDrillOptions(
  command
    .command('drill')
    .description('runs a drill, as the workflow would')
    .argument('<environment>')
    .argument('<kind>', 'switchover, restore, detection, rotation or failover')
    .option('--no-fail-back', 'leaves the writer where the drill has moved it')
    .option('--skip-plan <why>', 'drills without a plan that shows that Terraform would change nothing')
    .option('--override-freeze <why>', 'drills on a day on which the environment is frozen'),
).action(end((name: string, kind: string, options: DrillOptions) => drill(root, name, kind, options)));

withDrillOptions(
  command.command('recover').description('brings a drill that was broken off to an end').argument('<environment>'),
).action(end((name: string, options: BundleOptions) => recover(root, name, options)));

command
  .command('resolved')
  .description('says that what a drill needed a person for is done; drills may begin again')
  .argument('<environment>')
  .requiredOption('--by <name>', 'who says so')
  .requiredOption('--note <text>', 'what was found and done; it is kept')
  .action(end((name: string, resolution: ResolutionByHand) => resolved(root, name, resolution)));

function withMoveOptions(move: Command): Command {
  return withProxyOptions(
    move
      .argument('<environment>')
      .requiredOption('--to <region>', 'the region that is to write')
      .option(
        '--limit-seconds <number>',
        'how long to wait for a write there; AWS goes on after it',
        wholeSeconds,
        900,
      ),
  );
}

function withDrillOptions(one: Command): Command {
  return withProxyOptions(
    one
      .option('--probe <place>', '"function", inside the VPC, or "runner", here', process.env['DRILL_PROBE'])
      .option('--report-directory <path>', 'where its reports go', 'drill-report'),
  );
}

function withProxyOptions(one: Command): Command {
  return one
    .option('--socks-proxy <url>', 'a way into the private network', process.env['DATABASE_SOCKS_PROXY'])
    .option('--database-ca-file <path>', "PEM file; RDS's authorities unless given", process.env['DATABASE_CA_FILE']);
}

function wholeSeconds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('a whole number of seconds, 1 to 9999.');
  return Number(text);
}

/** What says that nothing was begun. */
const MISTAKES = [MistakeError, AccountGuardError, EnvironmentError, UnknownEnvironmentError];

try {
  await command.parseAsync();
} catch (error) {
  // Commander has said what is wrong already; help is no mistake.
  if (error instanceof CommanderError) ending = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? error.message : String(error));
    ending = MISTAKES.some((mistake) => error instanceof mistake) ? 2 : 1;
  }
}
// A call into a region that is lost may still be waited for by the SDK, and would keep the shell.
process.exit(ending);
