import { list, record, whereIs } from './blocks';
import type { Hcl } from './read-hcl';
import type { HclFinding } from './rules';

export function* stateInS3(hcl: Hcl): Iterable<HclFinding> {
  const backends = hcl.blocks
    .filter(({ module, kind }) => module === '' && kind === 'terraform')
    .flatMap(({ body }) => list(body['backend']).map(record));
  const s3 = backends.flatMap((backend) => list(backend['s3'])).map(record);
  if (s3.length !== 1 || backends.length !== 1) {
    yield {
      where: 'root: terraform.backend',
      sentence: 'the state has to be kept in S3, where it has versions and a lock',
    };
  } else if (Object.keys(s3[0] ?? {}).length > 0) {
    yield {
      where: 'root: terraform.backend',
      sentence: 'values belong into the environment file, or every environment shares one state',
    };
  }
}

export function* validatedVariables(hcl: Hcl): Iterable<HclFinding> {
  for (const block of hcl.blocks.filter(({ module, kind }) => module === '' && kind === 'variable')) {
    const missing = ['type', 'description', 'validation'].filter((name) => block.body[name] === undefined);
    if (missing.length > 0) yield { where: whereIs(block), sentence: `it has no ${missing.join(', no ')}` };
  }
}
