import type { DrillKind } from '../drill/kinds';

/** Which evidence of ours speaks to which control. */
export interface Control {
  readonly framework: string;
  readonly clause: string;
  /** In our words; the wording of the framework is what counts. */
  readonly asks: string;
  readonly kinds: readonly DrillKind[];
  readonly evidence: string;
  /** `secondary`: held against commentary, not the text itself. `structure`: only that the framework has such a part. `unchecked`: from general knowledge. */
  readonly checked: 'secondary' | 'structure' | 'unchecked';
}

export const CHECKED_WORD: Readonly<Record<Control['checked'], string>> = {
  secondary: 'against commentary, not the text itself',
  structure: 'only that there is such a part',
  unchecked: 'not checked',
};

export const NO_LEGAL_ADVICE =
  'This is no legal advice, and no statement that a control is met. It says which file to look at when somebody asks; whether that is enough is for your auditor, on the current text.';

export const NOT_IN_THE_EVIDENCE =
  'No drill gives: the business impact analysis and its approval, the annual plan of tests, the independence of whoever assesses, the report to management, and what was done about a deficiency. The tracking issue and its links are a place to keep the last.';

const ALL: readonly DrillKind[] = ['switchover', 'failover', 'restore', 'detection', 'rotation'];

export const CONTROLS: readonly Control[] = [
  {
    framework: 'DORA, Regulation (EU) 2022/2554',
    clause: 'Art. 11(6)',
    asks: 'Continuity, response and recovery plans are tested at least yearly and after substantive change, including switching to redundant capacity and backups.',
    kinds: ['switchover', 'failover', 'restore'],
    evidence:
      'Switchover and fail back with RTO; failover with RTO and RPO; restore from backup. The dates, and the drills that were not run, show the frequency.',
    checked: 'secondary',
  },
  {
    framework: 'DORA, Regulation (EU) 2022/2554',
    clause: 'Art. 12',
    asks: 'Backups are made, and restoring and recovering from them is tested.',
    kinds: ['restore'],
    evidence:
      'Point in time asked for and reached, comparison of content, negative control, duration, restore in the other region.',
    checked: 'secondary',
  },
  {
    framework: 'RTS, Delegated Regulation (EU) 2024/1774',
    clause: 'Art. 25(5)',
    asks: 'Results of tests are documented: identifier, dates, scope, scenario, type of test, objectives, preconditions, execution step by step.',
    kinds: ALL,
    evidence:
      'Each document: exercise id, times, systems in scope, kind, objectives in force, guards of the preflight with their values, timeline with the source of each moment. The reference to the business impact analysis is not in it.',
    checked: 'secondary',
  },
  {
    framework: 'FFIEC, Business Continuity Management booklet (2019)',
    clause: 'Exercises and tests',
    asks: 'A programme of exercises and tests, independent assessment, and reporting of results.',
    kinds: ALL,
    evidence:
      'The series of drills with their trend, signed and chained so that somebody independent can verify them; drills that failed, were inconclusive or not run are in the same series.',
    checked: 'structure',
  },
  {
    framework: 'SOC 2, Trust Services Criteria',
    clause: 'A1.2',
    asks: 'Environmental protection, backup and recovery infrastructure are operated and watched.',
    kinds: ['restore', 'detection', 'rotation'],
    evidence: 'Restores that were compared, detection by the deployed controller, replication lag in each move.',
    checked: 'unchecked',
  },
  {
    framework: 'SOC 2, Trust Services Criteria',
    clause: 'A1.3',
    asks: 'Recovery procedures are tested.',
    kinds: ['switchover', 'failover', 'restore'],
    evidence: 'Each document with its verdict and reasons, and the trend over the last twelve of a kind.',
    checked: 'unchecked',
  },
  {
    framework: 'ISO 22301',
    clause: '8.5',
    asks: 'An exercise programme validates continuity strategies over time, with reports after each exercise.',
    kinds: ALL,
    evidence: 'The series of drills of all kinds; each document is the report of one exercise.',
    checked: 'unchecked',
  },
  {
    framework: 'PCI DSS',
    clause: '12.10',
    asks: 'The plan for incidents, which includes recovery and continuity, is tested.',
    kinds: ['failover', 'switchover'],
    evidence: 'Recovery of the database with times; the rest of the plan is not drilled here.',
    checked: 'unchecked',
  },
  {
    framework: 'PCI DSS',
    clause: '10.5',
    asks: 'Histories of audit logs are kept and protected from change.',
    kinds: ALL,
    evidence:
      'Only for these drills: the documents are signed, chained and kept under Object Lock; each order to AWS has its request id in CloudTrail.',
    checked: 'unchecked',
  },
];
