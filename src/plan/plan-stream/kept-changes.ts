import type { ResourceChange } from '../plan-json';
import { copyOf, type ChangeOutline } from './change-outline';
import { doesSomething, OF_EACH, WEIGHTIEST_FIRST } from './weight';

/** So many changes are kept with their values, and so many bytes of them, of the types that no rule judges. */
const MOST_CHANGES = 2_000;
const MOST_BYTES = 16 * 1024 * 1024;

interface Kept {
  readonly outline: ChangeOutline;
  readonly bytes: number;
  readonly index: number;
  /** `undefined` once only the outline is kept. */
  values: ResourceChange | Undecoded | undefined;
}

/** A change whose values are decoded only when it is told in the end: most are pushed out by weightier ones. */
interface Undecoded {
  readonly bytes: string;
  readonly where: string;
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

  /** @param decode reads a change that was added without its values */
  constructor(private readonly decode: (bytes: string, where: string) => ResourceChange) {}

  /** @param bytes length of its JSON */
  add(change: ResourceChange, bytes: number): void {
    if (change.type.startsWith('aws_')) {
      // Of what does not change, both sides are the same, and twice in memory.
      const values = change.action === 'no-op' ? { ...change, before: change.after } : change;
      this.index += 1;
      this.judged.push({ outline: change, bytes, index: this.index, values });
    } else if (doesSomething(change)) {
      const kept = this.push(change, bytes);
      kept.values = change;
      this.makeRoom();
    }
  }

  /**
   * @param outline of a change that no rule judges
   * @param bytes its JSON, one character for each byte
   * @param where in the plan, for the message when it cannot be read
   */
  addUndecoded(outline: ChangeOutline, bytes: string, where: string): void {
    if (!doesSomething(outline)) return;
    const kept = this.push(outline, bytes.length);
    // Most of the changes of a huge plan have no room, and need no copy.
    if (!this.makeRoom(kept)) kept.values = { bytes: copyOf(bytes), where };
  }

  /** In the order of the plan. */
  all(): readonly ResourceChange[] {
    return [...this.judged, ...this.outlines, ...[...this.told.values()].flat()]
      .sort((a, b) => a.index - b.index)
      .map(({ outline, values }) => {
        if (values === undefined) return asChange(outline);
        return 'where' in values ? this.decode(values.bytes, values.where) : values;
      });
  }

  private push(outline: ChangeOutline, bytes: number): Kept {
    this.index += 1;
    const kept: Kept = { outline, bytes, index: this.index, values: undefined };
    this.told.get(outline.action)?.push(kept);
    this.count += 1;
    this.bytes += bytes;
    return kept;
  }

  /** @returns whether `newest` had to go at once */
  private makeRoom(newest?: Kept): boolean {
    let isGone = false;
    while (this.count > MOST_CHANGES || this.bytes > MOST_BYTES) {
      const dropped = this.drop();
      if (dropped === undefined) break;
      isGone ||= dropped === newest;
    }
    return isGone;
  }

  /** Drops the values of the last one of the least weighty kind. @returns `undefined` when there is none that can be dropped */
  private drop(): Kept | undefined {
    const group =
      LIGHTEST_FIRST.map((action) => this.told.get(action)).find((kept) => (kept?.length ?? 0) > OF_EACH) ??
      (this.bytes > MOST_BYTES
        ? LIGHTEST_FIRST.map((action) => this.told.get(action)).find((kept) => (kept?.length ?? 0) > 1)
        : undefined);
    const dropped = group?.pop();
    if (dropped === undefined) return undefined;
    this.count -= 1;
    this.bytes -= dropped.bytes;
    dropped.values = undefined;
    const { action, address } = dropped.outline;
    const isDestructive = action === 'delete' || action === 'replace' || action === 'forget';
    if (isDestructive || (action === 'update' && address.startsWith('module.'))) {
      this.outlines.push({ ...dropped, outline: withoutValues(dropped.outline) });
    }
    return dropped;
  }
}

const LIGHTEST_FIRST = [...WEIGHTIEST_FIRST].reverse();

/** An outline may be the whole change. */
function withoutValues(outline: ChangeOutline): ChangeOutline {
  const { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId } = outline;
  return { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId };
}

function asChange(outline: ChangeOutline): ResourceChange {
  const { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId } = outline;
  // Written out, because there may be tens of thousands of them.
  return {
    address,
    previousAddress,
    mode,
    type,
    deposed,
    action,
    actions,
    reason,
    isImport,
    importId,
    isOutline: true,
    before: undefined,
    after: undefined,
    afterUnknown: undefined,
    beforeSensitive: undefined,
    afterSensitive: undefined,
    replacePaths: [],
  };
}
