import { systemClock } from '../../src/adapters/system-clock';
import { objectStoreContract } from '../adapters/object-store-contract';
import { MemoryObjectStore } from './memory-object-store';

objectStoreContract('in memory', () => {
  const store = new MemoryObjectStore(systemClock);
  store.latencyMs = 0;
  return Promise.resolve(store);
});
