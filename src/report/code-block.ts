/**
 * Text in a fence that the text cannot close: longer than any run of backticks in it. Control characters and those that turn the
 * direction of writing are shown as codes, so that a comment reads as what it is.
 */
export function codeBlock(text: string, language: string): string {
  const visible = text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  const longest = Math.max(2, ...[...visible.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${visible}\n${fence}`;
}
