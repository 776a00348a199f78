import { Command, CommanderError } from 'commander';
import { downloadCommand } from './evidence/download';
import { siteCommand, type SiteOptions } from './evidence/site';
import { verifyCommand, type VerifyOptions } from './evidence/verify';

// `npm run evidence -- <command>`: reads the evidence of drills, and changes none of it. Ends with 1 when something is not verified or not copied, and
// with 2 when it was called wrongly or could not look.

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

async function main(): Promise<number> {
  let ending = 0;
  const command = new Command('evidence')
    .description('Reads the evidence of drills, and changes none of it.')
    .exitOverride();
  command
    .command('verify')
    .description('Checks every byte of the evidence of an environment.')
    .argument('<environment>', 'name of an environment, for example production')
    .option('--from <place>', 'a directory that it was downloaded to, or "bucket"', 'bucket')
    .option('--public-key <file>', 'whose signatures count, in PEM; may be given again; else KMS is asked', collect, [])
    .option('--expect-last <number[:sha256]>', 'the chain reaches this entry at least; may be given again', collect, [])
    .option('--json', 'print JSON', false)
    .action(async (environment: string, options: VerifyOptions) => {
      ending = await verifyCommand(environment, options);
    });
  command
    .command('download')
    .description('Copies the evidence of an environment from its bucket; what is in the directory is never changed.')
    .argument('<environment>', 'name of an environment, for example production')
    .argument('<directory>', 'where to')
    .action(async (environment: string, directory: string) => {
      ending = await downloadCommand(environment, directory);
    });
  command
    .command('site')
    .description('Renders the evidence as a static site, with the signed files in it.')
    .argument('<directory>', 'where to; new, empty, or with an earlier site of the same evidence')
    .argument('<environments...>', 'names of environments, for example production')
    .option('--from <place>', 'a directory that it was downloaded to, or "bucket"', 'bucket')
    .option('--public-key <file>', 'whose signatures count, in PEM; may be given again; else KMS is asked', collect, [])
    .option('--expect-last <number[:sha256]>', 'the chain reaches this entry at least', collect, [])
    .action(async (directory: string, environments: readonly string[], options: SiteOptions) => {
      ending = await siteCommand(directory, environments, options);
    });
  try {
    await command.parseAsync();
    return ending;
  } catch (error) {
    // Commander has said what is wrong already; help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

process.exitCode = await main();
