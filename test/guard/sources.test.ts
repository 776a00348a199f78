import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { terraformDirectory } from '../../src/adapters/terraform-directory';
import { guardSources } from '../../src/guard/sources';
import { SourceGuardError } from '../../src/guard/source-problem';

let workspace = '';

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'guard-'));
  write('terraform/.terraform.lock.hcl', LOCK);
  write('terraform/main.tf', 'module "child" {\n  source = "./modules/child"\n}\n');
  write('terraform/modules/child/main.tf', 'resource "aws_sns_topic" "x" {}\n');
});

afterEach(() => {
  rmSync(workspace, { recursive: true, force: true });
});

const LOCK =
  'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n  hashes = ["h1:x=", "zh:00"]\n}\n';

function write(path: string, text: string): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What the guard says, without its first line; `allowed` when it says nothing. */
async function guard(environment: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    await guardSources(terraformDirectory(workspace, environment));
    return 'allowed';
  } catch (error) {
    if (!(error instanceof SourceGuardError)) throw error;
    return error.message.split('\n').slice(1).join('\n');
  }
}

const ONLY_AWS = 'it is not of the provider hashicorp/aws, the only one that is allowed';
const RUNS = 'is not allowed: it runs programs or copies files with the credentials of the job';
const CHOICE = 'files, profiles and addresses of its choice can run programs and receive credentials';

