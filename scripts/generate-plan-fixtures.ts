import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { terraformEnvironment } from '../sandbox/terraform-cli-config';

// Makes test/fixtures/plans/<case>/plan.json with the Terraform on this machine: before.tf is applied, or state.json is the state (for what
// cannot be brought about otherwise), then main.tf is planned. Only "drift" needs a provider. Made again, they have the same bytes.
// Names of cases limit it to those.

const FIXTURES = 'test/fixtures/plans';
const run = promisify(execFile);

const stateSchema = z.looseObject({
  resources: z.array(
    z.looseObject({
      name: z.string(),
      instances: z.array(
        z.looseObject({ index_key: z.unknown().optional(), attributes: z.looseObject({ id: z.string() }) }),
      ),
    }),
  ),
});

const names = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(FIXTURES);
const logGroups = await serveLogGroups();
const configuration = mkdtempSync(join(tmpdir(), 'dr-fixture-rc-'));
const environment = {
  ...(await terraformEnvironment(configuration, process.env)),
  PATH: process.env['PATH'],
  CHECKPOINT_DISABLE: '1',
  TF_VAR_port: String(portOf(logGroups)),
};
try {
  for (const name of names) await generate(name);
} finally {
  logGroups.close();
  rmSync(configuration, { recursive: true, force: true });
}

async function generate(name: string): Promise<void> {
  const directory = join(FIXTURES, name);
  const scratch = mkdtempSync(join(tmpdir(), 'dr-fixture-'));
  const terraform = async (...args: readonly string[]): Promise<string> =>
    (
      await run('terraform', [`-chdir=${scratch}`, ...args], {
        env: environment,
        maxBuffer: 256 * 1024 * 1024,
      })
    ).stdout;
  try {
    cpSync(directory, scratch, { recursive: true, filter: (path) => !/before\.tf$|\.(?:md|json)$/.test(path) });
    const main = readFileSync(join(scratch, 'main.tf'));
    if (existsSync(join(directory, 'state.json'))) {
      cpSync(join(directory, 'state.json'), join(scratch, 'terraform.tfstate'));
    } else if (existsSync(join(directory, 'before.tf'))) {
      cpSync(join(directory, 'before.tf'), join(scratch, 'main.tf'));
      await terraform('init', '-no-color', '-input=false');
      await terraform('apply', '-no-color', '-input=false', '-auto-approve');
      fixIds(join(scratch, 'terraform.tfstate'));
      writeFileSync(join(scratch, 'main.tf'), main);
    }
    await terraform('init', '-no-color', '-input=false');
    await terraform('plan', '-no-color', '-input=false', '-out=plan.tfplan');
    const plan = z.record(z.string(), z.unknown()).parse(JSON.parse(await terraform('show', '-json', 'plan.tfplan')));
    // A new time, and a new port, would make every fixture a change.
    delete plan['timestamp'];
    const text = JSON.stringify(plan, undefined, 1).replaceAll(environment.TF_VAR_port, '4566');
    writeFileSync(join(directory, 'plan.json'), `${text}\n`);
    console.log(name);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Terraform makes up ids; here they follow from the names. */
function fixIds(file: string): void {
  const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const { name, instances } of state.resources)
    for (const { index_key: key, attributes } of instances) {
      const hash = createHash('sha256')
        .update(JSON.stringify([name, key]))
        .digest('hex');
      attributes.id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
    }
  writeFileSync(file, JSON.stringify(state));
}

/** CloudWatch Logs with log groups that somebody set to seven days, and without one that somebody deleted. */
async function serveLogGroups(): Promise<Server> {
  const wanted = z.object({ logGroupNamePrefix: z.string() });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (body: unknown): void => {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      };
      if (!String(request.headers['x-amz-target']).endsWith('.DescribeLogGroups')) {
        answer({ tags: {} });
        return;
      }
      const { logGroupNamePrefix: name } = wanted.parse(JSON.parse(Buffer.concat(chunks).toString()));
      const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${name}:*`;
      const group = { logGroupName: name, arn, retentionInDays: 7, logGroupClass: 'STANDARD' };
      answer({ logGroups: name.endsWith('/gone') ? [] : [group] });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server of log groups has no port');
  return address.port;
}
