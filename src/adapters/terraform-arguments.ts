import type { BackendConfig } from '../ports/terraform';

/** The arguments of each Terraform command, as lists: no shell ever sees them. */

export function initArguments(backend: BackendConfig): readonly string[] {
  return [
    'init',
    '-input=false',
    '-no-color',
    // Another environment may have been initialised in the same directory.
    '-reconfigure',
    // What was reviewed is what runs: an unlocked provider is an error, not an update.
    '-lockfile=readonly',
    ...Object.entries(backend).map(([key, value]) => `-backend-config=${key}=${value}`),
  ];
}

export function planArguments(options: {
  readonly varFile: string;
  readonly planFile: string;
  readonly destroy?: boolean;
  /** False takes no lock. */
  readonly lock?: boolean;
}): readonly string[] {
  return [
    'plan',
    '-input=false',
    // Events instead of text: the text shows values.
    '-json',
    '-detailed-exitcode',
    ...(options.lock === false ? ['-lock=false'] : ['-lock-timeout=5m']),
    ...(options.destroy === true ? ['-destroy'] : []),
    `-var-file=${options.varFile}`,
    `-out=${options.planFile}`,
  ];
}

export function applyArguments(planFile: string): readonly string[] {
  return ['apply', '-input=false', '-json', '-lock-timeout=5m', planFile];
}

export function showArguments(planFile: string): readonly string[] {
  return ['show', '-json', '-no-color', planFile];
}
