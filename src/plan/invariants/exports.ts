import { covers, refusesPlainHttp, statements } from './policy';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asList, asNumber, asText } from './values';

// E1 to E4: both buckets for exports. After the loss of a region the copy is all there is, so it is judged like the first.

function buckets(stack: PlannedStack): readonly Planned[] {
  const modules = stack.calls('exports').map(({ address }) => address);
  return stack
    .ours('aws_s3_bucket')
    .filter(({ configAddress }) => modules.some((module) => configAddress.startsWith(`${module}.`)));
}

/** The part of a bucket that Terraform keeps in a resource of its own. */
function partOf(stack: PlannedStack, bucket: Planned, type: string): Planned | undefined {
  const name = stack.known(bucket, 'bucket');
  return stack.ours(type).find((part) => {
    const named = stack.known(part, 'bucket');
    return named === undefined ? stack.origins(part, 'bucket').has(bucket.configAddress) : named === name;
  });
}

/** A rule about a part that each bucket needs: `problem` tells what is wrong with the part, where there is one. */
function* eachPart(
  stack: PlannedStack,
  type: string,
  missing: string,
  problem: (part: Planned) => string | undefined,
): Iterable<Finding> {
  for (const bucket of buckets(stack)) {
    const part = partOf(stack, bucket, type);
    const sentence = part === undefined ? missing : problem(part);
    if (sentence !== undefined) yield { address: (part ?? bucket).address, sentence };
  }
}

export function* versioned(stack: PlannedStack): Iterable<Finding> {
  const sentence =
    'an export that is overwritten or deleted would be gone, and nothing would be copied; set versioning to Enabled';
  yield* eachPart(stack, 'aws_s3_bucket_versioning', sentence, (part) => {
    const status = stack.known(part, 'versioning_configuration', 0, 'status');
    return status === undefined || status === 'Enabled' ? undefined : sentence;
  });
}

export function* copied(stack: PlannedStack): Iterable<Finding> {
  const { homeRegion } = stack.environment;
  for (const bucket of buckets(stack).filter(({ region }) => region === homeRegion)) {
    const replication = partOf(stack, bucket, 'aws_s3_bucket_replication_configuration');
    if (replication === undefined) {
      yield {
        address: bucket.address,
        sentence: 'exports would be lost with the region; replicate the bucket to the other one',
      };
      continue;
    }
    const at = (...path: readonly (string | number)[]) => stack.known(replication, 'rule', 0, ...path);
    const { address } = replication;
    if (at('status') !== undefined && at('status') !== 'Enabled') {
      yield { address, sentence: 'the rule that copies exports would be switched off; set status to Enabled' };
    }
    const selected = at('source_selection_criteria', 0, 'sse_kms_encrypted_objects', 0, 'status');
    if (selected !== undefined && selected !== 'Enabled') {
      yield {
        address,
        sentence:
          'S3 leaves objects that are encrypted with KMS out, and all of ours are; enable sse_kms_encrypted_objects',
      };
    }
    const key = stack.read(
      replication,
      'rule',
      0,
      'destination',
      0,
      'encryption_configuration',
      0,
      'replica_kms_key_id',
    );
    if (key.isKnown && (key.value === null || key.value === '')) {
      yield {
        address,
        sentence: 'without a key of the other region nothing encrypted is copied; give replica_kms_key_id',
      };
    }
  }
}

/** What the role that copies has to be able to do, or S3 leaves encrypted objects out and says so nowhere else. */
export function* copyingRoleUsesBothKeys(stack: PlannedStack): Iterable<Finding> {
  for (const policy of stack
    .ours('aws_iam_role_policy')
    .filter(({ configAddress }) => configAddress.endsWith('.replication'))) {
    const allowed = statements(stack, policy, 'policy')?.filter(({ isAllow }) => isAllow);
    if (allowed === undefined) continue;
    for (const action of ['kms:Decrypt', 'kms:Encrypt', 's3:ReplicateObject', 's3:GetObjectVersionForReplication']) {
      if (!allowed.some((statement) => covers(statement, action))) {
        yield {
          address: policy.address,
          sentence: `the role that copies exports may not ${action}, and S3 would leave them out in silence`,
        };
      }
    }
  }
}

