import { evidenceStoreContract } from '../evidence/evidence-store-contract';
import { MemoryEvidenceStore } from './memory-evidence-store';

evidenceStoreContract('in memory', async () => new MemoryEvidenceStore());
