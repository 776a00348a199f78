import { z } from 'zod';
import { REGIONS } from '../../environment/schema';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asList, asText } from './values';

// T8: who may connect to the database. Also rules that others attached to our security groups are judged: they open our database.

export function* databaseAccess(stack: PlannedStack): Iterable<Finding> {
  const groups = stack.ours('aws_security_group').filter((group) => isDatabaseGroup(stack, group));
  const allowed = [
    ...REGIONS.flatMap((region) => stack.environment.regions[region].applicationCidrs),
    ...privateCidrs(stack),
  ];
  for (const [type, isInbound] of [
    ['aws_vpc_security_group_ingress_rule', () => true],
    ['aws_security_group_rule', (rule: Planned) => stack.known(rule, 'type') !== 'egress'],
  ] as const) {
    for (const rule of stack.all(type)) {
      if (!isInbound(rule) || !belongsTo(stack, rule, groups)) continue;
      const cidrs = [
        asText(stack.known(rule, 'cidr_ipv4')),
        asText(stack.known(rule, 'cidr_ipv6')),
        ...texts(stack.known(rule, 'cidr_blocks')),
        ...texts(stack.known(rule, 'ipv6_cidr_blocks')),
      ].filter((cidr) => cidr !== undefined);
      const foreign = cidrs.filter((cidr) => !allowed.includes(cidr));
      if (foreign.length > 0) yield { address: rule.address, sentence: open(foreign) };
    }
  }
  for (const group of groups) {
    const inline = asList(stack.known(group, 'ingress')).flatMap((_rule, index) => [
      ...texts(stack.known(group, 'ingress', index, 'cidr_blocks')),
      ...texts(stack.known(group, 'ingress', index, 'ipv6_cidr_blocks')),
    ]);
    const foreign = inline.filter((cidr) => !allowed.includes(cidr));
    if (foreign.length > 0) yield { address: group.address, sentence: open(foreign) };
  }
}

function open(cidrs: readonly string[]): string {
  return `${cidrs.join(', ')} could connect to the database, and is neither among applicationCidrs of the environment nor one of its private subnets; remove it, or add the network there`;
}

function texts(value: unknown): readonly string[] {
  return asList(value).filter((item) => typeof item === 'string');
}

function isDatabaseGroup(stack: PlannedStack, group: Planned): boolean {
  return stack.calls('regional_database').some(({ address }) => group.configAddress.startsWith(`${address}.`));
}

function belongsTo(stack: PlannedStack, rule: Planned, groups: readonly Planned[]): boolean {
  const id = stack.known(rule, 'security_group_id');
  if (id !== undefined) return groups.some((group) => stack.known(group, 'id') === id);
  const from = stack.origins(rule, 'security_group_id');
  return groups.some((group) => from.has(group.configAddress));
}

const priorStateSchema = z.object({
  prior_state: z.object({
    values: z.object({
      root_module: z.object({
        resources: z.array(
          z.object({
            type: z.string(),
            values: z.object({ id: z.string().optional(), cidr_block: z.string().optional() }),
          }),
        ),
      }),
    }),
  }),
});

/** The ranges of the private subnets that the environment names, as the plan has read them: our functions live there. */
function privateCidrs({ plan, environment }: PlannedStack): readonly string[] {
  const ids = REGIONS.flatMap((region) => environment.regions[region].privateSubnetIds);
  const parsed = priorStateSchema.safeParse(plan.raw);
  if (!parsed.success) return [];
  return parsed.data.prior_state.values.root_module.resources.flatMap(({ type, values: { id, cidr_block: cidr } }) =>
    type === 'aws_subnet' && id !== undefined && cidr !== undefined && ids.includes(id) ? [cidr] : [],
  );
}