export function* failedCopiesAreNoticed(stack: PlannedStack): Iterable<Finding> {
  for (const call of stack.calls('exports')) {
    const isWatched = stack
      .ours('aws_cloudwatch_metric_alarm')
      .some((alarm) => stack.known(alarm, 'metric_name') === 'OperationsFailedReplication');
    if (!isWatched)
      yield {
        address: call.address,
        sentence: 'no alarm tells of exports that could not be copied, and S3 does not try again',
      };
  }
}

export function* movedToGlacier(stack: PlannedStack): Iterable<Finding> {
  const limit = 30;
  yield* eachPart(
    stack,
    'aws_s3_bucket_lifecycle_configuration',
    'old exports would stay in the expensive storage class for ever; lifecycle rules are not copied, so each bucket needs its own',
    (part) => {
      const rules = stack.read(part, 'rule');
      if (!rules.isKnown) return undefined;
      const days = asList(rules.value).flatMap((_rule, rule) =>
        stack.known(part, 'rule', rule, 'status') === 'Enabled'
          ? asList(stack.known(part, 'rule', rule, 'transition')).flatMap((_transition, index) =>
              stack.known(part, 'rule', rule, 'transition', index, 'storage_class') === 'GLACIER'
                ? [asNumber(stack.known(part, 'rule', rule, 'transition', index, 'days')) ?? 0]
                : [],
            )
          : [],
      );
      if (days.length === 0) return 'no rule moves old exports to Glacier; add a transition';
      return Math.min(...days) > limit
        ? `exports would move to Glacier after ${Math.min(...days)} days; ${limit} is the most`
        : undefined;
    },
  );
}

export function* onlyOverTls(stack: PlannedStack): Iterable<Finding> {
  const missing = 'exports could be read and written over plain HTTP; refuse everything with aws:SecureTransport false';
  yield* eachPart(stack, 'aws_s3_bucket_policy', missing, (part) => {
    const written = statements(stack, part, 'policy');
    return written === undefined || refusesPlainHttp(written) ? undefined : missing;
  });
}

export function* encryptedExports(stack: PlannedStack): Iterable<Finding> {
  const missing = 'exports would not be encrypted with our key; set aws:kms and kms_master_key_id';
  yield* eachPart(stack, 'aws_s3_bucket_server_side_encryption_configuration', missing, (part) => {
    const byDefault = ['rule', 0, 'apply_server_side_encryption_by_default', 0] as const;
    const algorithm = asText(stack.known(part, ...byDefault, 'sse_algorithm'));
    const key = stack.read(part, ...byDefault, 'kms_master_key_id');
    const hasKey = !key.isKnown || (key.value !== null && key.value !== '');
    return algorithm?.startsWith('aws:kms') !== false && hasKey ? undefined : missing;
  });
}

export function* closed(stack: PlannedStack): Iterable<Finding> {
  const missing = 'a policy or an object could make exports public; switch all four public access blocks on';
  const blocks = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
  yield* eachPart(stack, 'aws_s3_bucket_public_access_block', missing, (part) => {
    const off = blocks.filter((block) => {
      const value = stack.known(part, block);
      return value !== undefined && value !== true;
    });
    return off.length === 0 ? undefined : `${missing} (${off.join(', ')})`;
  });
}

export function* emptiedByDestroy(stack: PlannedStack): Iterable<Finding> {
  for (const bucket of stack.ours('aws_s3_bucket')) {
    const force = stack.known(bucket, 'force_destroy');
    if (force !== undefined && force !== true) {
      yield {
        address: bucket.address,
        sentence: 'a destroy would stop at the first export and its versions; set force_destroy',
      };
    }
  }
}
