import type { ChangeAction, ResourceChange } from '../plan-json';
import { copyOf, copyOfOutline, type ChangeOutline } from './change-outline';
import { doesSomething, OF_EACH, WEIGHTIEST_FIRST } from './weight';

/** So many changes of the types that no rule judges are kept, the others are counted. */
const MOST_CHANGES = 2_000;
/** So many bytes of values are kept with them. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Of a plan that is told in part only; still many times what the texts hold of it, and each that is kept costs a copy. */
const MOST_BYTES_OF_HUGE = 2 * 1024 * 1024;

interface Kept {
  outline: ChangeOutline;
  readonly bytes: number;
  readonly index: number;
  /** `undefined` once only the outline is kept. */
  values: ResourceChange | Undecoded | undefined;
}

const LIGHTEST_FIRST = [...WEIGHTIEST_FIRST].reverse();

/** The changes of one action, in the order of the plan. */
class Group {
  readonly told: Kept[] = [];
  /** Those of them whose values are kept. */
  readonly withValues: Kept[] = [];
}

/** A change whose values are decoded only when it is told in the end: most are pushed out by weightier ones. */
interface Undecoded {
  readonly bytes: string;
  readonly where: string;
}

/**
 * What is kept of the changes of a plan of any size: all of AWS, because the rules judge them, and of the rest those that are told, the weightiest with
 * their values. Of what destroys, or is part of a module, at least the outline stays.
 */
export class KeptChanges {
  private readonly judged: Kept[] = [];
  private readonly outlines: Kept[] = [];
  private readonly groups = new Map(WEIGHTIEST_FIRST.map((action) => [action, new Group()]));
  private readonly lightestFirst = [...this.groups.values()].reverse();
  private count = 0;
  private bytes = 0;
  private mostBytes = MOST_BYTES;
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
      this.makeRoom(kept);
    }
  }

  /**
   * @param outline of a change that no rule judges
   * @param bytes its JSON, one character for each byte
   * @param where in the plan, for the message when it cannot be read
   */
  addUndecoded(outline: ChangeOutline, bytes: string, where: string): void {
    if (!doesSomething(outline)) return;
    if (this.count === MOST_CHANGES && this.isNextToGo(outline.action)) {
      this.index += 1;
      if (staysAsOutline(outline))
        this.outlines.push({
          outline: copyOfOutline(outline),
          bytes: bytes.length,
          index: this.index,
          values: undefined,
        });
      return;
    }
    const kept = this.push(copyOfOutline(outline), bytes.length);
    // Most of the changes of a huge plan have no room, and need no copy.
    if (this.makeRoom(kept)) kept.values = { bytes: copyOf(bytes), where };
  }

  /** In the order of the plan. */
  all(): readonly ResourceChange[] {
    return [...this.judged, ...this.outlines, ...this.lightestFirst.flatMap(({ told }) => told)]
      .sort((a, b) => a.index - b.index)
      .map(({ outline, values }) => {
        if (values === undefined) return asChange(outline);
        return 'where' in values ? new UndecodedChange(outline, () => this.decode(values.bytes, values.where)) : values;
      });
  }

  private push(outline: ChangeOutline, bytes: number): Kept {
    this.index += 1;
    const kept: Kept = { outline, bytes, index: this.index, values: undefined };
    const group = this.groups.get(outline.action);
    group?.told.push(kept);
    group?.withValues.push(kept);
    this.count += 1;
    this.bytes += bytes;
    return kept;
  }

  /** Whether one more change of this action is the next one to be dropped. */
  private isNextToGo(action: ChangeAction): boolean {
    const first = LIGHTEST_FIRST.find((each) => each === action || (this.groups.get(each)?.told.length ?? 0) > OF_EACH);
    return first === action && (this.groups.get(action)?.told.length ?? 0) >= OF_EACH;
  }

  /** @returns whether there is room for the values of `newest` */
  private makeRoom(newest: Kept): boolean {
    let hasRoom = true;
    while (this.count > MOST_CHANGES) {
      this.mostBytes = MOST_BYTES_OF_HUGE;
      const dropped = this.dropChange();
      if (dropped === undefined) break;
      hasRoom &&= dropped !== newest;
    }
    while (this.bytes > this.mostBytes) {
      const dropped = this.dropValues();
      if (dropped === undefined) break;
      hasRoom &&= dropped !== newest;
    }
    return hasRoom;
  }

  /** Drops the last one of the least weighty kind. @returns `undefined` when there is none that can be dropped */
  private dropChange(): Kept | undefined {
    const group = this.lightestFirst.find(({ told }) => told.length > OF_EACH);
    const dropped = group?.told.pop();
    if (group === undefined || dropped === undefined) return undefined;
    this.count -= 1;
    if (group.withValues.at(-1) === dropped) this.dropLastValues(group);
    if (staysAsOutline(dropped.outline)) this.outlines.push(dropped);
    return dropped;
  }

  /** Drops the values of the last one of the least weighty kind. @returns `undefined` when there are none that can be dropped */
  private dropValues(): Kept | undefined {
    const group =
      this.lightestFirst.find(({ withValues }) => withValues.length > OF_EACH) ??
      this.lightestFirst.find(({ withValues }) => withValues.length > 1);
    return group === undefined ? undefined : this.dropLastValues(group);
  }

  private dropLastValues(group: Group): Kept | undefined {
    const dropped = group.withValues.pop();
    if (dropped === undefined) return undefined;
    this.bytes -= dropped.bytes;
    dropped.values = undefined;
    dropped.outline = withoutValues(dropped.outline);
    return dropped;
  }
}

/** Whether the outline of a change stays that is not told. */
function staysAsOutline({ action, address }: ChangeOutline): boolean {
  const isDestructive = action === 'delete' || action === 'replace' || action === 'forget';
  return isDestructive || (action === 'update' && address.startsWith('module.'));
}

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

/**
 * The values are decoded when the first of them is asked for: of most changes of a large plan, none is. A class, because an object with getters of its own
 * takes V8 many times as long to make.
 */
class UndecodedChange implements ResourceChange {
  readonly address: ResourceChange['address'];
  readonly previousAddress: ResourceChange['previousAddress'];
  readonly mode: ResourceChange['mode'];
  readonly type: ResourceChange['type'];
  readonly deposed: ResourceChange['deposed'];
  readonly action: ResourceChange['action'];
  readonly actions: ResourceChange['actions'];
  readonly reason: ResourceChange['reason'];
  readonly isImport: ResourceChange['isImport'];
  readonly importId: ResourceChange['importId'];
  private decoded: ResourceChange | undefined;

  constructor(
    outline: ChangeOutline,
    private readonly decode: () => ResourceChange,
  ) {
    this.address = outline.address;
    this.previousAddress = outline.previousAddress;
    this.mode = outline.mode;
    this.type = outline.type;
    this.deposed = outline.deposed;
    this.action = outline.action;
    this.actions = outline.actions;
    this.reason = outline.reason;
    this.isImport = outline.isImport;
    this.importId = outline.importId;
  }

  get before() {
    return this.values().before;
  }
  get after() {
    return this.values().after;
  }
  get afterUnknown() {
    return this.values().afterUnknown;
  }
  get beforeSensitive() {
    return this.values().beforeSensitive;
  }
  get afterSensitive() {
    return this.values().afterSensitive;
  }
  get replacePaths() {
    return this.values().replacePaths;
  }

  private values(): ResourceChange {
    return (this.decoded ??= this.decode());
  }
}
