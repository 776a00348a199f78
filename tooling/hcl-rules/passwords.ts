import { whereIs } from './blocks';
import type { Block, Hcl } from './read-hcl';
import type { HclFinding } from './rules';

/** Arguments whose values end in plan and state. */
const PLAIN = ['master_password', 'password', 'secret_string', 'secret_binary', 'auth_token'];

export function* nothingSecretInState(hcl: Hcl): Iterable<HclFinding> {
  for (const block of hcl.blocks) {
    if (block.kind === 'resource' && /^random_|^tls_private_key$/.test(block.type)) {
      yield {
        where: whereIs(block),
        sentence: `what ${block.type} makes stands in the state; use an ephemeral resource`,
      };
    }
    if (block.kind === 'data' && block.type.startsWith('aws_secretsmanager_secret_version')) {
      yield {
        where: whereIs(block),
        sentence: 'a data source puts the password into the state; read it with an ephemeral resource',
      };
    }
    if (block.kind !== 'resource') continue;
    for (const attribute of PLAIN.filter((name) => block.body[name] !== undefined)) {
      yield { where: whereIs(block), sentence: `${attribute} stands in plan and state; use its write-only form` };
    }
  }
}

const CARRIES_A_PASSWORD = /(?:^|_)password$/;

export function* passwordsAreEphemeral(hcl: Hcl): Iterable<HclFinding> {
  const isCarrier = ({ kind, name }: Block) => ['variable', 'output'].includes(kind) && CARRIES_A_PASSWORD.test(name);
  for (const block of hcl.blocks.filter(isCarrier)) {
    if (block.body['ephemeral'] !== true)
      yield { where: whereIs(block), sentence: 'it carries a password into plan and state; mark it ephemeral' };
  }
}

/** K4 asks for 16; what nobody has to type may be longer. */
const SHORTEST_PASSWORD = 32;

export function* generatedPasswords(hcl: Hcl): Iterable<HclFinding> {
  const generators = hcl.blocks.filter(
    ({ kind, type }) => kind === 'ephemeral' && type === 'aws_secretsmanager_random_password',
  );
  if (generators.length === 0) yield { where: 'modules/credentials', sentence: 'no password is generated' };
  for (const block of generators) {
    const { body } = block;
    if (!(Number(body['password_length']) >= SHORTEST_PASSWORD)) {
      yield { where: whereIs(block), sentence: `password_length has to be at least ${SHORTEST_PASSWORD}` };
    }
    if (body['exclude_punctuation'] === true || body['require_each_included_type'] !== true) {
      yield {
        where: whereIs(block),
        sentence:
          'passwords might have no special characters; require each included type, and do not exclude punctuation',
      };
    }
  }
}