const FORBIDDEN: readonly (readonly [what: string, hcl: string, line: number, sentence: string])[] = [
  [
    'a program as data',
    'data "external" "x" {\n  program = ["sh"]\n}',
    1,
    'data "external" is not allowed: it runs a program while planning, with the credentials of the job',
  ],
  ['a request as data', 'data "http" "x" {}', 1, 'data "http" is not allowed: it sends requests while planning'],
  [
    'another state as data',
    'data "terraform_remote_state" "x" {}',
    1,
    'data "terraform_remote_state" is not allowed: it reads other states, by any backend',
  ],
  [
    'without quotes and with comments between',
    'data /* " */ external # {\n x {}',
    1,
    '"the end of the line" is not understood here',
  ],
  [
    'with comments between',
    '/* data "aws_x" "y" {} */ data/**/external/**/x/**/{}',
    1,
    'data "external" is not allowed: it runs a program while planning, with the credentials of the job',
  ],
  [
    'data inside of a check',
    'check "x" {\n  data "http" "y" {}\n}',
    2,
    'data "http" is not allowed: it sends requests while planning',
  ],
  [
    'a resource of another provider',
    'resource "null_resource" "x" {}',
    1,
    `resource "null_resource" is not allowed: ${ONLY_AWS}`,
  ],
  [
    'an ephemeral resource of another provider',
    'ephemeral "random_password" "x" {}',
    1,
    `ephemeral "random_password" is not allowed: ${ONLY_AWS}`,
  ],
  [
    'an action of another provider',
    'action "local_command" "x" {}',
    1,
    `action "local_command" is not allowed: ${ONLY_AWS}`,
  ],
  ['a block that nobody knows', 'list "aws_instance" "x" {}', 1, 'blocks of kind "list" are not allowed'],
  [
    'a local program',
    'resource "aws_sns_topic" "x" {\n\n  provisioner "local-exec" {\n    command = "id"\n  }\n}',
    3,
    `provisioner "local-exec" ${RUNS}`,
  ],
  [
    'a local program of what is built in',
    'resource "terraform_data" "x" {\n  provisioner local-exec {}\n}',
    2,
    `provisioner "local-exec" ${RUNS}`,
  ],
  [
    'a program elsewhere',
    'resource "aws_sns_topic" "x" {\n  provisioner "remote-exec" {}\n}',
    2,
    `provisioner "remote-exec" ${RUNS}`,
  ],
  ['a file elsewhere', 'resource "aws_sns_topic" "x" {\n  provisioner "file" {}\n}', 2, `provisioner "file" ${RUNS}`],
  ['a connection', 'resource "aws_sns_topic" "x" {\n  connection {}\n}', 2, `connection ${RUNS}`],
  [
    'a program when something is removed',
    'removed {\n  from = aws_sns_topic.x\n  provisioner "local-exec" {}\n}',
    3,
    `provisioner "local-exec" ${RUNS}`,
  ],
  [
    'a program behind a heredoc',
    'locals {\n  a = <<-EOT\n    "\n  EOT\n}\nresource "aws_sns_topic" "x" {\n  provisioner "local-exec" {}\n}',
    7,
    `provisioner "local-exec" ${RUNS}`,
  ],
  [
    'a program after a quote in a comment',
    '# "\nresource "aws_sns_topic" "x" { # "\n  provisioner "local-exec" {}\n}',
    3,
    `provisioner "local-exec" ${RUNS}`,
  ],
  [
    'letters that look like others',
    'resource "aws_sns_topic" "x" {\n  рrovisioner "local-exec" {}\n}',
    2,
    '"рr" is not understood here',
  ],
  [
    'another provider',
    'provider "external" {}',
    1,
    'provider "external" is not allowed; the only one is hashicorp/aws',
  ],
  [
    'a provider with the name of an object’s member',
    'provider "constructor" {}',
    1,
    'provider "constructor" is not allowed; the only one is hashicorp/aws',
  ],
  [
    'files of credentials',
    'provider "aws" {\n  shared_config_files = ["evil"]\n}',
    2,
    `"shared_config_files" is not allowed in provider "aws": ${CHOICE}`,
  ],
  [
    'another address',
    'provider "aws" {\n  endpoints {\n    sts = "https://evil"\n  }\n}',
    2,
    `"endpoints" is not allowed in provider "aws": ${CHOICE}`,
  ],
  [
    'another provider by the name of aws',
    'terraform {\n  required_providers {\n    aws = {\n      source = "evil/aws"\n    }\n  }\n}',
    3,
    'provider "aws" is from "evil/aws"; the only one that is allowed is aws from "hashicorp/aws"',
  ],
  [
    'another registry',
    'terraform {\n  required_providers {\n    aws = { source = "evil.example/hashicorp/aws" }\n  }\n}',
    3,
    'provider "aws" is from "evil.example/hashicorp/aws"; the only one that is allowed is aws from "hashicorp/aws"',
  ],
  [
    'a second provider',
    'terraform {\n  required_providers {\n    http = { source = "hashicorp/http" }\n  }\n}',
    3,
    'provider "http" is from "hashicorp/http"; the only one that is allowed is aws from "hashicorp/aws"',
  ],
  [
    'a provider without a source',
    'terraform {\n  required_providers {\n    aws = "~> 5.0"\n  }\n}',
    3,
    'provider "aws" is not written out; the only one that is allowed is aws from "hashicorp/aws"',
  ],
  [
    'settings of a provider for a module',
    'terraform {\n  provider_meta "aws" {}\n}',
    2,
    '"provider_meta" is not allowed in a terraform block',
  ],
  [
    'another backend',
    'terraform {\n  backend "http" {}\n}',
    2,
    'backend "http" is not allowed; the state is kept in S3',
  ],
  [
    'a profile of the backend',
    'terraform {\n  backend "s3" {\n    profile = "x"\n  }\n}',
    3,
    `"profile" is not allowed in backend "s3": ${CHOICE}`,
  ],
  ['somebody else’s runs', 'terraform {\n  cloud {}\n}', 2, '"cloud" is not allowed in a terraform block'],
  ...(
    [
      'git::https://evil.example/x.git',
      'hashicorp/consul/aws',
      'https://evil.example/x.zip',
      's3::https://s3.amazonaws.com/x/y.zip',
      'github.com/evil/x',
      '/tmp/x',
      './a//b',
      './a?ref=x',
      '.\u002fmod ules',
    ] as const
  ).map(
    (source) =>
      [
        'a module from elsewhere',
        `module "x" {\n  source = "${source}"\n}`,
        2,
        `module "x" comes from "${source}"; only directories of this repository are allowed, as ./ or ../ and a path`,
      ] as const,
  ),
  [
    'a module from a computed place',
    'module "x" {\n  source = "./${var.x}"\n}',
    2,
    'the source of module "x" must be a text that is written out',
  ],
  ['a module from nowhere', 'module "x" {}', 1, 'the source of module "x" must be a text that is written out'],
  [
    'a module by a name that JavaScript knows',
    'module "__proto__" {\n  source = "git::https://evil.example"\n}',
    2,
    'module "__proto__" comes from "git::https://evil.example"; only directories of this repository are allowed, as ./ or ../ and a path',
  ],
  [
    'a module that is not there',
    'module "x" {\n  source = "./nothing"\n}',
    2,
    'the directory of module "x", "./nothing", does not exist, or is none of this repository',
  ],
  [
    'a module that Terraform downloaded',
    'module "x" {\n  source = "./.terraform/modules/x"\n}',
    2,
    'the directory of module "x", "./.terraform/modules/x", does not exist, or is none of this repository',
  ],
  [
    'a module outside',
    'module "x" {\n  source = "./../../../../x"\n}',
    2,
    'the directory of module "x", "./../../../../x", lies outside of terraform/',
  ],
];

