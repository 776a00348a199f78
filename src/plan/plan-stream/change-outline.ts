import { actionOf, type ResourceChange } from '../plan-json';

/** What a change is, without its values. */
export type ChangeOutline = Pick<
  ResourceChange,
  | 'address'
  | 'previousAddress'
  | 'mode'
  | 'type'
  | 'deposed'
  | 'action'
  | 'actions'
  | 'reason'
  | 'isImport'
  | 'importId'
>;

/** The name of a thing as Terraform writes nearly all; bounded, so that no text takes long. */
const PLAIN = String.raw`[^"\\\x00-\x1f\x7f-\xff]{0,500}`;
const UNUSED = String.raw`"(?!")${PLAIN}(?:\\["\\]${PLAIN}){0,50}"`;
const TEXT = UNUSED.replace(/^"(.*)"$/, '"($1)"');

/** The order in which Terraform writes what stands before the values. */
const BEGINNING = new RegExp(
  String.raw`^\{"address":${TEXT},(?:"previous_address":${TEXT},)?(?:"module_address":${UNUSED},)?` +
    String.raw`"mode":"(managed|data)","type":${TEXT},(?:"name":${UNUSED},)?(?:"index":(?:${UNUSED}|\d{1,15}),)?` +
    String.raw`(?:"provider_name":${UNUSED},)?(?:"deposed":${TEXT},)?"change":\{"actions":\[([a-z",-]{2,50})\],`,
);

/** After the values, nothing but the reason follows. */
const END = /\}(?:,"action_reason":"([a-z_]{1,80})")?\}$/;
const LONGEST_END = 120;
const REASON = '"action_reason":';

/**
 * Reads an item of `resource_changes` without decoding its values, which is most of the work of a huge plan: it must be written exactly as
 * Terraform writes it, and nothing in it may be marked. In doubt the answer is no, and the item is decoded and checked as a whole.
 *
 * @param bytes an item, one character for each byte; what is in it beyond its beginning is neither decoded nor checked
 * @returns texts that are parts of it: see {@link copyOfOutline}
 */
export function outlineOfPlain(bytes: string): ChangeOutline | undefined {
  const found = BEGINNING.exec(bytes);
  if (found === null) return undefined;
  const [, address, previousAddress, mode, type, deposed, words = ''] = found;
  const known = actionOf(words.replaceAll('"', ''));
  if (address === undefined || type === undefined || known === undefined) return undefined;
  const rest = plainMarks(bytes);
  if (rest === undefined) return undefined;
  const [end, reason] = END.exec(rest.slice(-LONGEST_END)) ?? [];
  if (end === undefined || (reason === undefined && rest.includes(REASON))) return undefined;
  return {
    address: textOf(address),
    previousAddress: previousAddress === undefined ? undefined : textOf(previousAddress),
    mode: mode === 'data' ? 'data' : 'managed',
    type: textOf(type),
    deposed: deposed === undefined ? undefined : textOf(deposed),
    action: known.action,
    actions: known.actions,
    reason,
    isImport: false,
    importId: undefined,
  };
}

const BEFORE = '"before';
const AFTER = '"after';
/** The names of marks, without what stands before. A class of characters at its beginning makes the engine search twice as quickly. */
const ANY_MARKS = /[_"]sensitive":/;
const MARKED_OR_IMPORTED = /true|"importing":/;

/**
 * The marks and what follows them, when nothing is marked or imported. In a text, the quotes of such a name would be escaped; where an attribute has it,
 * `true` may be found that is no mark, and never the other way round: the marks come after the first of these names.
 */
function plainMarks(bytes: string): string | undefined {
  const first = bytes.search(ANY_MARKS);
  if (first === -1 || !bytes.endsWith(BEFORE, first)) return undefined;
  const rest = bytes.slice(first + 1);
  const second = rest.search(ANY_MARKS);
  if (second === -1 || !rest.endsWith(AFTER, second)) return undefined;
  const isPlain = !ANY_MARKS.test(rest.slice(second + 1)) && !MARKED_OR_IMPORTED.test(rest);
  return isPlain ? rest : undefined;
}

function textOf(part: string): string {
  return part.includes('\\') ? String(JSON.parse(`"${part}"`)) : part;
}

/** An outline as it may be kept: its texts are parts of the item. */
export function copyOfOutline(outline: ChangeOutline): ChangeOutline {
  const { address, previousAddress, type, deposed, reason } = outline;
  return {
    ...outline,
    address: copyOf(address),
    previousAddress: previousAddress === undefined ? undefined : copyOf(previousAddress),
    type: copyOf(type),
    deposed: deposed === undefined ? undefined : copyOf(deposed),
    reason: reason === undefined ? undefined : copyOf(reason),
  };
}

/** A part of a text keeps the whole text in memory. */
export function copyOf(part: string): string {
  return Buffer.from(part, 'latin1').toString('latin1');
}
