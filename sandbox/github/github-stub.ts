import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { OpenAPIBackend, type Context } from 'openapi-backend';
import { z } from 'zod';
import { publishedApi } from './published-api';
import { commentJson, pullJson, type Comment, type Pull } from './repository-state';

/** GitHub's API for one repository, on loopback. Each request is checked against GitHub's published description. */
export interface GitHubStub {
  readonly apiUrl: string;
  /** @returns the number of the pull request */
  openPullRequest(pull: { readonly title: string; readonly headSha: string }): number;
  mergePullRequest(number: number, mergeCommitSha: string): void;
  comments(number: number): readonly Comment[];
  /** Puts a comment of somebody there. */
  seedComment(number: number, login: string, body: string): void;
  /** The next requests get this answer instead. */
  failNext(count: number, answer: StubAnswer): void;
  /** What was asked that GitHub would not have understood. */
  violations(): readonly string[];
  stop(): Promise<void>;
}

export interface StubAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const answerSchema = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
});

function parameter(context: Context, name: string): string {
  return z
    .record(z.string(), z.unknown())
    .transform((all) => String(all[name]))
    .parse(context.request.params);
}

/** Whose comments the token writes. */
const LOGIN = 'github-actions[bot]';
const PAGE = 30;

export async function startGitHubStub(options: {
  readonly repository: string;
  readonly token: string;
}): Promise<GitHubStub> {
  const pulls: Pull[] = [];
  const violations: string[] = [];
  const scripted: StubAnswer[] = [];
  let nextCommentId = 1;

  const pullOf = (number: number | string): Pull | undefined => pulls.find((pull) => pull.number === Number(number));
  const addComment = (pull: Pull, login: string, body: string): Comment => {
    const comment = { id: nextCommentId++, login, body };
    pull.comments.push(comment);
    return comment;
  };
  const notFound: StubAnswer = { status: 404, body: { message: 'Not Found' } };
  const bodySchema = z.object({ body: z.string() });

  const backend = new OpenAPIBackend({
    definition: publishedApi(),
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
    handlers: {
      // A workflow's own token may not ask who it is.
      'users/get-authenticated': (): StubAnswer => ({
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      }),
      'issues/list-comments': (context: Context): StubAnswer => {
        const pull = pullOf(parameter(context, 'issue_number'));
        if (pull === undefined) return notFound;
        const query = z
          .object({ per_page: z.coerce.number().default(PAGE), page: z.coerce.number().default(1) })
          .parse(context.request.query);
        const from = (query.page - 1) * query.per_page;
        const isLast = from + query.per_page >= pull.comments.length;
        const next = `${context.request.path}?per_page=${query.per_page}&page=${query.page + 1}`;
        return {
          status: 200,
          headers: isLast ? {} : { link: `<${apiUrl}${next}>; rel="next"` },
          body: pull.comments
            .slice(from, from + query.per_page)
            .map((comment) => commentJson(comment, options.repository, pull.number)),
        };
      },
      'issues/create-comment': (context: Context): StubAnswer => {
        const pull = pullOf(parameter(context, 'issue_number'));
        if (pull === undefined) return notFound;
        const { body } = bodySchema.parse(context.request.requestBody);
        if (body.length > 65_536) return { status: 422, body: { message: 'Validation Failed: body is too long' } };
        return { status: 201, body: commentJson(addComment(pull, LOGIN, body), options.repository, pull.number) };
      },
      'issues/update-comment': (context: Context): StubAnswer => {
        const id = Number(parameter(context, 'comment_id'));
        const pull = pulls.find((candidate) => candidate.comments.some((comment) => comment.id === id));
        const comment = pull?.comments.find((candidate) => candidate.id === id);
        if (pull === undefined || comment === undefined) return notFound;
        if (comment.login !== LOGIN) return { status: 403, body: { message: 'Must have admin rights to Repository.' } };
        comment.body = bodySchema.parse(context.request.requestBody).body;
        return { status: 200, body: commentJson(comment, options.repository, pull.number) };
      },
      'repos/list-pull-requests-associated-with-commit': (context: Context): StubAnswer => ({
        status: 200,
        body: pulls
          .filter((pull) => [pull.mergeCommitSha, pull.headSha].includes(parameter(context, 'commit_sha')))
          .map(pullJson),
      }),
      validationFail: (context: Context): StubAnswer => {
        const errors = JSON.stringify(context.validation.errors);
        violations.push(`${context.request.method} ${context.request.path}: ${errors}`);
        return { status: 422, body: { message: 'Validation Failed', errors } };
      },
      notFound: (context: Context): StubAnswer => {
        violations.push(
          `${context.request.method} ${context.request.path}: not among the operations that this stub serves`,
        );
        return { status: 501, body: { message: 'this stub does not serve that operation' } };
      },
    },
  });
  await backend.init();

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
  const answer = async (request: IncomingMessage): Promise<StubAnswer> => {
    const text = await readText(request);
    const planned = scripted.shift();
    if (planned !== undefined) return planned;
    if (!new RegExp(`^(?:bearer|token) ${options.token}$`, 'i').test(request.headers.authorization ?? '')) {
      return { status: 401, body: { message: 'Bad credentials' } };
    }
    const url = new URL(request.url ?? '/', apiUrl);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const handled: unknown = await backend.handleRequest({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      ...(body === undefined ? {} : { body }),
    });
    return answerSchema.parse(handled);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const apiUrl = `http://127.0.0.1:${port}`;

  const requirePull = (number: number): Pull => {
    const pull = pullOf(number);
    if (pull === undefined) throw new Error(`there is no pull request #${number}`);
    return pull;
  };
  return {
    apiUrl,
    openPullRequest({ title, headSha }) {
      const number = pulls.length + 1;
      pulls.push({ number, title, headSha, comments: [], mergeCommitSha: undefined });
      return number;
    },
    mergePullRequest(number, mergeCommitSha) {
      requirePull(number).mergeCommitSha = mergeCommitSha;
    },
    comments: (number) => requirePull(number).comments,
    seedComment(number, login, body) {
      addComment(requirePull(number), login, body);
    },
    failNext(count, planned) {
      scripted.push(...Array.from({ length: count }, () => planned));
    },
    violations: () => violations,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: StubAnswer): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
