const { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } = require('node:fs');
const { basename, dirname, join, relative, resolve, sep } = require('node:path');

const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
const fail = (message) => {
  console.log(`::error::${message}`);
  process.exit(1);
};

const name = input('name');
if (name === '' || /["<>|*?:\r\n\\/]/.test(name)) fail(`The artifact name is not valid: ${name}`);
const paths = input('path')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');
for (const path of paths) if (/[*?[\]!]/.test(path)) fail(`the sandbox's upload-artifact knows no patterns: ${path}`);

const isKept = (path) => input('include-hidden-files') === 'true' || !basename(path).startsWith('.');
const filesOf = (path) => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .map((entry) => join(path, entry))
    .filter(isKept)
    .flatMap(filesOf);
};
const roots = paths.map((path) => resolve(path));
const files = [...new Set(roots.flatMap(filesOf))];

if (files.length === 0) {
  const message = `No files were found with the provided path: ${paths.join(', ')}. No artifacts will be uploaded.`;
  switch (input('if-no-files-found')) {
    case 'error':
      fail(message);
      break;
    case 'ignore':
      console.log(message);
      break;
    case 'warn':
      console.log(`::warning::${message}`);
      break;
    default:
      fail(`if-no-files-found is warn, error or ignore, not "${input('if-no-files-found')}"`);
  }
} else {
  // One directory or file is the root itself; of several, it is what their paths have in common.
  const directories = roots.map((root) => (existsSync(root) && statSync(root).isDirectory() ? root : dirname(root)));
  const common = directories
    .map((directory) => directory.split(sep))
    .reduce((all, parts) =>
      all.slice(
        0,
        [...all, undefined].findIndex((part, index) => part !== parts[index]),
      ),
    );
  const root = common.join(sep) || sep;
  const artifact = join(process.env.LOCAL_ARTIFACT_DIR, name);
  if (input('overwrite') === 'true') rmSync(artifact, { recursive: true, force: true });
  if (existsSync(artifact)) {
    fail(
      'Failed to CreateArtifact: Received non-retryable error: (409) Conflict: an artifact with this name already exists on the workflow run',
    );
  }
  for (const file of files) {
    const target = join(artifact, relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  console.log(`Artifact ${name} has been successfully uploaded! Files: ${files.length}`);
}