describe.each(['terraform/more.tf', 'terraform/modules/child/more.tf'])('refused in %s', (file) => {
  test.each(FORBIDDEN)('%s', async (_what, hcl, line, sentence) => {
    write(file, `${hcl}\n`);
    expect((await guard()).replaceAll('the end of the line is', '"the end of the line" is')).toBe(
      `${file}:${line}: ${sentence}`,
    );
  });

  // Terraform reads JSON too, with names that may stand twice. It is refused as a whole, so there is no place to hide in it.
  test.each([
    ['a program', { data: { external: { x: { program: ['sh'] } } } }],
    ['a provisioner', { resource: { aws_sns_topic: { x: { provisioner: [{ 'local-exec': {} }] } } } }],
    ['a module from elsewhere', { module: { x: { source: 'git::https://evil.example' } } }],
    ['nothing that would be forbidden', { locals: {} }],
  ])('in JSON: %s', async (_what, json) => {
    write(`${file}.json`, JSON.stringify(json));
    expect(await guard()).toBe(
      `${file}.json: configurations in JSON are not read by the rules of this repository; write HCL`,
    );
  });
});

describe('what belongs to it', () => {
  test('a configuration of local modules and the AWS provider is allowed', async () => {
    expect(await guard()).toBe('allowed');
  });

  test('this repository’s own configuration is allowed, within 300 ms', async () => {
    cpSync('terraform', join(workspace, 'terraform'), { recursive: true });
    rmSync(join(workspace, 'terraform', 'main.tf'));
    const times: number[] = [];
    while (times.length < 3) {
      // Not the clock: other tests run at the same time.
      const before = process.cpuUsage();
      expect(await guard()).toBe('allowed');
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1_000);
    }
    expect(Math.min(...times)).toBeLessThan(300);
  });

  test.each<[string, () => void, string]>([
    [
      'no lock file',
      () => {
        rmSync(join(workspace, 'terraform/.terraform.lock.hcl'));
      },
      'terraform/.terraform.lock.hcl: it is missing, so nothing says which provider was reviewed; run terraform init and commit it',
    ],
    [
      'an empty lock file',
      () => {
        write('terraform/.terraform.lock.hcl', '');
      },
      'terraform/.terraform.lock.hcl:1: no provider is locked; run terraform init and commit the file',
    ],
    [
      'a lock file with more',
      () => {
        write('terraform/.terraform.lock.hcl', `${LOCK}${LOCK.replace('/aws', '/external')}`);
      },
      'terraform/.terraform.lock.hcl:5: the lock file names "registry.terraform.io/hashicorp/external"; the only provider that is allowed is registry.terraform.io/hashicorp/aws',
    ],
    [
      'a lock without hashes',
      () => {
        write('terraform/.terraform.lock.hcl', LOCK.replace('"h1:x=", "zh:00"', ''));
      },
      'terraform/.terraform.lock.hcl:1: registry.terraform.io/hashicorp/aws is locked without a version or without hashes, so anything could take its place',
    ],
    [
      'a file that overrides',
      () => {
        write('terraform/override.tf', '');
      },
      'terraform/override.tf: it would change other files behind the back of whoever reads them; change those',
    ],
    [
      'another one',
      () => {
        write('terraform/modules/child/x_override.tf', '');
      },
      'terraform/modules/child/x_override.tf: it would change other files behind the back of whoever reads them; change those',
    ],
    [
      'a file of OpenTofu’s',
      () => {
        write('terraform/main.tofu', '');
      },
      'terraform/main.tofu: OpenTofu would read it instead of the .tf file; write one configuration for both',
    ],
    [
      'variables',
      () => {
        write('terraform/x.auto.tfvars', '');
      },
      'terraform/x.auto.tfvars: Terraform would take variables from it; what is planned comes from environments/',
    ],
    [
      'a linked module',
      () => {
        symlinkSync(tmpdir(), join(workspace, 'terraform/modules/linked'));
      },
      'terraform/modules/linked: it is a symbolic link, and may lead out of the repository; use a file or directory',
    ],
    [
      'a linked file',
      () => {
        symlinkSync('main.tf', join(workspace, 'terraform/linked.tf'));
      },
      'terraform/linked.tf: it is a symbolic link, and may lead out of the repository; use a file or directory',
    ],
    [
      'plugins beside the configuration',
      () => {
        write('terraform/terraform.d/plugins/x', '');
      },
      'terraform/terraform.d: Terraform takes plugins from this directory; remove it',
    ],
    [
      'settings of the program',
      () => {
        write('terraform/.terraformrc', '');
      },
      'terraform/.terraformrc: it could send Terraform to other plugins; remove it',
    ],
  ])('refused: %s', async (_what, change, expected) => {
    change();
    expect(await guard()).toBe(expected);
  });

  test('refused: a configuration that is a link as a whole', async () => {
    cpSync(join(workspace, 'terraform'), join(workspace, 'elsewhere'), { recursive: true });
    rmSync(join(workspace, 'terraform'), { recursive: true });
    symlinkSync('elsewhere', join(workspace, 'terraform'));
    expect(await guard()).toContain('terraform/: it is a symbolic link');
  });

  test('refused: what only Terraform should make, when it is committed; its own traces are not', async () => {
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', workspace, ...args]);
    git('init', '-q');
    write('.gitignore', '.terraform/\n');
    write('.terraform/production/providers/registry.terraform.io/evil', '');
    write('terraform/.terraform/modules/modules.json', '');
    git('add', '.');
    expect(await guard()).toBe('allowed');
    write('.Terraformrc', '');
    git('add', '-f', '.');
    expect(await guard()).toBe(
      [
        '.Terraformrc: it is committed, and Terraform would trust it as its own; remove it from the repository',
        '.terraform/production/providers/registry.terraform.io/evil: it is committed, and Terraform would trust it as its own; remove it from the repository',
        'terraform/.terraform/modules/modules.json: it is committed, and Terraform would trust it as its own; remove it from the repository',
      ].join('\n'),
    );
  });

  test('refused: variables that lead Terraform to plugins of the checkout', async () => {
    const sentence =
      'it could send Terraform to other plugins than those of the lock file; unset it, or let it name nothing of the checkout';
    expect(await guard({ TF_CLI_CONFIG_FILE: join(workspace, 'evil.rc') })).toBe(
      `environment variable TF_CLI_CONFIG_FILE: ${sentence}`,
    );
    expect(await guard({ TF_REATTACH_PROVIDERS: '{}' })).toBe(
      `environment variable TF_REATTACH_PROVIDERS: ${sentence}`,
    );
    expect(await guard({ TF_CLI_CONFIG_FILE: join(tmpdir(), 'own.rc'), TF_PLUGIN_CACHE_DIR: '' })).toBe('allowed');
  });
});
