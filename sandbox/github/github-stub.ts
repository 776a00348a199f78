import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { OpenAPIBackend, type Context } from 'openapi-backend';
import { z } from 'zod';
import { OPERATIONS, type StubAnswer } from './operations';
import { publishedApi } from './published-api';
import {
  RepositoryState,
  type Comment,
  type GitHubEnvironment,
  type Issue,
  type Run,
  type SubjectCustomization,
} from './repository-state';

export type { StubAnswer } from './operations';

/** GitHub's API for one repository, on loopback. Each request is checked against GitHub's published description, and each answer too. */
export interface GitHubStub {
  readonly apiUrl: string;
  /**
   * @param pull `headRepository`: where its branch is; the repository itself unless given, `undefined` when it was deleted
   * @returns the number of the pull request
   */
  openPullRequest(pull: {
    readonly title: string;
    readonly headSha: string;
    readonly headRepository?: { readonly id: number; readonly fullName: string } | undefined;
  }): number;
  /** Somebody pushes to its branch. */
  updatePullRequest(number: number, headSha: string): void;
  mergePullRequest(number: number, mergeCommitSha: string, method?: 'merge' | 'squash'): void;
  /** The comments of a pull request or an issue. */
  comments(number: number): readonly Comment[];
  /** Puts a comment of somebody there. @returns its id */
  seedComment(number: number, login: string, body: string): number;
  /** Somebody deletes it. */
  deleteComment(id: number): void;
  issues(): readonly Issue[];
  /** @returns its number */
  seedIssue(issue: Pick<Issue, 'login' | 'title' | 'body'> & { readonly state?: Issue['state'] }): number;
  /** Turns the issues of the repository on or off. */
  setIssues(areOn: boolean): void;
  seedRun(run: Pick<Run, 'id' | 'workflow'> & Partial<Run>): void;
  /** `undefined`: GitHub does not know the workflow. */
  setWorkflow(name: string, state: string | undefined): void;
  setEnvironment(name: string, environment: Partial<GitHubEnvironment>): void;
  setSubject(subject: SubjectCustomization): void;
  /**
   * The next requests get this answer instead; `silence` never ends.
   *
   * @param when `operation`: only requests for this operation, by GitHub's id of it, for example `issues/create-comment`;
   *   `isDone`: it is done all the same, only the answer is lost
   */
  failNext(
    count: number,
    answer: StubAnswer | RawAnswer | 'silence',
    when?: { readonly operation?: string; readonly isDone?: boolean },
  ): void;
  /** Does something just before the next request for an operation is served, as somebody else would. */
  beforeNext(operation: string, work: () => void): void;
  /** The operations that were asked for, in order. */
  operations(): readonly string[];
  /** What was asked that GitHub would not have understood. */
  violations(): readonly string[];
  stop(): Promise<void>;
}

/** An answer that is not JSON. */
export interface RawAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Scripted {
  readonly answer: StubAnswer | RawAnswer | 'silence';
  readonly operation: string | undefined;
  readonly isDone: boolean;
}

/** GitHub answers `null` for a fork that was deleted, which its description does not say. */
const UNDESCRIBED = /\/head\/repo$/;
const LOGIN = 'github-actions[bot]';
const answerSchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
});

/** What the handlers are told besides the request. */
interface Asked {
  readonly repository: RepositoryState;
  readonly violations: string[];
}

let sharedBackend: Promise<OpenAPIBackend> | undefined;

/** One for all stubs of a process: it is the description that takes long to prepare. */
async function backend(): Promise<OpenAPIBackend> {
  return (sharedBackend ??= prepare());
}

async function prepare(): Promise<OpenAPIBackend> {
  const served = new OpenAPIBackend({
    definition: publishedApi(),
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
    handlers: {
      ...Object.fromEntries(
        Object.entries(OPERATIONS).map(([id, handle]) => [
          id,
          (context: Context, { repository, violations }: Asked): StubAnswer => {
            const answer = handle(context, repository);
            if (answer.status < 300 && answer.body !== undefined) {
              // As it is sent: without the fields that are undefined.
              const body: unknown = JSON.parse(JSON.stringify(answer.body));
              const { errors } = served.validateResponse(body, id, answer.status);
              const real = (errors ?? []).filter(({ instancePath }) => !UNDESCRIBED.test(instancePath));
              if (real.length > 0) {
                violations.push(`${id}: the stub's answer is not GitHub's: ${JSON.stringify(real.slice(0, 3))}`);
              }
            }
            return answer;
          },
        ]),
      ),
      validationFail: (context: Context, { violations }: Asked): StubAnswer => {
        const errors = JSON.stringify(context.validation.errors);
        violations.push(`${context.request.method} ${context.request.path}: ${errors}`);
        return { status: 422, body: { message: 'Validation Failed', errors } };
      },
      notFound: (context: Context, { violations }: Asked): StubAnswer => {
        violations.push(
          `${context.request.method} ${context.request.path}: not among the operations that this stub serves`,
        );
        return { status: 501, body: { message: 'this stub does not serve that operation' } };
      },
    },
  });
  await served.init();
  return served;
}

