import type { Finding } from './rule';
import type { PlannedStack } from './stack';
import { asList, asNumber, asText } from './values';

// T6, T7: Lambda functions and logs.

/** The oldest runtime that AWS still lets anybody create: 18 and 20 are past their end. */
const OLDEST_NODE = 22;

export function* runtimes(stack: PlannedStack): Iterable<Finding> {
  for (const lambda of stack.ours('aws_lambda_function')) {
    const runtime = asText(stack.known(lambda, 'runtime'));
    const version = Number(/^nodejs(\d+)\.x$/.exec(runtime ?? '')?.[1] ?? 0);
    if (runtime !== undefined && version < OLDEST_NODE) {
      yield {
        address: lambda.address,
        sentence: `AWS refuses to create functions with ${runtime}; use nodejs${OLDEST_NODE}.x`,
      };
    }
  }
}

export function* functionsInTheNetwork(stack: PlannedStack): Iterable<Finding> {
  for (const lambda of stack.ours('aws_lambda_function')) {
    const network = stack.read(lambda, 'vpc_config', 0, 'subnet_ids');
    if (network.isKnown && asList(network.value).length === 0) {
      yield {
        address: lambda.address,
        sentence: 'outside the VPC it cannot reach the database, which has no public address; give it vpc_config',
      };
    }
  }
}

export function* logsAreKept(stack: PlannedStack): Iterable<Finding> {
  const groups = stack.ours('aws_cloudwatch_log_group');
  for (const group of groups) {
    const days = stack.read(group, 'retention_in_days');
    if (days.isKnown && (asNumber(days.value) ?? 0) === 0) {
      yield {
        address: group.address,
        sentence: 'its logs would be kept, and paid for, for ever; set retention_in_days',
      };
    }
    if (!stack.isGiven(group, 'kms_key_id')) {
      yield { address: group.address, sentence: 'logs can quote statements, and with them data; give kms_key_id' };
    }
  }
  for (const lambda of stack.ours('aws_lambda_function')) {
    const name = asText(stack.known(lambda, 'function_name'));
    const used = asText(stack.known(lambda, 'logging_config', 0, 'log_group')) ?? `/aws/lambda/${name ?? ''}`;
    const exists = groups.some(
      (group) => group.region === lambda.region && [used, undefined].includes(asText(stack.known(group, 'name'))),
    );
    if (name !== undefined && !exists) {
      yield {
        address: lambda.address,
        sentence: `nobody makes the log group ${used}: Lambda would, without retention, and it would outlive a destroy`,
      };
    }
  }
}
