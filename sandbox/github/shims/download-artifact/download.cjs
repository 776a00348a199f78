const { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
const storage = process.env.LOCAL_ARTIFACT_DIR;
const path = resolve(input('path') || process.env.GITHUB_WORKSPACE);
const copy = (artifact, target) => {
  mkdirSync(target, { recursive: true });
  cpSync(join(storage, artifact), target, { recursive: true });
};

const name = input('name');
if (name !== '') {
  if (!existsSync(join(storage, name))) {
    console.log(`::error::Unable to download artifact(s): Artifact not found for name: ${name}`);
    process.exit(1);
  }
  copy(name, path);
} else {
  const pattern = input('pattern') || '*';
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const artifacts = readdirSync(storage)
    .filter((artifact) => new RegExp(`^${expression}$`).test(artifact))
    .sort();
  // A directory for each, unless all are to be mixed.
  for (const artifact of artifacts) copy(artifact, input('merge-multiple') === 'true' ? path : join(path, artifact));
  console.log(`Total of ${artifacts.length} artifact(s) downloaded`);
}
appendFileSync(process.env.GITHUB_OUTPUT, `download-path=${path}\n`);
