import { readFileSync } from 'node:fs';
import { z } from 'zod';

const decisionSchema = z.object({
  principal: z.string(),
  action: z.string(),
  region: z.string(),
  resource: z.string(),
  allowed: z.boolean(),
});

/** What the emulator decided about one resource of one call. */
export type Decision = z.infer<typeof decisionSchema>;

/** Every decision so far about calls of one role. */
export function decisionsOf(file: string, role: string): readonly Decision[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => decisionSchema.parse(JSON.parse(line)))
    .filter(({ principal }) => principal.includes(`:assumed-role/${role}/`));
}
