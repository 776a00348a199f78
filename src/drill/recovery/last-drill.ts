import type { DrillStateStore } from '../../ports/drill-state';
import type { DrillStateSummary } from '../../ports/drill-state-summary';
import { standingOf } from './standing';

const STATES = { clear: 'ended', unfinished: 'broken-off', 'needs-human': 'needs-human' } as const;

/** What the preflight of a drill asks about the one before; it looks before the drill itself is written down. */
export function lastDrillOf(store: Pick<DrillStateStore, 'read'>): DrillStateSummary {
  return {
    async lastDrill() {
      const stored = await store.read();
      if (stored.kind === 'none') return { state: 'none', detail: '' };
      const { kind, sentence } = standingOf(stored);
      return { state: STATES[kind], detail: sentence };
    },
  };
}
