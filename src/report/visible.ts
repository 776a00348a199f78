/** Control and format characters, those that turn the direction of writing, and all that show nothing: each can make a text read as another one. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?<=\p{M}{4})\p{M}/gu;
/** Most texts are plain ASCII, or cut by ourselves, and looked at no further. */
const NOT_PLAIN = /[^\n\x20-\x7e…]/;

/**
 * The text with every character that nobody would see shown as its code, so that it reads as what it is; line breaks stay. Of marks that are
 * piled on one letter the fifth and all further ones are shown as codes too: they would cover the lines above.
 */
export function visible(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, (character) => (character === '\n' ? character : codeOf(character)));
}

/** The same in one line: line breaks are shown as codes too. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', String.raw`\u000a`);
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/**
 * At most so many characters of a text; then how many it has. It is never cut inside of a character.
 */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const code = text.charCodeAt(longest - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? longest - 1 : longest;
  return `${text.slice(0, end)}… (${text.length.toLocaleString('en')} characters)`;
}
