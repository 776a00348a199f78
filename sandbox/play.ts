import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terraformCli } from '../src/adapters/terraform-cli';
import { temporaryDirectory } from '../src/adapters/temporary-directory';
import { parseEnvironment } from '../src/environment/parse-environment';
import { makePlan } from '../src/plan/make-plan';
import type { Logger } from '../src/ports/logger';
import { applyGivenThings, describeNetworks } from './demo/foundation';
import type { Sandbox } from './start-sandbox';

const ENVIRONMENT_FILE = 'environments/sandbox.yaml';

/** Builds the stack of the sandbox environment without the pipeline around it, for people who want to play with the database. */
export async function buildStack(
  sandbox: Sandbox,
  place: { readonly root: string; readonly directory: string; readonly signal: AbortSignal },
  say: (line: string) => void,
): Promise<void> {
  const text = readFileSync(join(place.root, ENVIRONMENT_FILE), 'utf8');
  const template = parseEnvironment(text, ENVIRONMENT_FILE);
  const terraformPlace = { ...place, environment: sandbox.environment };
  say('making the networks, the state bucket and the lock table');
  const foundation = await applyGivenThings(terraformPlace, template);
  const environment = parseEnvironment(describeNetworks(text, foundation), ENVIRONMENT_FILE);
  const logger: Logger = {
    debug: () => undefined,
    info: say,
    warn: say,
    error: say,
    group: (title, work) => {
      say(title);
      return work();
    },
  };
  const terraform = terraformCli({
    path: 'terraform',
    directory: join(place.root, 'terraform'),
    dataDirectory: join(place.directory, 'stack.terraform'),
    environment: { ...process.env, ...sandbox.environment },
    logger,
  });
  await temporaryDirectory.use(async (files) => {
    const plan = await makePlan(environment, files, { terraform, logger });
    if (plan.hasChanges) await terraform.apply(plan.planFile);
  });
}
