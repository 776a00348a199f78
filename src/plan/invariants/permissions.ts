import { covers, statements } from './policy';
import type { Finding } from './rule';
import type { PlannedStack } from './stack';

// T8, T9: what our roles may do.

/** Calls that know no resources, or only read what there is. */
const WITHOUT_RESOURCES =
  /^(?:[a-z0-9-]+:(?:Describe|List)[A-Za-z]*\*?|ec2:(?:Create|Delete)NetworkInterface|ec2:(?:Assign|Unassign)PrivateIpAddresses|cloudwatch:(?:PutMetricData|GetMetricData|GetMetricStatistics)|secretsmanager:GetRandomPassword|xray:Put[A-Za-z]+|sts:GetCallerIdentity)$/;

export function* leastPrivilege(stack: PlannedStack): Iterable<Finding> {
  for (const type of ['aws_iam_role_policy', 'aws_iam_policy']) {
    for (const policy of stack.ours(type)) {
      for (const statement of statements(stack, policy, 'policy') ?? []) {
        if (!statement.isAllow) continue;
        const wild = statement.actions.filter((action) => /^(?:\*|[a-z0-9-]+:\*)$/.test(action));
        const free = statement.resources.includes('*')
          ? statement.actions.filter((action) => !wild.includes(action) && !WITHOUT_RESOURCES.test(action))
          : [];
        if (wild.length > 0) {
          yield {
            address: policy.address,
            sentence: `${statement.sid} allows ${wild.join(', ')}; name the calls that are needed`,
          };
        }
        if (free.length > 0) {
          yield {
            address: policy.address,
            sentence: `${statement.sid} allows ${free.join(', ')} on every resource; name the ones that are meant`,
          };
        }
      }
    }
  }
}

export function* noLateLogGroups(stack: PlannedStack): Iterable<Finding> {
  for (const policy of stack.ours('aws_iam_role_policy')) {
    const statement = statements(stack, policy, 'policy')?.find(
      (one) => one.isAllow && covers(one, 'logs:CreateLogGroup'),
    );
    if (statement !== undefined) {
      yield {
        address: policy.address,
        sentence:
          'with logs:CreateLogGroup a late invocation brings the log group back after a destroy; allow streams and events only',
      };
    }
  }
}

export function* trustedByNobodyElse(stack: PlannedStack): Iterable<Finding> {
  for (const role of stack.ours('aws_iam_role')) {
    const open = statements(stack, role, 'assume_role_policy')?.some(
      (statement) => statement.isAllow && statement.principals.includes('*'),
    );
    if (open === true)
      yield { address: role.address, sentence: 'anybody could assume it; name the service that needs it' };
  }
}