export async function startGitHubStub(options: {
  readonly repository: string;
  readonly token: string;
}): Promise<GitHubStub> {
  const repository = new RepositoryState(options.repository, LOGIN);
  const violations: string[] = [];
  const asked: string[] = [];
  const scripted: Scripted[] = [];
  const interferences: { readonly operation: string; readonly work: () => void }[] = [];
  const served = await backend();

  const take = <T>(list: T[], isMeant: (item: T) => boolean): T | undefined => {
    const index = list.findIndex(isMeant);
    return index < 0 ? undefined : list.splice(index, 1)[0];
  };

  const answer = async (request: IncomingMessage): Promise<Scripted['answer']> => {
    const text = await readText(request);
    const url = new URL(request.url ?? '/', apiUrl);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const received = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, 'x-stub-origin': apiUrl },
      ...(text === '' ? {} : { body: z.json().parse(JSON.parse(text)) }),
    };
    const operation = served.router.matchOperation(received)?.operationId ?? `${received.method} ${received.path}`;
    asked.push(operation);
    take(interferences, (one) => one.operation === operation)?.work();
    const planned = take(scripted, (one) => one.operation === undefined || one.operation === operation);
    if (planned !== undefined && !planned.isDone) return planned.answer;
    if (!new RegExp(`^(?:bearer|token) ${options.token}$`, 'i').test(request.headers.authorization ?? '')) {
      return { status: 401, body: { message: 'Bad credentials' } };
    }
    const handled: unknown = await served.handleRequest(received, { repository, violations } satisfies Asked);
    return planned?.answer ?? answerSchema.parse(handled);
  };

  const server = createServer((request, response) => {
    void answer(request).then(
      (result) => {
        send(response, result);
      },
      (error: unknown) => {
        violations.push(
          `${request.method ?? ''} ${request.url ?? ''}: ${error instanceof Error ? error.message : String(error)}`,
        );
        send(response, { status: 500, body: { message: 'the stub failed' } });
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const apiUrl = `http://127.0.0.1:${port}`;

  return {
    apiUrl,
    openPullRequest(pull) {
      const number = repository.nextNumber();
      repository.pulls.push({
        number,
        title: pull.title,
        headSha: pull.headSha,
        commits: [],
        headRepository:
          'headRepository' in pull ? pull.headRepository : { id: repository.id, fullName: repository.fullName },
        comments: [],
        mergeCommitSha: undefined,
        mergedBy: undefined,
      });
      return number;
    },
    updatePullRequest(number, headSha) {
      const pull = repository.requirePull(number);
      pull.commits.push(pull.headSha);
      pull.headSha = headSha;
    },
    mergePullRequest(number, mergeCommitSha, method = 'merge') {
      const pull = repository.requirePull(number);
      pull.mergeCommitSha = mergeCommitSha;
      pull.mergedBy = method;
    },
    comments(number) {
      const conversation = repository.conversation(number);
      if (conversation === undefined) throw new Error(`there is no pull request or issue #${number}`);
      return conversation.comments;
    },
    seedComment(number, login, body) {
      const conversation = repository.conversation(number);
      if (conversation === undefined) throw new Error(`there is no pull request or issue #${number}`);
      return repository.addComment(conversation, login, body).id;
    },
    deleteComment(id) {
      if (!repository.deleteComment(id)) throw new Error(`there is no comment ${id}`);
    },
    issues: () => repository.issues,
    seedIssue({ state = 'open', ...issue }) {
      const added = repository.addIssue(issue);
      added.state = state;
      return added.number;
    },
    setIssues(areOn) {
      repository.hasIssues = areOn;
    },
    seedRun(run) {
      repository.runs.push({
        event: 'push',
        status: 'completed',
        conclusion: 'success',
        createdAt: new Date('2026-01-01T00:00:00Z'),
        headSha: '0'.repeat(40),
        jobs: [],
        ...run,
      });
    },
    setWorkflow(name, state) {
      if (state === undefined) repository.workflows.delete(name);
      else repository.workflows.set(name, state);
    },
    setEnvironment(name, environment) {
      repository.environments.set(name, { reviewers: [], preventSelfReview: false, branches: null, ...environment });
    },
    setSubject(subject) {
      repository.subject = subject;
    },
    failNext(count, planned, { operation, isDone = false } = {}) {
      scripted.push(...Array.from({ length: count }, () => ({ answer: planned, operation, isDone })));
    },
    beforeNext(operation, work) {
      interferences.push({ operation, work });
    },
    operations: () => asked,
    violations: () => violations,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, answer: Scripted['answer']): void {
  if (answer === 'silence') return;
  const { status, headers } = answer;
  const text = 'text' in answer ? answer.text : answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
