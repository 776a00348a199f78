import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as core from '@actions/core';
import { actionsJobSummary } from '../../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { awsInterlock } from '../../../../src/adapters/aws-interlock';
import { checkoutFiles } from '../../../../src/adapters/checkout-files';
import { dynamoDbDrillState } from '../../../../src/adapters/dynamodb-drill-state';
import { dynamoDbTerraformLocks } from '../../../../src/adapters/dynamodb-terraform-lock';
import { gitHistory } from '../../../../src/adapters/git-history';
import type { GitHubOptions } from '../../../../src/adapters/github-client';
import { githubIssues } from '../../../../src/adapters/github-issues';
import { githubWorkflowRuns } from '../../../../src/adapters/github-workflow-runs';
import { githubWorkflowStates } from '../../../../src/adapters/github-workflow-states';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import { systemClock } from '../../../../src/adapters/system-clock';
import { temporaryDirectory } from '../../../../src/adapters/temporary-directory';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { findEnvironment, loadEnvironments } from '../../../../src/environment/load-environments';
import { toBackendConfig } from '../../../../src/environment/tfvars';
import { runDrift } from '../../../../src/watch/drift';
import { missedSchedule } from '../../../../src/watch/schedules';
import { runWatchdog } from '../../../../src/watch/watchdog';
import type { WatchInputs } from '../inputs';
import { servicesOf } from '../services';

/** Looks for drift, and whether the watchdog still looks. */
export async function drift(inputs: WatchInputs, context: WorkflowContext): Promise<void> {
  const { environment, services, github, checkout, common } = await watchPorts(inputs, context);
  await services.guard();
  const { commit, runUrl } = context;
  const result = await runDrift(
    { environment, commit, runUrl },
    { ...common, terraform: services.terraform, privateDirectory: temporaryDirectory, roles: services.roles },
  );
  await actionsJobSummary.write(result.markdown);
  core.setOutput('findings', result.outcome === 'differs' ? differences(result.counts) : 0);
  // The watchdog cannot see its own death.
  const ports = {
    checkout,
    history: gitHistory(context.workspace),
    runs: common.runs,
    states: githubWorkflowStates(github),
  };
  const dead = await missedSchedule('watchdog.yml', systemClock.now(), ports);
  if (dead !== undefined) core.setFailed(`${dead.sentence} ${dead.whatToDo}`);
}

/** Looks for what silently did not happen; finding anything fails the job. */
export async function watchdog(inputs: WatchInputs, context: WorkflowContext): Promise<void> {
  const { environment, all, services, github, checkout, common } = await watchPorts(inputs, context);
  await services.guardAccount();
  const { state } = environment;
  const client = new DynamoDBClient({ region: state.region });
  const { findings, markdown } = await runWatchdog(
    { environment, all },
    {
      ...common,
      history: gitHistory(context.workspace),
      checkout,
      store: services.records,
      drillState: dynamoDbDrillState({ table: state.lockTable, environment: environment.name, client }),
      locks: dynamoDbTerraformLocks({
        table: state.lockTable,
        state: `${state.bucket}/${toBackendConfig(environment)['key'] ?? ''}`,
        client,
      }),
      states: githubWorkflowStates(github),
    },
  );
  await actionsJobSummary.write(markdown);
  core.setOutput('findings', findings.length);
  const [first] = findings;
  if (first !== undefined) core.setFailed(`${findings.length} findings, first ${first.id}: ${first.sentence}`);
}

function differences(counts: Readonly<Record<'drift' | 'real' | 'roleChange', number>>): number {
  return counts.drift + counts.real + counts.roleChange;
}

async function watchPorts(inputs: WatchInputs, { repository, workspace }: WorkflowContext) {
  const all = loadEnvironments(await environmentFiles(workspace).readAll());
  const environment = findEnvironment(all, inputs.environment, inputs.target);
  const github: GitHubOptions = { token: inputs.token, ...repository, logger: actionsLogger };
  const { lease } = awsInterlock({ environment, clock: systemClock, logger: actionsLogger });
  return {
    all,
    environment,
    services: servicesOf(environment, inputs, workspace),
    github,
    checkout: checkoutFiles(workspace),
    common: {
      lease,
      runs: githubWorkflowRuns(github),
      issues: githubIssues(github),
      clock: systemClock,
      logger: actionsLogger,
    },
  };
}
