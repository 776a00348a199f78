import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { Sandbox } from '../start-sandbox';
import { applyGivenThings, describeNetworks, type Foundation } from './foundation';
import { Pipeline, WorkflowFailedError, type DrillRun, type OpenedPullRequest } from './pipeline';
import { ScratchRepository } from './scratch-repository';

/** What happened so far; each step adds its part. */
export interface Story {
  sandbox?: Sandbox;
  foundation?: Foundation;
  repository?: ScratchRepository;
  pipeline?: Pipeline;
  firstPull?: OpenedPullRequest & { readonly comment: string };
  failover?: DrillRun;
  failBack?: DrillRun;
  restore?: DrillRun;
  /** The evidence of all drills, as a site that can be opened. */
  site?: string;
}

export interface StoryContext {
  readonly root: string;
  /** Where this run's logs, reports and comments go. */
  readonly directory: string;
  readonly start: (onProgress: (message: string) => void) => Promise<Sandbox>;
  readonly signal: AbortSignal;
}

export interface Step {
  readonly title: string;
  readonly run: (story: Story, say: (line: string) => void) => Promise<void>;
}

const ENVIRONMENT_FILE = 'environments/sandbox.yaml';

/** The whole loop: from an empty account to a database that lost a region, came back, and was restored. */
export function storySteps(context: StoryContext): readonly Step[] {
  const { root, directory, signal } = context;
  const environment = parseEnvironment(readFileSync(join(root, ENVIRONMENT_FILE), 'utf8'), ENVIRONMENT_FILE);

  return [
    {
      title: 'Start the AWS emulator and the network of two regions',
      run: async (story, say) => {
        story.sandbox = await context.start(say);
      },
    },
    {
      title: 'Bootstrap: the networks that are given, the state bucket and the lock table',
      run: async (story, say) => {
        const place = {
          root,
          directory: join(directory, 'terraform'),
          environment: need(story.sandbox).environment,
          signal,
        };
        const foundation = await applyGivenThings(place, environment);
        story.foundation = foundation;
        say(
          `VPCs ${Object.values(foundation.regions)
            .map((network) => network.vpc_id)
            .join(' and ')}`,
        );
      },
    },
    {
      title: 'Open a pull request: plan.yml comments the plan',
      run: async (story, say) => {
        const foundation = need(story.foundation);
        story.repository = await ScratchRepository.create(root, join(directory, 'repository'));
        story.pipeline = await Pipeline.start({
          sandbox: need(story.sandbox),
          repository: story.repository,
          directory: join(directory, 'runs'),
          signal,
        });
        story.firstPull = await story.pipeline.planned(
          'describe-our-network',
          'Describe our network',
          { [ENVIRONMENT_FILE]: (text) => describeNetworks(text, foundation) },
          say,
        );
        keep(directory, 'plan-comment.md', story.firstPull.comment);
      },
    },
    {
      title: 'Merge it: apply.yml builds the database in both regions',
      run: async (story, say) => {
        keep(directory, 'apply-comment.md', await need(story.pipeline).mergedAndApplied(need(story.firstPull), say));
      },
    },
    {
      title: 'Plan again: nothing to change',
      run: async (story, say) => {
        await planIsEmpty(story, 'second-plan', say);
      },
    },
    {
      title: 'Failover drill: us-east-1 is lost at an unannounced moment',
      run: async (story, say) => {
        story.failover = await passes(need(story.pipeline).drill('failover', false, say));
        keep(directory, 'failover.md', story.failover.markdown);
      },
    },
    {
      title: 'Plan with the roles swapped: still nothing to change',
      run: async (story, say) => {
        await planIsEmpty(story, 'plan-with-swapped-roles', say);
      },
    },
    {
      title: 'Fail back: a switchover without loss',
      run: async (story, say) => {
        story.failBack = await passes(need(story.pipeline).drill('switchover', false, say));
        keep(directory, 'fail-back.md', story.failBack.markdown);
      },
    },
    {
      title: 'Restore drill: back to a second before the last writes',
      run: async (story, say) => {
        story.restore = await passes(need(story.pipeline).drill('restore', false, say));
        keep(directory, 'restore.md', story.restore.markdown);
      },
    },
    {
      title: 'Evidence: every byte of the signed chain, and the site that shows it',
      run: async (story, say) => {
        const { site } = need(story.restore);
        story.site = join(directory, 'evidence-site');
        cpSync(site, story.site, { recursive: true });
        await verified(root, environment.name, story.site, say);
      },
    },
  ];
}

/** A change that means nothing to Terraform: its plan shows whether the code still equals what is there. */
async function planIsEmpty(story: Story, branch: string, say: (line: string) => void): Promise<void> {
  const { comment } = await need(story.pipeline).planned(
    branch,
    'Change a remark',
    { [ENVIRONMENT_FILE]: (text) => `${text}# ${branch}\n` },
    say,
  );
  if (!comment.includes('✅ no changes')) {
    throw new WorkflowFailedError(`the plan should be empty, but is:\n${comment}`);
  }
}

/** As an auditor would, who has nothing but the files. */
async function verified(root: string, environment: string, site: string, say: (line: string) => void): Promise<void> {
  const args = ['--import', 'tsx', 'scripts/evidence.ts', 'verify', environment, '--from', site, '--expect-last', '3'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  say(stdout.trim().split('\n').at(-1) ?? '');
}

async function passes(drilling: Promise<DrillRun>): Promise<DrillRun> {
  const drill = await drilling;
  const { verdict, reasons, moves } = drill.document;
  if (drill.succeeded && verdict === 'passed') return drill;
  const all = [...reasons, ...moves.flatMap((move) => move.reasons)];
  throw new WorkflowFailedError(`the drill is ${verdict}: ${all.join('; ')}`);
}

function keep(directory: string, name: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), text);
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a step ran before the one that it builds on');
  return value;
}
