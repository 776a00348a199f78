import type { Edit, PlanMutant } from './mutant';

/**
 * Deals mutants out so that one plan shows a whole batch. That proves as much as a plan for each of them, because within a batch
 * - every mutant has a rule at an address that no other one of the batch has, and says what the finding has to say: a finding cannot stand in
 *   for another one;
 * - no mutant waits for a rule that another one also breaks, or silences (`also`);
 * - the edits are at different places, so that none undoes another;
 * and the test refuses any finding that no mutant of the batch accounts for.
 */
export function inBatches(mutants: readonly PlanMutant[]): readonly (readonly PlanMutant[])[] {
  const batches: PlanMutant[][] = [];
  for (const mutant of mutants) {
    const batch = batches.find((others) => others.every((other) => goTogether(mutant, other)));
    if (batch === undefined) batches.push([mutant]);
    else batch.push(mutant);
  }
  return batches;
}

function goTogether(a: PlanMutant, b: PlanMutant): boolean {
  const sameFinding =
    a.expected.rule === b.expected.rule && a.expected.at.some((address) => b.expected.at.includes(address));
  const interferes = [a.also?.includes(b.expected.rule), b.also?.includes(a.expected.rule)].includes(true);
  const samePlace = a.edits.some((one) =>
    b.edits.some((other) => one.file === other.file && (disturbs(one, other) || disturbs(other, one))),
  );
  return !sameFinding && !interferes && !samePlace;
}

/** Whether `other` would find another text, or its own more often, once `one` is made. */
function disturbs(one: Edit, other: Edit): boolean {
  return one.replace.includes(other.replace) || one.by.includes(other.replace);
}
