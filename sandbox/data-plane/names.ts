/**
 * The names of the sandbox's endpoints: built as on AWS, with a fixed hash so that they are the same in every run.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
 */

const HASH = 'sandbox00000';

export const clusterEndpoint = (clusterId: string, region: string): string =>
  `${clusterId}.cluster-${HASH}.${region}.rds.amazonaws.com`;

export const readerEndpoint = (clusterId: string, region: string): string =>
  `${clusterId}.cluster-ro-${HASH}.${region}.rds.amazonaws.com`;

export const instanceEndpoint = (instanceId: string, region: string): string =>
  `${instanceId}.${HASH}.${region}.rds.amazonaws.com`;

export const globalEndpoint = (globalClusterId: string): string =>
  `${globalClusterId}.global-${HASH}.global.rds.amazonaws.com`;

/** The wildcard names that a server certificate must carry. */
export function certificateNames(regions: readonly string[]): readonly string[] {
  return [
    globalEndpoint('*'),
    ...regions.flatMap((region) => [
      clusterEndpoint('*', region),
      readerEndpoint('*', region),
      instanceEndpoint('*', region),
      `*.execute-api.${region}.amazonaws.com`,
    ]),
  ];
}
