import { z } from 'zod';
import { environmentSchema } from './schema';

/** The JSON Schema of an environment file, as the text of environments/schema.json. */
export function environmentJsonSchema(): string {
  const schema = { title: 'Environment', ...z.toJSONSchema(environmentSchema, { target: 'draft-7' }) };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
