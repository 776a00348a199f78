// The way in for `npm run demo`, `npm test`, `npm run sandbox` and `npm run doctor` on a fresh clone: checks the machine, installs the
// dependencies and then runs the TypeScript program that is named. Plain JavaScript, because nothing is installed yet.
// `--without=terraform,python` before the program leaves out what it can do without.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const [first, ...others] = process.argv.slice(2);
const without = first?.startsWith('--without=') ? first.slice('--without='.length).split(',') : undefined;
const [program, ...programArguments] = without === undefined ? [first, ...others] : others;
const checks = { node: checkNode, terraform: checkTerraform, python: checkPython, git: checkGit };
const missing = Object.entries(checks)
  .filter(([name]) => !without?.includes(name))
  .map(([, check]) => check())
  .filter((problem) => problem !== undefined);
if (missing.length > 0) {
  console.error(`Before this can run:\n${missing.map((problem) => `  - ${problem}`).join('\n')}`);
  process.exit(1);
}
installDependencies();
const child = spawn(process.execPath, ['--import', 'tsx', program, ...programArguments], {
  stdio: 'inherit',
  // The AWS SDK announces which Node.js a later version of it will want; that is for us to follow, not for the reader.
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
});
// At a terminal the program gets the interrupt as well, and needs time to stop what it started.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Node.js 20.19 or newer is needed, this is ${process.versions.node}: https://nodejs.org`;
}

function checkTerraform() {
  const how = 'install Terraform 1.11 or newer: https://developer.hashicorp.com/terraform/install';
  const version = /Terraform v(\d+)\.(\d+)/.exec(output('terraform', ['version']) ?? '');
  if (version === null) return `terraform is not on the PATH; ${how}`;
  if (Number(version[1]) > 1 || Number(version[2]) >= 11) return undefined;
  return `terraform is ${version[0]}; ${how} (older ones have no write-only arguments, which keep passwords out of the state)`;
}

function checkPython() {
  const how = 'install Python 3.10 or newer with its venv module (Debian/Ubuntu: apt-get install python3 python3-venv)';
  const named = process.env.SANDBOX_PYTHON;
  for (const python of named ? [named] : ['python3', 'python']) {
    const found = output(python, ['-c', 'import venv, ensurepip, sys; print(sys.version_info >= (3, 10))']);
    if (found?.trim() === 'True') return undefined;
  }
  return `no usable Python was found; ${how}`;
}

function checkGit() {
  return output('git', ['--version']) === undefined
    ? 'git is not on the PATH; install it: https://git-scm.com'
    : undefined;
}

function output(command, commandArguments) {
  try {
    return execFileSync(command, commandArguments, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 }).toString();
  } catch {
    return undefined;
  }
}

function installDependencies() {
  const digest = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const marker = join('node_modules', '.installed-from');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return;
  // Not on standard output, which may be read by a program.
  console.error('Installing the dependencies (once; about half a minute) …');
  const npm = (...npmArguments) =>
    spawnSync('npm', [...npmArguments, '--no-audit', '--no-fund', '--loglevel=error'], {
      stdio: ['inherit', process.stderr, 'inherit'],
    }).status === 0;
  // A lock that was made behind a registry without some other platform's packages is refused by "npm ci" but not by "npm install".
  const lock = readFileSync('package-lock.json');
  if (!npm('ci') && !npm('install')) {
    console.error('The dependencies could not be installed; the messages above say why.');
    process.exit(1);
  }
  writeFileSync('package-lock.json', lock);
  writeFileSync(marker, digest);
}
