import { nestedTexts, resource, whereIs } from './blocks';
import type { Hcl } from './read-hcl';
import type { HclFinding } from './rules';

/** What AWS changes behind Terraform's back, and what the next apply would do about it. */
const IGNORED: readonly {
  readonly module: string;
  readonly address: string;
  readonly attribute: string;
  readonly otherwise: string;
}[] = [
  {
    module: 'modules/regional_database',
    address: 'aws_rds_cluster.this',
    attribute: 'replication_source_identifier',
    otherwise: 'the first apply after a swap of the roles would promote the replica out of the global database',
  },
  {
    module: 'modules/regional_database',
    address: 'aws_rds_cluster.this',
    attribute: 'global_cluster_identifier',
    otherwise: 'an apply while a failed cluster is away would try to move it, or remove it for good',
  },
  {
    module: 'modules/regional_database',
    address: 'aws_rds_cluster.this',
    attribute: 'engine_version',
    otherwise: 'an upgrade through the global cluster would be undone in one region',
  },
  {
    module: 'modules/regional_database',
    address: 'aws_rds_cluster_instance.this',
    attribute: 'engine_version',
    otherwise: 'an upgrade through the global cluster would be undone in one instance',
  },
  ...['home', 'other'].map((name) => ({
    module: 'modules/credentials',
    address: `aws_secretsmanager_secret_version.${name}`,
    attribute: 'version_stages',
    otherwise: 'the next apply would take the label AWSCURRENT away from the password that a rotation has made',
  })),
];

export function* ignoredAttributes(hcl: Hcl): Iterable<HclFinding> {
  for (const { module, address, attribute, otherwise } of IGNORED) {
    const block = resource(hcl, module, address);
    if (block !== undefined && nestedTexts(block, 'lifecycle', 'ignore_changes').includes(attribute)) continue;
    yield { where: `${module}: ${address}`, sentence: `${attribute} is not in ignore_changes: ${otherwise}` };
  }
  for (const block of hcl.blocks) {
    if (!nestedTexts(block, 'lifecycle', 'ignore_changes').includes('all')) continue;
    yield { where: whereIs(block), sentence: 'ignore_changes = all hides every drift; name the attributes' };
  }
}

/** How many lines above a short list its reason may stand: beside what the list belongs to. */
const LINES_ABOVE = 5;

export function* reasonsBesideIgnored(hcl: Hcl): Iterable<HclFinding> {
  for (const { path, text } of hcl.files) {
    const lines = text.split('\n').map((line) => line.trim());
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('ignore_changes')) continue;
      if (line.endsWith(']')) {
        const above = lines.slice(Math.max(0, index - LINES_ABOVE), index);
        if (!above.some(isComment))
          yield { where: `${path}:${index + 1}`, sentence: 'say why the attribute is ignored' };
        continue;
      }
      const end = lines.indexOf(']', index);
      for (let entry = index + 1; entry < end; entry += 1) {
        if (isComment(lines[entry] ?? '') || isComment(lines[entry - 1] ?? '')) continue;
        yield { where: `${path}:${entry + 1}`, sentence: `say above ${lines[entry] ?? ''} why it is ignored` };
      }
    }
  }
}

function isComment(line: string): boolean {
  return line.startsWith('#');
}
