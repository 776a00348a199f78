import { list, record, resource, whereIs } from './blocks';
import type { Hcl } from './read-hcl';
import type { HclFinding } from './rules';

const REPLACED_FIRST = [
  ['modules/regional_database', 'aws_rds_cluster_parameter_group.this'],
  ['modules/regional_database', 'aws_db_parameter_group.this'],
  ['modules/health', 'aws_api_gateway_deployment.this'],
] as const;

export function* parametersOutliveTheirSuccessors(hcl: Hcl): Iterable<HclFinding> {
  for (const [module, address] of REPLACED_FIRST) {
    const lifecycle = list(resource(hcl, module, address)?.body['lifecycle']).map(record);
    if (lifecycle.some((one) => one['create_before_destroy'] === true)) continue;
    yield {
      where: `${module}: ${address}`,
      sentence: 'AWS refuses to delete it while it is in use; set create_before_destroy',
    };
  }
}

/**
 * A block without a provider takes the default one, which the root does not configure: it would work where AWS_REGION is set, in the region that
 * this names, and nowhere else.
 */
export function* namesItsProvider(hcl: Hcl): Iterable<HclFinding> {
  const withAliases = hcl.blocks
    .filter(({ kind, body }) => kind === 'terraform' && hasAliases(body))
    .map(({ module }) => module);
  for (const block of hcl.blocks) {
    const takesProvider = ['resource', 'data', 'ephemeral'].includes(block.kind);
    const mustName = withAliases.includes(block.module) || block.module === '';
    if (takesProvider && mustName && block.body['provider'] === undefined) {
      yield {
        where: whereIs(block),
        sentence: 'it names no provider, and there is no default one; say in which region it belongs',
      };
    }
  }
}

function hasAliases(settings: Readonly<Record<string, unknown>>): boolean {
  return list(settings['required_providers'])
    .flatMap((providers) => Object.values(record(providers)))
    .some((provider) => record(provider)['configuration_aliases'] !== undefined);
}

export function* nothingPreventsADestroy(hcl: Hcl): Iterable<HclFinding> {
  for (const block of hcl.blocks) {
    const prevents = list(block.body['lifecycle']).some((one) => record(one)['prevent_destroy'] === true);
    if (prevents)
      yield { where: whereIs(block), sentence: 'prevent_destroy makes a destroy a matter of editing files; remove it' };
  }
}

export function* onlyAws(hcl: Hcl): Iterable<HclFinding> {
  for (const block of hcl.blocks) {
    if (block.type !== '' && !block.type.startsWith('aws_')) {
      yield {
        where: whereIs(block),
        sentence: `${block.type} is not of the AWS provider, the only one that is checked and allowed`,
      };
    }
    if (block.body['provisioner'] !== undefined) {
      yield {
        where: whereIs(block),
        sentence: 'a provisioner runs a program with the credentials of the apply; remove it',
      };
    }
  }
}
