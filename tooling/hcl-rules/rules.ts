import { namesItsProvider, onlyAws, parametersOutliveTheirSuccessors, nothingPreventsADestroy } from './conventions';
import { generatedPasswords, nothingSecretInState, passwordsAreEphemeral } from './passwords';
import type { Hcl } from './read-hcl';
import { ignoredAttributes, reasonsBesideIgnored } from './role-swap';
import { order } from './order';
import { checksAskForTheRole } from './routing';
import { stateInS3, validatedVariables } from './state-and-variables';

/** What a rule found, and where: `<module>: <address>`, or a file. */
export interface HclFinding {
  readonly where: string;
  /** What would be wrong, and what to do instead. */
  readonly sentence: string;
}

/** A rule about what no plan shows: lifecycles, dependencies, ephemeral values, validations and comments. */
export interface HclRule {
  readonly id: string;
  readonly requirements: readonly string[];
  readonly sentence: string;
  readonly check: (hcl: Hcl) => Iterable<HclFinding>;
}

/** They judge this repository's own configuration; a user's plan is judged by src/plan/invariants.ts. */
export const HCL_RULES: readonly HclRule[] = [
  {
    id: 'HCL01',
    requirements: ['P1', 'S1', 'K2'],
    sentence: 'What a swap of the roles, an upgrade or a rotation changes is ignored by Terraform',
    check: ignoredAttributes,
  },
  {
    id: 'HCL02',
    requirements: ['T10'],
    sentence: 'Every ignored attribute has its reason beside it',
    check: reasonsBesideIgnored,
  },
  {
    id: 'HCL03',
    requirements: ['P5'],
    sentence: 'What others refer to is replaced before the old one goes',
    check: parametersOutliveTheirSuccessors,
  },
  {
    id: 'HCL04',
    requirements: ['T3', 'E2', 'N2'],
    sentence: 'What must exist first is waited for',
    check: order,
  },
  {
    id: 'HCL05',
    requirements: ['K5'],
    sentence: 'Nothing that ends in the state makes or takes a password',
    check: nothingSecretInState,
  },
  {
    id: 'HCL06',
    requirements: ['K5'],
    sentence: 'Variables and outputs that carry a password are ephemeral',
    check: passwordsAreEphemeral,
  },
  {
    id: 'HCL07',
    requirements: ['K4'],
    sentence: 'Passwords are generated, long, and have special characters',
    check: generatedPasswords,
  },
  {
    id: 'HCL08',
    requirements: ['T1'],
    sentence: 'In modules with two providers everything names its own',
    check: namesItsProvider,
  },
  {
    id: 'HCL09',
    requirements: ['T4'],
    sentence: 'The state is kept in S3, and the environment says where',
    check: stateInS3,
  },
  {
    id: 'HCL10',
    requirements: ['T1'],
    sentence: 'Every variable of the root is typed, described and validated',
    check: validatedVariables,
  },
  {
    id: 'HCL11',
    requirements: ['T3'],
    sentence: 'Nothing prevents a destroy',
    check: nothingPreventsADestroy,
  },
  {
    id: 'HCL12',
    requirements: ['T1'],
    sentence: 'Only the AWS provider is used, and no program is run',
    check: onlyAws,
  },
  {
    id: 'HCL13',
    requirements: ['H4'],
    sentence: 'The check for writers asks for the writer, the check for readers for the replica',
    check: checksAskForTheRole,
  },
];

/** All findings, each with the id of its rule. */
export function checkHcl(hcl: Hcl): readonly (HclFinding & { readonly id: string })[] {
  return HCL_RULES.flatMap(({ id, check }) => [...check(hcl)].map((finding) => ({ id, ...finding })));
}
