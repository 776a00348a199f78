import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { terraformEnvironment } from '../../sandbox/terraform-cli-config';
import { packageHash } from '../../src/adapters/provider-package';
import { withReusedProvider } from '../../src/adapters/reused-provider';
import { terraformCli } from '../../src/adapters/terraform-cli';
import { MemoryLogger } from '../fakes/logger';

let scratch = '';

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'kept-provider-'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const PROGRAM = 'terraform-provider-aws_v5.100.0_x5';

/** A provider that only says where it is, and the Terraform that only ends well. */
async function fakePackage(behaviour: string): Promise<{
  readonly directory: string;
  readonly data: string;
  readonly terraform: string;
  readonly pidFile: string;
}> {
  const directory = join(scratch, 'configuration');
  const data = join(scratch, 'data');
  const place = join(data, 'providers', 'registry.terraform.io', 'hashicorp', 'aws', '5.100.0', PLATFORM);
  mkdirSync(directory);
  mkdirSync(place, { recursive: true });
  const pidFile = join(scratch, 'pid');
  const program = join(place, PROGRAM);
  writeFileSync(
    program,
    `#!${process.execPath}\nrequire('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));\nprocess.on('SIGINT', () => {});\nsetInterval(() => {}, 1000);\n${behaviour}\n`,
  );
  chmodSync(program, 0o755);
  const hash = await packageHash([{ name: PROGRAM, path: program }]);
  lock(directory, `"${hash}"`);
  const terraform = join(scratch, 'terraform');
  writeFileSync(terraform, `#!${process.execPath}\n`);
  chmodSync(terraform, 0o755);
  return { directory, data, terraform, pidFile };
}

function lock(directory: string, hashes: string, more = ''): void {
  writeFileSync(
    join(directory, '.terraform.lock.hcl'),
    `provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n  hashes = [${hashes}]\n}\n${more}`,
  );
}

const SAYS = (pid: string) =>
  `console.log("\\tTF_REATTACH_PROVIDERS='" + JSON.stringify({ x: { Protocol: 'grpc', ProtocolVersion: 5, Pid: ${pid}, Test: true, Addr: { Network: 'unix', String: '/nowhere' } } }) + "'");`;
const GOOD = SAYS('process.pid');

function isRunning(pidFile: string): boolean {
  if (!existsSync(pidFile)) return false;
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

describe('on any doubt Terraform starts its own provider', () => {
  type Fake = Awaited<ReturnType<typeof fakePackage>>;
  test.each<
    [
      what: string,
      behaviour: string,
      change: (fake: Fake) => void,
      environment: NodeJS.ProcessEnv,
      reason: string,
      isStarted: boolean,
    ]
  >([
    [
      'another hash',
      GOOD,
      ({ directory }) => {
        lock(directory, '"h1:AAAA="');
      },
      {},
      'which is not in the lock file',
      false,
    ],
    [
      'no hash that can be checked',
      GOOD,
      ({ directory }) => {
        lock(directory, '"zh:00"');
      },
      {},
      'the lock file has no h1 hash of registry.terraform.io/hashicorp/aws',
      false,
    ],
    [
      'a file that was added',
      GOOD,
      ({ data }) => {
        writeFileSync(join(data, 'providers/registry.terraform.io/hashicorp/aws/5.100.0', PLATFORM, 'evil'), '');
      },
      {},
      'which is not in the lock file',
      false,
    ],
    [
      'a link in the package',
      GOOD,
      ({ data }) => {
        symlinkSync('/bin/sh', join(data, 'providers/registry.terraform.io/hashicorp/aws/5.100.0', PLATFORM, 'evil'));
      },
      {},
      '"evil" in the package of the provider is no ordinary file',
      false,
    ],
    [
      'a second provider',
      GOOD,
      ({ directory }) => {
        lock(directory, '"h1:AAAA="', 'provider "registry.terraform.io/hashicorp/http" {}\n');
      },
      {},
      'the lock file names 2 providers, and only one can be kept',
      false,
    ],
    [
      'no package',
      GOOD,
      ({ data }) => {
        rmSync(data, { recursive: true });
      },
      {},
      'ENOENT',
      false,
    ],
    ['own certificates', GOOD, () => undefined, { AWS_CA_BUNDLE: '/some/ca.pem' }, 'AWS_CA_BUNDLE is set', false],
    ['it ends at once', 'process.exit(1);', () => undefined, {}, 'the provider ended at once', true],
    [
      'it says something else',
      `console.log("TF_REATTACH_PROVIDERS='{'");`,
      () => undefined,
      {},
      'the provider does not say as expected how it is reached',
      true,
    ],
    [
      'it speaks of another process',
      SAYS('1'),
      () => undefined,
      {},
      'the provider does not say as expected how it is reached',
      true,
    ],
  ])('%s', async (_what, behaviour, change, extra, reason, isStarted) => {
    const fake = await fakePackage(behaviour);
    change(fake);
    const logger = new MemoryLogger();
    const seen: (string | undefined)[] = [];
    const options = {
      directory: fake.directory,
      dataDirectory: fake.data,
      environment: { PATH: process.env['PATH'], ...extra },
      logger,
    };
    await withReusedProvider(
      options,
      (environment) => ({
        ...terraformCli({ ...options, path: fake.terraform, environment }),
        async plan() {
          seen.push(environment['TF_REATTACH_PROVIDERS']);
          return { hasChanges: false };
        },
      }),
      async (terraform) => {
        await terraform.init({});
        await terraform.plan({ varFile: 'v', planFile: 'p' });
      },
    );
    expect(logger.lines.filter((line) => line.startsWith('warn'))).toEqual([expect.stringContaining(reason)]);
    expect(seen).toEqual([undefined]);
    expect(existsSync(fake.pidFile)).toBe(isStarted);
    expect(isRunning(fake.pidFile)).toBe(false);
  });
});

describe('no provider is left behind', () => {
  test.each<[end: string, signal: NodeJS.Signals | undefined, said: string]>([
    ['end', undefined, 'done'],
    ['throw', undefined, 'it went wrong'],
    ['exit', undefined, 'kept'],
    ['wait', 'SIGINT', 'kept'],
    ['wait', 'SIGTERM', 'kept'],
  ])('at %s %s', async (end, signal, said) => {
    const fake = await fakePackage(GOOD);
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/adapters/kept-provider.ts', fake.directory, fake.data, fake.terraform, end],
      { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (signal !== undefined && output.includes('kept\n')) child.kill(signal);
    });
    await new Promise((settle) => child.once('close', settle));
    expect(output).toContain('is verified and kept running for the next commands');
    expect(output).toContain(said);
    for (let tries = 0; tries < 40 && isRunning(fake.pidFile); tries++) await wait(50);
    expect(existsSync(fake.pidFile)).toBe(true);
    expect(isRunning(fake.pidFile)).toBe(false);
  });
});

