import { alphabet, LETTERS_AND_DIGITS, longestRun } from './longest-run';
import { Remembered } from './remembered';

// What is secret by its shape or its name, although nobody marked it.

/** Names of attributes, keys and outputs whose values are hidden even if nobody marked them. */
const TELLTALE =
  /pass(?:word|wd|phrase|code)|^pass$|pwd|secret|token|private|credential|api_?key|access_?key|client_?key|encryption_?key|signing_?key|shared_?key|auth(?!or(?!iz))|cert.*key|signature|user_data|connection_?string|^dsn$|webhook/i;
/** Names that speak about a secret, and are none. */
const ABOUT = /_(?:arns?|name|enabled|type|length|days|hours|minutes|seconds|count|version|required|class)$/i;
/** What no secret looks like: booleans, ARNs, ids of AWS, addresses and ranges of networks. */
const HARMLESS =
  /^(?:true|false|arn:aws[\w-]*:[\w:/.*@+=,-]+|[a-z]{1,12}-[0-9a-f]{8}(?:[0-9a-f]{9})?|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?)$/;
/** Names of digests. A SHA-256 in base64 is as random as a key, and tells what changes in a function. */
const DIGEST = /(?:hash|sha\d*|digest|checksum|fingerprint|thumbprint|etag|md5)$/i;

const MASK = '(sensitive)';

const telltales = new Remembered<boolean>();
const looked = new Remembered<string>();

/** Whether the value of an attribute of this name is hidden, whatever it is. */
export function isTelltale(name: string): boolean {
  const known = telltales.get(name);
  if (known !== undefined) return known;
  const snake = camelToSnake(name.slice(0, 1_000));
  return telltales.set(name, TELLTALE.test(snake) && !ABOUT.test(snake));
}

/** Whether a value may be shown under a name that tells of secrets. */
export function isHarmless(value: unknown): boolean {
  return typeof value === 'boolean' || value === null || (typeof value === 'string' && HARMLESS.test(value));
}

/** MD5 to SHA-512 in base64. */
const BASE64_DIGEST =
  /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{86}==)$/;

/** Whether a value is a digest by its form, which hardly any has, and by its name. */
export function isDigest(name: string, value: string): boolean {
  return BASE64_DIGEST.test(value) && DIGEST.test(name);
}

function camelToSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_');
}

const WORD =
  '(?:pass(?:word|wd|phrase)|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|signature)';
/** A name in front of its separator; bounded, so that no text takes long. */
const NAMED = `(${WORD}[\\w.-]{0,40}`;
/** What stands after a port is no password. */
const SCHEME = '([a-z][a-z0-9+.-]{1,30}:\\/\\/[^\\s:/@"\']{0,200}:)(?!\\d{1,5}\\/)';

/** Each shape with what takes its place. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    MASK,
  ],
  // Keys of AWS; AROA and AIDA are ids, not keys.
  [/(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g, MASK],
  [/(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g, MASK],
  [/(?<![A-Za-z0-9])xox[a-z]-[\w-]{8,}/g, MASK],
  [/hooks\.slack\.com\/(?:services|workflows)\/[\w/-]+/g, `hooks.slack.com/${MASK}`],
  [/(?<![A-Za-z0-9])(?:(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[\w-]{20,}|AIza[\w-]{30,})/g, MASK],
  [/(?<![A-Za-z0-9])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*){0,3}/g, MASK],
  // A password may hold an @ or a / that should have been encoded: everything up to the last @ before a host.
  [new RegExp(`${SCHEME}[^\\s"']{1,500}@(?=[\\w.\\[-]+)`, 'gi'), `$1${MASK}@`],
  [
    /\b((?:proxy-)?authorization\\*["']?\s*[:=]\s*\\*["']?)(?:(?:bearer|basic|digest|token)\s+)?[^\s"'\\,;]+/gi,
    `$1${MASK}`,
  ],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{12,}/gi, `$1 ${MASK}`],
  // "name": "value", the same in a JSON text inside of a JSON text, and name=value.
  [new RegExp(`${NAMED}["']?\\s*(?:=>|[=:])\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|$)`, 'gi'), `$1"${MASK}"`],
  [new RegExp(`${NAMED}\\\\+"\\s*:\\s*)(\\\\+")[\\s\\S]*?(?:\\\\+"|$)`, 'gi'), `$1$2${MASK}$2`],
  [new RegExp(`${NAMED}["']?\\s*(?:=>|[=:])\\s*)'[^']*(?:'|$)`, 'gi'), `$1'${MASK}'`],
];

/**
 * name=value without quotes. A dot ends the name: an address in front of a message is no name. A colon without a space must follow the word itself:
 * secretsmanager:GetSecretValue is an action, and the parts of an ARN are no names.
 */
const BARE = new RegExp(
  `(?<!arn:aws[\\w:/.-]{0,100})(${WORD}(?:[\\w-]{0,40}(?:\\s*=>?|\\s*:\\s|\\\\*["']\\s*(?:=>|[=:]))\\s*|:))` +
    `(?!\\(sensitive\\)|\\(redacted\\)|\\\\*["'])([^\\s"',;&<>(){}]+)`,
  'gi',
);

/** What none of the shapes is without. Most texts are told by one look to hold nothing. */
const HINT =
  /PRIVATE KEY|A[KSBC][IC]A[A-Z0-9]{16}|gh[pousr]_|github_pat_|glpat-|npm_|xox|hooks\.slack|[srp]k_|sk-|AIza|eyJ|:\/\/|authorization|bearer|basic|pass|pwd|secret|token|credential|key|signature/i;

/** The text with everything in it replaced that has the shape of a secret. */
function withoutShapes(text: string): string {
  if (!HINT.test(text)) return text;
  return SHAPES.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), text).replace(
    BARE,
    (all, name: string, value: string) =>
      isHarmless(value) || ABOUT.test(/^[\w-]*/.exec(name)?.[0] ?? '') ? all : `${name}${MASK}`,
  );
}

/** The text without anything that looks like a secret. */
export function withoutLooks(text: string): string {
  return looked.get(text) ?? looked.set(text, withoutRandomness(withoutShapes(text)));
}

/** Of the regular expression below. */
const SHORTEST_KEY = 24;
const KEY_ALPHABET = alphabet(`${LETTERS_AND_DIGITS}+/=_-`);

/** Letters and digits in such disorder that nobody made them up: keys rather than names. */
function withoutRandomness(text: string): string {
  if (longestRun(text, KEY_ALPHABET) < SHORTEST_KEY) return text;
  return text.replace(/[A-Za-z0-9+/=_-]{24,}/g, (run) => (isRandom(run) ? MASK : run));
}

/**
 * Lower-case hexadecimal digits alone are commits, digests and ids. In names, the words are long; in random characters, digits and cases change
 * nearly everywhere.
 */
function isRandom(run: string): boolean {
  if (!/\d/.test(run) || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  const words = run.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.join('').length / words.length < LONGEST_RANDOM_WORD;
}

/** Mean length. Of 32 random characters it is 2.0, of names about 5. */
const LONGEST_RANDOM_WORD = 3.2;
