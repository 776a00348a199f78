/** The characters of an alphabet by their codes. */
export type Alphabet = Uint8Array;

/** @param characters all of them ASCII */
export function alphabet(characters: string): Alphabet {
  const members = new Uint8Array(128);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

export const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Length of the longest run of an alphabet in a text. A look at each character tells most texts, for a fraction of what a regular expression takes. */
export function longestRun(text: string, members: Alphabet): number {
  let longest = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (members[text.charCodeAt(index)] === 1) continue;
    if (index - start > longest) longest = index - start;
    start = index + 1;
  }
  return Math.max(longest, text.length - start);
}
