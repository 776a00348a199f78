import { z } from 'zod';
import { DRILL_KINDS } from '../drill/kinds';

/**
 * The shape of `environments/<name>.yaml`. What needs more than one field to judge is in rules.ts; editors get this shape as
 * `environments/schema.json`.
 */

/** The two regions that the Terraform configuration has providers for. */
export const REGIONS = ['us-east-1', 'us-west-2'] as const;
export type Region = (typeof REGIONS)[number];

/** How often a kind of drill runs by itself: at each run of the schedule, at the first one of a month, only by hand, or not at all. */
const CADENCES = ['weekly', 'monthly', 'on-demand', 'never'] as const;

const text = (pattern: RegExp, allowed: string, example: string, description: string) =>
  z
    .string()
    .regex(pattern, { error: `allowed: ${allowed}, for example ${example}` })
    .meta({ description });

const whole = (minimum: number, maximum: number, description: string) =>
  z.number().int().min(minimum).max(maximum).meta({ description });

const cidr = (description: string) =>
  text(/^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 network in CIDR notation', '10.10.0.0/16', description);

const role = text(
  /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  'the ARN of an IAM role',
  'arn:aws:iam::123456789012:role/dr-plan',
  'Assumed by the workflow through OIDC.',
);

const cadence = (description: string) => z.enum(CADENCES).meta({ description });

const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const day = '(?:mon|tue|wed|thu|fri|sat|sun)';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, from a week on. */
const LOG_RETENTION_DAYS = [
  7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const regionSchema = z.strictObject({
  vpcId: text(
    /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
    'vpc- and 8 or 17 hexadecimal digits',
    'vpc-0a1b2c3d4e5f67890',
    'The VPC that is given.',
  ),
  vpcCidr: cidr('Address range of the VPC; must not overlap that of the other region.'),
  availabilityZones: z
    .array(text(/^[a-z]{2}-[a-z]+-\d[a-z]$/, 'an availability zone of the region', 'us-east-1a', 'Availability zone.'))
    .length(3)
    .meta({ description: 'Three zones; writer and readers are spread over them.' }),
  privateSubnetIds: z
    .array(
      text(
        /^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
        'subnet- and 8 or 17 hexadecimal digits',
        'subnet-0a1b2c3d4e5f67890',
        'Private subnet.',
      ),
    )
    .length(3)
    .meta({ description: 'One private subnet for each zone, in the same order.' }),
  applicationCidrs: z
    .array(cidr('Application subnet.'))
    .min(1)
    // Those of both regions are admitted in both, beside our functions, and a security group holds 60 rules unless AWS is asked for more.
    .max(25)
    .meta({ description: 'Who may connect to the database; private ranges only.' }),
  egressCidrs: z
    .array(
      text(
        /^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/,
        'a public IPv4 address or network in CIDR notation',
        '203.0.113.10/32',
        'Public address.',
      ),
    )
    .min(1)
    .max(10)
    .meta({ description: 'How the VPC looks from the internet: the addresses of its NAT gateways.' }),
});

export const environmentSchema = z.strictObject({
  name: text(
    /^[a-z][a-z0-9-]{0,29}$/,
    'lower-case letters, digits and hyphens, at most 30',
    'production',
    'Equals the file name.',
  ),
  target: z.enum(['aws', 'sandbox']).meta({
    description: 'aws: an AWS account; sandbox: the emulator of this repository, never planned by the cloud workflows.',
  }),
  environmentSuffix: text(
    /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,15}$/,
    '2 to 16 lower-case letters, digits and single hyphens',
    'prod',
    'Ends the name of every resource.',
  ),
  account: text(
    /^\d{12}$/,
    '12 digits in quotes',
    "'123456789012'",
    'AWS account; every command refuses to run in another one.',
  ),
  homeRegion: z.enum(REGIONS).meta({ description: 'Where the writer lives at first and after a fail back.' }),
  state: z
    .strictObject({
      region: text(
        /^[a-z]{2}-[a-z]+-\d$/,
        'an AWS region',
        'us-west-2',
        'Must not be the home region: the pipeline has to work while that one is lost.',
      ),
      bucket: text(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'the name of an S3 bucket',
        's3-tfstate-prod-123456789012',
        'State bucket, made by terraform/bootstrap.',
      ),
      lockTable: text(
        /^[A-Za-z0-9_.-]{3,255}$/,
        'the name of a DynamoDB table',
        'dynamodb-tflock-prod',
        'Lock table, made by terraform/bootstrap.',
      ),
    })
    .meta({ description: 'Where Terraform keeps its state.' }),
  roles: z
    .strictObject({ plan: role, apply: role, drill: role })
    .optional()
    .meta({ description: 'IAM roles of the workflows; required for target aws.' }),
  dns: z
    .strictObject({
      hostedZoneId: text(
        /^Z[A-Z0-9]{1,31}$/,
        'the id of a Route 53 hosted zone',
        'Z0123456789ABCDEFGHIJ',
        'Private zone that is given.',
      ),
      zoneName: text(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
        'a domain name without a trailing dot',
        'db.example.internal',
        'Name of the zone.',
      ),
      writerName: text(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
        'a domain name inside the zone',
        'writer.db.example.internal',
        'What applications connect to for writing.',
      ),
      readerName: text(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
        'a domain name inside the zone',
        'reader.db.example.internal',
        'What applications connect to for reading.',
      ),
    })
    .meta({ description: 'Names in front of the database.' }),
  database: z
    .strictObject({
      engineVersion: text(
        /^\d{2}\.\d{1,2}$/,
        'a version of Aurora PostgreSQL in quotes',
        "'15.10'",
        'The same in both regions.',
      ),
      name: text(/^[a-z][a-z0-9_]{0,62}$/, 'a lower-case PostgreSQL identifier', 'app', 'First database.'),
      masterUsername: text(
        /^(?!(?:admin|postgres|rdsadmin|rds_superuser|rdsrepladmin|master|user)$)[a-z][a-z0-9_]{0,62}$/,
        'a lower-case identifier that RDS does not reserve',
        'dr_admin',
        'Master user.',
      ),
      instanceClass: text(
        /^db\.(?:r[5-8]|x2)[a-z]*\.(?:\d{0,2}x?large|metal)$/,
        'an instance class that global databases support (memory-optimised, not burstable)',
        'db.r6g.large',
        'The same in both regions.',
      ),
      readersPerRegion: whole(2, 14, 'Read replicas beside the writer, in each region.'),
      backupRetentionDays: whole(1, 35, 'Days that a point in time can be restored.'),
      backupWindow: text(
        new RegExp(`^${time}-${time}$`),
        'hh:mm-hh:mm in UTC',
        '03:00-03:30',
        'Daily, at least 30 minutes.',
      ),
      maintenanceWindow: text(
        new RegExp(`^${day}:${time}-${day}:${time}$`),
        'ddd:hh:mm-ddd:hh:mm in UTC',
        'sun:04:00-sun:05:00',
        'Weekly; must not overlap the backup window.',
      ),
    })
    .meta({ description: 'The Aurora PostgreSQL clusters.' }),
  regions: z
    .strictObject({ 'us-east-1': regionSchema, 'us-west-2': regionSchema })
    .meta({ description: 'The networks that are given.' }),
  objectives: z
    .strictObject({
      rpoSeconds: whole(1, 60, 'O1: at most so many seconds of acknowledged writes may be lost.'),
      rtoSeconds: whole(1, 300, 'O2: writes must be back within this time.'),
      detectionSeconds: whole(1, 30, 'O3: the loss of a region must be declared within this time.'),
      replicationLagSeconds: whole(1, 60, 'O4: replication lag must stay below this.'),
    })
    .meta({ description: 'What the drills measure against. Weaker objectives than the defaults are refused.' }),
  healthChecks: z
    .strictObject({
      failureThreshold: whole(1, 3, 'So many answers in a row, ten seconds apart, change the mind of Route 53.'),
    })
    .meta({ description: 'How Route 53 checks the regions.' }),
  secrets: z
    .strictObject({
      rotationDays: whole(1, 90, 'K2: passwords are changed after so many days, between 00:00 and 02:00 UTC.'),
      applicationRole: text(
        /^(?!(?:pg_|rds))[a-z][a-z0-9_]{0,43}$/,
        'a lower-case PostgreSQL identifier of at most 44 characters that PostgreSQL and RDS do not reserve',
        'application',
        'Role of the applications in the database; two users of each region belong to it and take turns.',
      ),
    })
    .meta({ description: 'Passwords of the database.' }),
  exports: z
    .strictObject({
      glacierAfterDays: whole(1, 30, 'E3: exports move to Glacier after so many days.'),
      expireAfterDays: whole(91, 3_650, 'Exports are deleted after so many days.'),
    })
    .meta({ description: 'Manual exports of the database.' }),
  logs: z
    .strictObject({
      retentionDays: z
        .literal(LOG_RETENTION_DAYS)
        .meta({ description: 'How long logs are kept; one of the periods that CloudWatch Logs knows.' }),
    })
    .meta({ description: 'Logs of databases and functions.' }),
  failover: z
    .strictObject({
      mode: z.enum(['automatic', 'manual']).meta({
        description:
          'automatic: a lost region is promoted away from without asking; manual: people are told the command.',
      }),
      detector: z.strictObject({
        intervalMs: whole(500, 10_000, 'Time between two probes of a region.'),
        timeoutMs: whole(100, 5_000, 'A probe without an answer after this time counts as failed until it answers.'),
        failureThreshold: whole(2, 10, 'Consecutive failures of every path that make a region down.'),
      }),
      inRegionGraceSeconds: whole(
        30,
        240,
        'So long a region that is repairing itself, as AWS says, is left to it before the writer is moved away.',
      ),
    })
    .meta({ description: 'When the loss of a region is declared, and who then promotes the other one.' }),
  notifications: z.strictObject({ emails: z.array(z.email()).max(20) }).meta({ description: 'Who is told.' }),
  drill: z
    .strictObject({
      window: text(
        new RegExp(`^${day}:${time}-${day}:${time}$`),
        'ddd:hh:mm-ddd:hh:mm in UTC',
        'sun:09:00-sun:13:00',
        'When the weekly drills run; must not overlap backups or maintenance.',
      ),
      probe: z.strictObject({
        intervalMs: whole(50, 1_000, 'Time between two measured writes.'),
        timeoutMs: whole(100, 5_000, 'A write without an answer after this time is of unknown outcome.'),
      }),
      baselineSeconds: whole(5, 600, 'Undisturbed writes before anything is moved.'),
      kinds: z
        .strictObject({
          switchover: cadence('The writer moves to the other region without loss, and back.'),
          restore: cadence('Backups are restored beside the database, and compared.'),
          detection: cadence('The controller is made blind for one region, and has to notice; nothing is moved.'),
          rotation: cadence('Passwords are changed while the writer is in the other region.'),
          failover: cadence('A region is taken away; acknowledged writes may be lost. Needs acceptDataLoss.'),
        })
        .meta({ description: 'What is drilled, and how often.' }),
      acceptDataLoss: z.boolean().meta({
        description: 'Consent to drills that may lose acknowledged writes; true only where that harms nobody.',
      }),
      freezes: z
        .array(
          z.strictObject({
            from: z.iso.date().meta({ description: 'First day, in UTC.' }),
            to: z.iso.date().meta({ description: 'Last day, in UTC.' }),
            reason: z
              .string()
              .min(3)
              .max(200)
              .meta({ description: 'Why; it is in the report of a drill that was not run.' }),
          }),
        )
        .max(50)
        .meta({ description: 'Days on which nothing is drilled.' }),
      maxLagSeconds: whole(1, 60, 'A drill is not begun while the other region is further behind than this.'),
      checksumTables: z
        .array(
          text(
            /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/,
            'schema.table in lower case',
            'public.accounts',
            'A table of yours whose content a restore drill compares, row by row, with the original.',
          ),
        )
        .max(50)
        .meta({ description: 'Tables whose content a restore drill compares.' }),
      maxAgeDays: whole(1, 60, 'A drill that is older is a concern.'),
      requiredKinds: z
        .array(z.enum(DRILL_KINDS))
        .min(1)
        .meta({ description: 'Kinds of drills that have to be fresh and passed; the schedule has to run them.' }),
      blockRiskyChanges: z.boolean().meta({
        description:
          'true: while a required drill is overdue or did not pass, risky changes are not applied; false: it is only said.',
      }),
    })
    .meta({ description: 'How the drills measure, and what waits for them.' }),
});

export type Environment = z.infer<typeof environmentSchema>;