const CONFIGURATION = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
${['us-east-1', 'us-west-2']
  .map(
    (region) => `
provider "aws" {
  alias                       = "${region}"
  region                      = "${region}"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { region = "${region}" }
  }
}
resource "aws_sns_topic" "${region}" {
  provider = aws.${region}
  name     = "topic-${region}"
}`,
  )
  .join('\n')}
`;

const planSchema = z.object({ resource_changes: z.array(z.unknown()) });

test('the real provider serves several configurations and commands, and the plan is the one that Terraform makes by itself', async () => {
  const directory = join(scratch, 'configuration');
  mkdirSync(directory);
  writeFileSync(join(directory, 'main.tf'), CONFIGURATION);
  // The hashes of this repository's own lock are those of the real packages.
  cpSync('terraform/.terraform.lock.hcl', join(directory, '.terraform.lock.hcl'));
  const logger = new MemoryLogger();
  const environment = {
    ...process.env,
    AWS_CA_BUNDLE: '',
    ...(await terraformEnvironment(join(scratch, 'settings'), process.env)),
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const options = { directory, dataDirectory: join(scratch, 'data'), environment, logger };
  writeFileSync(join(scratch, 'v.tfvars'), '');
  const files = (name: string) => ({ varFile: join(scratch, 'v.tfvars'), planFile: join(scratch, name) });
  const shown = async (stream: NodeJS.ReadableStream): Promise<readonly unknown[]> => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return planSchema.parse(JSON.parse(text)).resource_changes;
  };
  let pid = Number.NaN;
  const kept = await withReusedProvider(
    options,
    (variables) => {
      const cli = terraformCli({ ...options, path: 'terraform', environment: variables });
      return {
        ...cli,
        plan(plan) {
          pid = Number(/"Pid":(\d+)/.exec(variables['TF_REATTACH_PROVIDERS'] ?? '')?.[1]);
          return cli.plan(plan);
        },
      };
    },
    async (terraform) => {
      await terraform.init({});
      await terraform.plan(files('first'));
      const first = await shown(terraform.showJson(join(scratch, 'first')));
      await terraform.plan(files('second'));
      expect(await shown(terraform.showJson(join(scratch, 'second')))).toEqual(first);
      return first;
    },
  );
  expect(logger.lines).toContain(
    'info registry.terraform.io/hashicorp/aws is verified and kept running for the next commands',
  );
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  const ordinary = terraformCli({ ...options, path: 'terraform' });
  // A plan that was made with it is one that Terraform can show without it.
  expect(await shown(ordinary.showJson(join(scratch, 'first')))).toEqual(kept);
  await ordinary.plan(files('third'));
  expect(await shown(ordinary.showJson(join(scratch, 'third')))).toEqual(kept);
  expect(kept).toHaveLength(2);
}, 400_000);
