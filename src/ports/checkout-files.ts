/** Files of the checkout, for those who look at what is there. */
export interface CheckoutFiles {
  /** @returns `undefined` when there is no such file */
  read(path: string): Promise<string | undefined>;
}
