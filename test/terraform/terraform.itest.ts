import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { terraformEnvironment } from '../../sandbox/terraform-cli-config';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { toTfvars } from '../../src/environment/tfvars';

/** What Terraform says in the end; a file without a single run would say "0 passed". */
const PASSED = /Success! [1-9]\d* passed, 0 failed/;
const ROOTS = ['terraform', 'terraform/bootstrap', 'test/fixtures/foundation'];
let scratch: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'terraform-test-'));
  environment = { ...process.env, ...(await terraformEnvironment(scratch, process.env)), AWS_REGION: 'us-east-1' };
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function terraform(directory: string, data: string, ...args: readonly string[]): string {
  return execFileSync('terraform', [`-chdir=${resolve(directory)}`, ...args], {
    env: { ...environment, TF_DATA_DIR: join(scratch, data) },
    stdio: 'pipe',
  }).toString();
}

/** As above, without keeping others from running. What Terraform printed is the message of the error, because it names what failed. */
async function terraformInBackground(directory: string, data: string, ...args: readonly string[]): Promise<string> {
  const env = { ...environment, TF_DATA_DIR: join(scratch, data) };
  const ended = promisify(execFile)('terraform', [`-chdir=${directory}`, ...args], { env });
  return ended.then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      throw new Error(isPrinted(error) ? `${error.stdout}${error.stderr}` : String(error), { cause: error });
    },
  );
}

function isPrinted(error: unknown): error is { readonly stdout: string; readonly stderr: string } {
  return error instanceof Error && 'stdout' in error && 'stderr' in error;
}

test('the configuration is formatted', () => {
  expect(terraform('.', 'fmt', 'fmt', '-check', '-recursive', 'terraform')).toBe('');
  expect(terraform('.', 'fmt', 'fmt', '-check', '-recursive', 'test/fixtures')).toBe('');
  expect(terraform('.', 'fmt', 'fmt', '-check', '-recursive', 'test/terraform')).toBe('');
});

describe.each(ROOTS)('%s', (root) => {
  test('is valid with exactly the locked provider', () => {
    const data = root.replaceAll('/', '-');
    terraform(root, data, 'init', '-backend=false', '-input=false', '-lockfile=readonly');
    expect(terraform(root, data, 'validate', '-no-color')).toContain('The configuration is valid');
  });
});

/** Terraform cannot mock ephemeral resources, so this one is tested against the emulator (credentials.itest.ts); its variables below. */
const UNMOCKABLE = ['credentials'];
const MODULES = readdirSync('terraform/modules').filter((module) => !UNMOCKABLE.includes(module));

describe('the tests of the modules', () => {
  let outcomes: ReadonlyMap<string, Promise<string>>;

  beforeAll(() => {
    // In a copy: initialising a module on its own would leave a lock file beside it. As a whole, because some contain others.
    cpSync(resolve('terraform'), join(scratch, 'terraform'), {
      recursive: true,
      filter: (path) => basename(path) !== '.terraform',
    });
    outcomes = twoAtATime(MODULES, testModule);
  });

  test.each(MODULES)('pass in module %s', async (module) => {
    expect(await outcomes.get(module)).toMatch(PASSED);
  });
});

async function testModule(module: string): Promise<string> {
  const directory = join(scratch, 'terraform', 'modules', module);
  await terraformInBackground(directory, `module-${module}`, 'init', '-input=false', '-no-color');
  return terraformInBackground(directory, `module-${module}`, 'test', '-no-color');
}

/** Most of the time goes into starting the provider, again for every file of tests; more than two at once only wait for each other. */
function twoAtATime<T>(items: readonly string[], work: (item: string) => Promise<T>): ReadonlyMap<string, Promise<T>> {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  return new Map(
    items.map((item, index) => {
      const outcome = (lanes[index % lanes.length] ?? Promise.resolve()).then(() => work(item));
      lanes[index % lanes.length] = outcome.catch(() => undefined);
      return [item, outcome];
    }),
  );
}

const PRODUCTION = toTfvars(parseEnvironment(readFileSync('environments/production.yaml', 'utf8'), 'production.yaml'));

test.each([
  { of: 'the configuration', variables: 'terraform/variables.tf', tests: 'variables', values: PRODUCTION },
  {
    of: 'the credentials',
    variables: 'terraform/modules/credentials/variables.tf',
    tests: 'credentials-variables',
    values: {},
  },
])('the variables of $of refuse what could not work', ({ variables, tests, values }) => {
  const copy = join(scratch, tests);
  mkdirSync(join(copy, 'tests'), { recursive: true });
  cpSync(variables, join(copy, 'variables.tf'));
  cpSync(`test/terraform/${tests}.tftest.hcl`, join(copy, 'tests', 'variables.tftest.hcl'));
  writeFileSync(join(copy, 'terraform.tfvars.json'), JSON.stringify(values));
  expect(terraform(copy, `${tests}-data`, 'test', '-no-color')).toMatch(PASSED);
});

describe('what every file of the configuration keeps to', () => {
  const files = readdirSync('terraform', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tf') && !file.includes('.terraform/'),
  );
  const text = (file: string) => readFileSync(join('terraform', file), 'utf8');

  test('every variable and output is described, every variable typed', () => {
    for (const file of files) {
      for (const [block] of text(file).matchAll(/^(?:variable|output) "[^"]+" \{.*?^\}/gms)) {
        expect(block).toContain('description =');
        if (block.startsWith('variable')) expect(block).toMatch(/\btype\s+=/);
      }
    }
  });

  test('only the aws provider is used', () => {
    for (const file of files) expect(text(file)).not.toMatch(/source\s*=\s*"hashicorp\/(?!aws")/);
  });

  test('each ignored attribute has its reason above it', () => {
    const [block] = /ignore_changes = \[.*?\]/s.exec(text('modules/regional_database/main.tf')) ?? [];
    expect(block).toMatch(/#[^\n]+\n\s+replication_source_identifier,/);
    expect(block).toMatch(/#[^\n]+\n\s+global_cluster_identifier,/);
    expect(block).toMatch(/#[^\n]+\n\s+engine_version,/);
  });

  test('T5: both providers tag everything', () => {
    expect(text('providers.tf').match(/tags = local\.tags/g)).toHaveLength(2);
    expect(text('locals.tf')).toMatch(/Environment\s+= "production"/);
    expect(text('locals.tf')).toMatch(/"DR-Tier"\s+= "critical"/);
  });
});
