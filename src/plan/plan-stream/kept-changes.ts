import type { ResourceChange } from '../plan-json';
import { doesSomething, OF_EACH, WEIGHTIEST_FIRST } from './weight';

/** So many changes are kept with their values, and so many bytes of them, of the types that no rule judges. */
const MOST_CHANGES = 2_000;
const MOST_BYTES = 16 * 1024 * 1024;

interface Kept {
  readonly change: ResourceChange;
  readonly bytes: number;
  readonly index: number;
}

/**
 * What is kept of the changes of a plan of any size: all of AWS, because the rules judge them, and of the rest those that are told in detail. Of what
 * destroys, or is part of a module, at least the outline stays.
 */
export class KeptChanges {
  private readonly judged: Kept[] = [];
  private readonly outlines: Kept[] = [];
  private readonly told = new Map(WEIGHTIEST_FIRST.map((action) => [action, new Array<Kept>()]));
  private count = 0;
  private bytes = 0;
  private index = 0;

  /** @param bytes length of its JSON */
  add(change: ResourceChange, bytes: number): void {
    this.index += 1;
    const kept = { change, bytes, index: this.index };
    if (change.type.startsWith('aws_')) {
      // Of what does not change, both sides are the same, and twice in memory.
      this.judged.push(change.action === 'no-op' ? { ...kept, change: { ...change, before: change.after } } : kept);
      return;
    }
    if (!doesSomething(change)) return;
    this.told.get(change.action)?.push(kept);
    this.count += 1;
    this.bytes += bytes;
    while (this.count > MOST_CHANGES || this.bytes > MOST_BYTES) if (!this.drop()) break;
  }

  /** In the order of the plan. */
  all(): readonly ResourceChange[] {
    return [...this.judged, ...this.outlines, ...[...this.told.values()].flat()]
      .sort((a, b) => a.index - b.index)
      .map(({ change }) => change);
  }

  /** Drops the values of the last one of the least weighty kind. @returns whether there was one that could be dropped */
  private drop(): boolean {
    const lightestFirst = [...this.told.values()].reverse();
    const group =
      lightestFirst.find(({ length }) => length > OF_EACH) ??
      (this.bytes > MOST_BYTES ? lightestFirst.find(({ length }) => length > 1) : undefined);
    const dropped = group?.pop();
    if (dropped === undefined) return false;
    this.count -= 1;
    this.bytes -= dropped.bytes;
    const { change } = dropped;
    const isDestructive = change.action === 'delete' || change.action === 'replace' || change.action === 'forget';
    if (isDestructive || (change.action === 'update' && change.address.startsWith('module.'))) {
      this.outlines.push({ ...dropped, change: outlineOf(change) });
    }
    return true;
  }
}

function outlineOf(change: ResourceChange): ResourceChange {
  return {
    ...change,
    isOutline: true,
    before: undefined,
    after: undefined,
    afterUnknown: undefined,
    beforeSensitive: undefined,
    afterSensitive: undefined,
    replacePaths: [],
  };
}
