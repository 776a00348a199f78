import { planStoreContract } from '../adapters/plan-store-contract';
import { MemoryPlanStore } from './memory-plan-store';

planStoreContract('in memory', () => Promise.resolve(new MemoryPlanStore()));
