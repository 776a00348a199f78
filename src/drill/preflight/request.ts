/** What a preflight holds against what it sees; everything in it comes from the environment file, the workflow and its inputs. */
export interface PreflightRequest {
  readonly trigger: 'schedule' | 'manual' | 'laptop';
  /** The lease that the caller has taken; `undefined` when it could not be had. */
  readonly lease: { readonly holder: string; readonly isHeld: () => boolean } | undefined;
  readonly window: DrillWindow;
  readonly freezes: readonly Freeze[];
  /** Why a freeze does not count this time; only for a drill by hand. */
  readonly overrideFreeze?: string;
  /** Every instance that the environment has, by region. */
  readonly instances: Readonly<Record<string, readonly string[]>>;
  /** Over so many availability zones the instances of a region are spread. */
  readonly availabilityZones: number;
  readonly maxLagSeconds: number;
  readonly plan: PlanFinding;
  readonly probe: { readonly intervalMs: number; readonly timeoutMs: number };
}

/** In minutes since Monday 00:00 UTC; it may run over the end of the week. */
export interface DrillWindow {
  readonly text: string;
  readonly startMinute: number;
  readonly lengthMinutes: number;
}

/** Days in UTC, `YYYY-MM-DD`, both included. */
export interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What a plan job found just before, or why nobody asked one: by hand only. */
export type PlanFinding =
  | {
      readonly outcome: 'no-op' | 'changes' | 'failed' | 'not-made';
      readonly digest?: string;
      /** When it was made, ISO 8601. */
      readonly at?: string;
    }
  | { readonly outcome: 'skipped'; readonly reason: string };
