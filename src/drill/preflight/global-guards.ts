import type { ControllerRecords } from '../../ports/failover-record';
import type { GlobalMember, GlobalStatus } from '../../ports/global-database';
import { CannotTellError, found, type Finding } from './finding';
import { shortfall } from './instance-class';
import type { PreflightRequest } from './request';

/** The writer's cluster and the one that would be promoted. @throws CannotTellError when there is not one of each */
export function writerAndTarget({ members }: GlobalStatus): {
  readonly writer: GlobalMember;
  readonly target: GlobalMember;
} {
  const [writer, ...writers] = members.filter(({ isWriter }) => isWriter);
  const [target, ...others] = members.filter(({ isWriter }) => !isWriter);
  if (writer === undefined || writers.length > 0) {
    throw new CannotTellError(`${writers.length + (writer === undefined ? 0 : 1)} clusters say that they write`);
  }
  if (target === undefined || others.length > 0) {
    throw new CannotTellError(`${others.length + (target === undefined ? 0 : 1)} clusters follow ${writer.clusterId}`);
  }
  return { writer, target };
}

export function lookAtGlobalStatus({ status }: GlobalStatus): Finding {
  return { outcome: status === 'available' ? 'passed' : 'refused', value: status };
}

/** Neither Aurora nor a controller is moving the writer. A controller that has declared a region down has not necessarily asked Aurora yet. */
export async function lookAtMoves(
  { failoverState, members }: GlobalStatus,
  controllers: ControllerRecords,
): Promise<Finding> {
  const records = await Promise.all(
    members.map(async ({ region }) => ({ region, record: await controllers.of(region) })),
  );
  const troubles = failoverState === undefined ? [] : [`Aurora: ${failoverState.status}`];
  for (const { region, record } of records) {
    const episode = record?.episode;
    if (episode === undefined || episode.stage === 'closed') continue;
    troubles.push(`the controller of ${region} has declared ${episode.lostRegion} down (stage ${episode.stage})`);
  }
  const watching = records.filter(({ record }) => record !== undefined).map(({ region }) => region);
  return found(
    troubles,
    `none, by Aurora and ${watching.length === 0 ? 'no controller' : `the controllers of ${watching.join(' and ')}`}`,
  );
}

export function lookAtInstances(
  { members }: GlobalStatus,
  { instances }: Pick<PreflightRequest, 'instances'>,
): Finding {
  const troubles: string[] = [];
  for (const [region, wanted] of Object.entries(instances)) {
    const member = members.find((candidate) => candidate.region === region);
    if (member === undefined) {
      troubles.push(`no cluster in ${region}`);
      continue;
    }
    if (member.status !== 'available') troubles.push(`${member.clusterId} is ${member.status}`);
    const missing = wanted.filter((id) => !member.instances.some((instance) => instance.id === id));
    troubles.push(...missing.map((id) => `${id} is missing`));
    for (const { id, status } of member.instances) if (status !== 'available') troubles.push(`${id} is ${status}`);
  }
  const counts = members.map(({ region, instances: those }) => `${those.length} in ${region}`);
  return found(troubles, `${counts.join(', ')}, all available`);
}

/** A target that is too small would hold the writer role for a moment and the load for none. */
export function lookAtTargetCapacity(
  status: GlobalStatus,
  { availabilityZones }: Pick<PreflightRequest, 'availabilityZones'>,
): Finding {
  const { writer, target } = writerAndTarget(status);
  const wanted = writer.instances.find(({ isWriter }) => isWriter)?.instanceClass;
  if (wanted === undefined || wanted === '')
    throw new CannotTellError(`the class of the writer's instance is not known`);
  const alive = target.instances.filter((instance) => instance.status === 'available');
  if (alive.length === 0) {
    return {
      outcome: 'refused',
      value: `${target.clusterId} has no available instance: it would be promoted headless`,
    };
  }
  const shortfalls = alive.map(({ instanceClass }) => shortfall(instanceClass, wanted));
  const zones = new Set(alive.map(({ availabilityZone }) => availabilityZone));
  const troubles = [
    ...(shortfalls.includes(undefined) ? [] : [...new Set(shortfalls)].map(String)),
    ...(zones.size < availabilityZones ? [`${target.region}: instances in ${zones.size} availability zones`] : []),
  ];
  const classes = [...new Set(alive.map(({ instanceClass }) => instanceClass))].join(', ');
  return found(
    troubles,
    `${alive.length} × ${classes} in ${zones.size} zones of ${target.region}, the writer is a ${wanted}`,
  );
}
