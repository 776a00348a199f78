import type { Plan } from '../plan/plan-json';
import { isRecord } from '../plan/secrets';
import { BUILT_IN_PROVIDER, isAllowedType, PROVIDER_ARGUMENTS, PROVIDER_NAMES, whyRefused } from './allowed';
import { directoryOfModule, isLocalSource } from './module-directory';
import { SourceGuardError, type SourceProblem } from './source-problem';

/**
 * Judges what Terraform itself read: the member `configuration` of `terraform show -json`. {@link guardSources} has looked before Terraform
 * ran; this one shares no parser with it, and comes before anything is applied, also of a plan that was made elsewhere.
 *
 * @throws SourceGuardError
 */
export function checkPlanSources(configuration: unknown): void {
  const problems = isRecord(configuration)
    ? [...providerProblems(configuration['provider_config']), ...moduleProblems(configuration['root_module'], '', '')]
    : [{ file: 'the plan', sentence: 'it does not say from which configuration it was made' }];
  if (problems.length > 0) throw new SourceGuardError(problems);
}

/** The same of a plan that was read. @throws SourceGuardError */
export function guardPlan({ raw }: Pick<Plan, 'raw'>): void {
  checkPlanSources(isRecord(raw) ? raw['configuration'] : undefined);
}

function providerProblems(providers: unknown): readonly SourceProblem[] {
  return members(providers).flatMap(([key, provider]) => {
    const file = `plan, provider ${key}`;
    if (!isRecord(provider)) return [{ file, sentence: 'its configuration is not understood' }];
    const name = provider['full_name'];
    if (name === BUILT_IN_PROVIDER) return [];
    if (typeof name !== 'string' || !PROVIDER_NAMES.includes(name)) {
      return [
        { file, sentence: `it is ${String(name)}; the only provider that is allowed is ${PROVIDER_NAMES[0] ?? ''}` },
      ];
    }
    return members(provider['expressions'])
      .filter(([argument]) => !PROVIDER_ARGUMENTS.has(argument))
      .map(([argument]) => ({ file, sentence: `"${argument}" is not allowed in a provider` }));
  });
}

function moduleProblems(module: unknown, address: string, directory: string): readonly SourceProblem[] {
  const where = address === '' ? 'plan' : `plan, ${address}`;
  if (!isRecord(module)) return [{ file: where, sentence: 'its configuration is not understood' }];
  const resources = list(module['resources']).flatMap((resource) => resourceProblems(resource, where));
  const calls = members(module['module_calls']).flatMap(([name, call]) => {
    const inner = address === '' ? `module.${name}` : `${address}.module.${name}`;
    const file = `plan, ${inner}`;
    const source = isRecord(call) ? call['source'] : undefined;
    const target =
      typeof source === 'string' && isLocalSource(source) ? directoryOfModule(directory, source) : undefined;
    if (!isRecord(call) || target === undefined) {
      return [{ file, sentence: `it comes from ${JSON.stringify(source)}, which is no directory of this repository` }];
    }
    return moduleProblems(call['module'], inner, target);
  });
  return [...resources, ...calls];
}

function resourceProblems(resource: unknown, where: string): readonly SourceProblem[] {
  if (!isRecord(resource)) return [{ file: where, sentence: 'a resource is not understood' }];
  const { address, mode, type } = resource;
  const file = `${where}, ${String(address)}`;
  const kind = mode === 'managed' ? 'resource' : String(mode);
  const problems: SourceProblem[] = [];
  if (!isAllowedType(kind, String(type))) problems.push({ file, sentence: whyRefused(kind, String(type)) });
  if (list(resource['provisioners']).length > 0) {
    problems.push({ file, sentence: 'it has provisioners, which run programs with the credentials of the job' });
  }
  return problems;
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** Anything that is there and no list counts as one, so that nothing is passed over. */
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
