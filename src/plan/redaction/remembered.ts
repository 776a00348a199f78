/** So many characters are remembered, and of each text at most so many: a plan of hostile ones must not fill the memory. */
const MOST_CHARACTERS = 1_000_000;
const LONGEST = 2_000;

/** Answers about texts that come again and again: the names, tags and zones of a plan stand in every resource. */
export class Remembered<T> {
  private readonly answers = new Map<string, T>();
  private left = MOST_CHARACTERS;

  get(text: string): T | undefined {
    return this.answers.get(text);
  }

  /** @returns the answer */
  set(text: string, answer: T): T {
    // Something for the entry itself.
    const cost = text.length + 50;
    if (text.length <= LONGEST && cost <= this.left) {
      this.left -= cost;
      this.answers.set(text, answer);
    }
    return answer;
  }
}
