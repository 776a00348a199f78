/** Compares two versions such as `1.11.4`, part by part. @returns less than, equal to or greater than 0; NaN when one is no version */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  if (left === undefined || right === undefined) return Number.NaN;
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What follows the three numbers, for example `-beta1`, is left out: the formats of the state go by the numbers. */
function parts(version: string): readonly number[] | undefined {
  const [found] = /^\d+\.\d+(?:\.\d+)?/.exec(version) ?? [];
  return found?.split('.').map(Number);
}
