/** Tells people. */
export interface Notifier {
  /**
   * @param subject at most 100 printable ASCII characters
   * @param text    what happened, when, and what to do next; no secret
   */
  tell(subject: string, text: string): Promise<void>;
}
