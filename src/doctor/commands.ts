import type { Environment } from '../environment/schema';
import { toBackendConfig } from '../environment/tfvars';

// Commands to copy. Every value is quoted for the shell: what a table or a file says must not become a command.

function quote(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Leads Terraform to the state of the environment, in a directory of its own. */
export function initCommand(environment: Environment): string {
  const backend = Object.entries(toBackendConfig(environment)).map(
    ([key, value]) => `-backend-config=${quote(`${key}=${value}`)}`,
  );
  return `${dataDirectory(environment)} terraform -chdir=terraform init -reconfigure -lockfile=readonly ${backend.join(' ')}`;
}

export function unlockCommand(environment: Environment, lockId: string): string {
  return `${dataDirectory(environment)} terraform -chdir=terraform force-unlock ${quote(lockId)}`;
}

/** Writes down the checksum of the state that is there. */
export function checksumCommand({ name, state }: Environment, md5: string): string {
  const key = JSON.stringify({ LockID: { S: `${state.bucket}/${name}/terraform.tfstate-md5` } });
  const values = JSON.stringify({ ':digest': { S: md5 } });
  return (
    `aws dynamodb update-item --region ${quote(state.region)} --table-name ${quote(state.lockTable)} --key ${quote(key)} ` +
    `--update-expression 'SET Digest = :digest' --expression-attribute-values ${quote(values)}`
  );
}

export function stateVersionsCommand({ name, state }: Environment): string {
  return `aws s3api list-object-versions --region ${quote(state.region)} --bucket ${quote(state.bucket)} --prefix ${quote(`${name}/terraform.tfstate`)}`;
}

/** Ends what a drill has left, and tells of it. */
export function recoverCommand({ name }: Environment): string {
  return `npm run dr -- recover ${quote(name)}`;
}

/** Says that what a drill needed a person for is done. */
export function resolvedCommand({ name }: Environment): string {
  return `npm run dr -- resolved ${quote(name)} --by "Your Name" --note "What you did, and what you saw"`;
}

function dataDirectory({ name }: Environment): string {
  return `TF_DATA_DIR=../.terraform/${name}`;
}
