import type { Edit } from './mutant';

/** Mistakes that Terraform itself refuses, with a part of what it says; `terraform validate` is enough, and needs no plan. */
export const REFUSED_MUTANTS: readonly {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly says: string;
}[] = [
  {
    name: 'the ephemeral password where it would be kept',
    edits: [
      {
        file: 'modules/regional_database/main.tf',
        replace: 'master_password_wo         =',
        by: 'master_password            =',
      },
    ],
    says: 'Ephemeral values are not valid',
  },
  {
    name: 'the name of the first cluster in the secret that it takes its password from',
    edits: [
      { file: 'credentials.tf', replace: 'module.global_database.endpoint', by: 'module.database_us_east_1.endpoint' },
    ],
    says: 'Cycle',
  },
  {
    name: 'a resource of a region that nobody names',
    edits: [
      {
        file: 'encryption.tf',
        replace: '  providers = { aws = aws.us_west_2 }\n',
        by: '  providers = { aws = aws.elsewhere }\n',
      },
    ],
    says: 'missing provider',
  },
];
