import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { terraformEnvironment } from '../../sandbox/terraform-cli-config';

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

// Neither the credentials module nor the root is among them: Terraform cannot mock their ephemeral resources, so these are tested
// against the emulator, in credentials.itest.ts and plan.itest.ts.
test.each(['encryption', 'global_database', 'notifications', 'regional_database'])(
  'the tests of module %s pass',
  (module) => {
    // In a copy: initialising a module on its own would leave a lock file beside it.
    const copy = join(scratch, module);
    cpSync(resolve('terraform/modules', module), copy, { recursive: true });
    terraform(copy, `module-${module}`, 'init', '-input=false');
    expect(terraform(copy, `module-${module}`, 'test', '-no-color')).toMatch(/Success! [1-9]\d* passed, 0 failed/);
  },
);

test('the variables refuse what could not work', () => {
  const copy = join(scratch, 'variables');
  mkdirSync(join(copy, 'tests'), { recursive: true });
  cpSync('terraform/variables.tf', join(copy, 'variables.tf'));
  cpSync('test/terraform/variables.tftest.hcl', join(copy, 'tests', 'variables.tftest.hcl'));
  expect(terraform(copy, 'variables-data', 'test', '-no-color')).toMatch(/Success! [1-9]\d* passed, 0 failed/);
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
