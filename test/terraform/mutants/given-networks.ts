import type { Foundation } from '../../../sandbox/demo/foundation';
import type { Emulator } from '../../../sandbox/emulator/start-emulator';
import { elements, query } from '../../sandbox/emulator-support/emulator-fixture';

const NETWORKS = { 'us-east-1': 10, 'us-west-2': 20 } as const;

/**
 * Makes the networks that a plan reads: a VPC with three private subnets in each region. By calls and not with test/fixtures/foundation,
 * whose apply takes longer than all plans that need it; a plan asks for nothing else of the foundation.
 */
export async function makeNetworks(emulator: Emulator): Promise<Foundation> {
  const regions = await Promise.all(
    Object.entries(NETWORKS).map(async ([region, second]) => {
      const ec2 = async (action: string, element: string, parameters: Record<string, string>): Promise<string> => {
        const xml = await query(emulator, 'ec2', region, { Action: action, Version: '2016-11-15', ...parameters });
        const [id] = elements(xml, element);
        if (id === undefined) throw new Error(`${action} answered without ${element}: ${xml}`);
        return id;
      };
      const cidr = `10.${second}.0.0/16`;
      const vpc = await ec2('CreateVpc', 'vpcId', { CidrBlock: cidr });
      const zones = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
      const subnets: string[] = [];
      for (const [index, zone] of zones.entries()) {
        const block = `10.${second}.${128 + 16 * index}.0/20`;
        subnets.push(await ec2('CreateSubnet', 'subnetId', { VpcId: vpc, CidrBlock: block, AvailabilityZone: zone }));
      }
      const network = {
        vpc_id: vpc,
        vpc_cidr: cidr,
        availability_zones: zones,
        private_subnet_ids: subnets,
        application_cidrs: [`10.${second}.0.0/18`],
      };
      return [region, network] as const;
    }),
  );
  return { regions: Object.fromEntries(regions), hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
}
