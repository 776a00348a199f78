import { QUESTIONS, type Inventory } from './inventory';

/**
 * What is there now and was not before, service by service. Not by name or tag: something that was made on the way and carries
 * neither is left behind as well.
 */
export function leftovers(before: Inventory, now: Inventory): readonly string[] {
  return [...now].flatMap(([what, names]) => {
    const known = before.get(what) ?? [];
    return names.filter((name) => !known.includes(name)).map((name) => `${what}: ${name}`);
  });
}

/** The questions that nothing new answers. */
export function unanswered(before: Inventory, now: Inventory): readonly string[] {
  const answered = new Set(leftovers(before, now).map((line) => line.replace(/: .*/, '')));
  return [...now.keys()].filter((what) => !answered.has(what));
}

/** Types of Terraform resources that no question would find. */
export function unseenTypes(types: Iterable<string>): readonly string[] {
  const seen = new Set(QUESTIONS.flatMap((question) => question.types));
  return [...new Set(types)].filter((type) => !seen.has(type)).sort();
}
