import { covers, hasCondition, statements } from './policy';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asNumber } from './values';

// H5: the public endpoint that Route 53 asks. Public means that everybody else has to be kept out.

function* parts(
  stack: PlannedStack,
  type: string,
): Iterable<{ readonly api: Planned; readonly own: readonly Planned[] }> {
  for (const api of stack.ours('aws_api_gateway_rest_api')) {
    const module = api.configAddress.replace(/\.[^.]+\.[^.]+$/, '');
    yield { api, own: stack.ours(type).filter(({ configAddress }) => configAddress.startsWith(`${module}.`)) };
  }
}

export function* onlyCheckers(stack: PlannedStack): Iterable<Finding> {
  for (const { api, own } of parts(stack, 'aws_api_gateway_rest_api_policy')) {
    const policy = own[0];
    const written = policy === undefined ? [] : statements(stack, policy, 'policy');
    const keepsOthersOut = written?.some(
      (statement) =>
        !statement.isAllow &&
        statement.principals.includes('*') &&
        covers(statement, 'execute-api:Invoke') &&
        statement.conditions.some(({ test }) => test === 'NotIpAddress') &&
        hasCondition(statement, 'aws:SourceIp'),
    );
    if (keepsOthersOut === false) {
      yield {
        address: policy?.address ?? api.address,
        sentence:
          'anybody on the internet could call it; refuse execute-api:Invoke to every address (NotIpAddress on aws:SourceIp) that is not one of Route 53’s checkers',
      };
    }
    for (const everybody of written?.filter(isOpenToAll) ?? []) {
      yield {
        address: policy?.address ?? api.address,
        sentence: `the range ${everybody.conditions.flatMap(({ values }) => values).join(', ')} lets the whole internet in; list Route 53’s checkers only`,
      };
    }
  }
}

function isOpenToAll(statement: { readonly conditions: readonly { readonly values: readonly string[] }[] }): boolean {
  return statement.conditions.some(({ values }) => values.some((value) => value === '0.0.0.0/0' || value === '::/0'));
}

export function* throttled(stack: PlannedStack): Iterable<Finding> {
  for (const { api, own } of parts(stack, 'aws_api_gateway_method_settings')) {
    const limits = own.map((settings) => ({
      settings,
      rate: stack.read(settings, 'settings', 0, 'throttling_rate_limit'),
    }));
    const open = limits.find(({ rate }) => rate.isKnown && (asNumber(rate.value) ?? -1) < 0);
    if (limits.length > 0 && open === undefined) continue;
    yield {
      address: open?.settings.address ?? api.address,
      sentence: 'a flood of questions would reach the database; set throttling_rate_limit and throttling_burst_limit',
    };
  }
}

/** The writer's name of Aurora would answer for the other region too. */
export function* asksItsOwnCluster(stack: PlannedStack): Iterable<Finding> {
  for (const call of stack.calls('health')) {
    const from = [...stack.originsOfArgument(call, 'database')];
    const clusters = stack.ours('aws_rds_cluster').filter(({ configAddress }) => from.includes(configAddress));
    const isForeign = clusters.some(({ region }) => region !== undefined && region !== call.region);
    const isGlobal = from.some((origin) => origin.includes('.aws_rds_global_cluster.'));
    if ((isForeign || isGlobal) && call.region !== undefined) {
      yield {
        address: call.address,
        sentence: `the health function of ${call.region} would ask another cluster than its own, and report the other region's role; give it the endpoint of its own region`,
      };
    }
  }
}

export function* answersInTime(stack: PlannedStack): Iterable<Finding> {
  for (const { own } of parts(stack, 'aws_api_gateway_integration')) {
    for (const integration of own) {
      const timeout = asNumber(stack.known(integration, 'timeout_milliseconds'));
      if (timeout !== undefined && timeout > 2_000) {
        yield {
          address: integration.address,
          sentence: `it may take ${timeout} ms, and Route 53 waits for 2000: give up before, so that the answer is ours`,
        };
      }
    }
  }
}
