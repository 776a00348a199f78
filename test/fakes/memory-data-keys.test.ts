import { dataKeysContract } from '../adapters/data-keys-contract';
import { MemoryDataKeys } from './memory-data-keys';

dataKeysContract('in memory', () => {
  const keys = new MemoryDataKeys();
  return Promise.resolve({ maker: keys, opener: keys, another: new MemoryDataKeys() });
});
