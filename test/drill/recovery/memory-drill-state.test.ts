import { describe } from '@jest/globals';
import { drillStateContract } from '../../adapters/drill-state-contract';
import { MemoryDrillState } from '../../fakes/memory-drill-state';

describe('the state in memory keeps the contract of the store', () => {
  drillStateContract(() => Promise.resolve(new MemoryDrillState()));
});
