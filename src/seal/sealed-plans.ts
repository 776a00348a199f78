import type { AuthenticatedCipher } from '../ports/authenticated-cipher';
import type { DataKeyMaker, DataKeyOpener } from '../ports/data-keys';
import type { PlanStore } from '../ports/plan-store';
import { openSealedPlan, sealPlan, type OpenedPlan } from './envelope';
import { planKey, type Seal } from './seal';

/** What the plan role can do with sealed plans. */
export interface SealedPlanWriter {
  /** Seals a plan file and puts it where the apply of its commit will look. */
  put(planFile: Uint8Array, seal: Seal): Promise<void>;
}

/** What the apply role can do with sealed plans. */
export interface SealedPlanReader {
  /**
   * Opens the plan of a pull request's commit; `undefined` when none was made.
   *
   * @throws SealedPlanError when there is one that does not open: a reason to stop, never to go on without it
   */
  get(commit: Pick<Seal, 'repositoryId' | 'pullRequest' | 'environment' | 'head'>): Promise<OpenedPlan | undefined>;
}

export function sealedPlanWriter(ports: {
  readonly store: Pick<PlanStore, 'put'>;
  readonly keys: DataKeyMaker;
  readonly cipher: AuthenticatedCipher;
}): SealedPlanWriter {
  return {
    async put(planFile, seal) {
      await ports.store.put(
        planKey(seal.environment, seal.pullRequest, seal.head),
        await sealPlan(planFile, seal, ports),
      );
    },
  };
}

export function sealedPlanReader(ports: {
  readonly store: Pick<PlanStore, 'get'>;
  readonly keys: DataKeyOpener;
  readonly cipher: AuthenticatedCipher;
}): SealedPlanReader {
  return {
    async get(commit) {
      const bytes = await ports.store.get(planKey(commit.environment, commit.pullRequest, commit.head));
      return bytes === undefined ? undefined : openSealedPlan(bytes, commit, ports);
    },
  };
}
