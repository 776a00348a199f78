import { z } from 'zod';
import { evidenceSchema } from './document';
import { entrySchema } from './entry';

/** The JSON Schema of an evidence document, with that of a link of the chain as its definition `entry`; the text of docs/evidence-schema.json. */
export function evidenceJsonSchema(): string {
  const { $schema, ...entry } = z.toJSONSchema(entrySchema, { target: 'draft-7' });
  const document = z.toJSONSchema(evidenceSchema, { target: 'draft-7' });
  const schema = {
    $schema,
    title: 'Evidence of a drill',
    ...document,
    definitions: { entry: { title: 'Link of the chain', ...entry } },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
