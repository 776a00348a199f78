import { describe } from '@jest/globals';
import { failoverRecordsContract } from '../../adapters/failover-records-contract';
import { ControllerWorld } from '../../fakes/controller-world';

describe('the record of the failover controller in the fake of the scenarios', () => {
  failoverRecordsContract(() => Promise.resolve(new ControllerWorld().records));
});
