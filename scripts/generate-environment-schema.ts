import { writeFileSync } from 'node:fs';
import { environmentJsonSchema } from '../src/environment/json-schema';

// Writes environments/schema.json, which gives editors completion and checks; a test compares it with the parser.
writeFileSync(new URL('../environments/schema.json', import.meta.url), environmentJsonSchema());
