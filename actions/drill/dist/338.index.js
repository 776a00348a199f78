export const id = 338;
export const ids = [338];
export const modules = {

/***/ 5338:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  report: () => (/* binding */ report)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(7264);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-kms/dist-cjs/index.js
var dist_cjs = __webpack_require__(2632);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./src/adapters/ecdsa-signatures.ts
var ecdsa_signatures = __webpack_require__(9486);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
;// CONCATENATED MODULE: ./src/adapters/github-failure.ts

/** GitHub refused, or answered something that this code does not understand. The message says what to do. */
class GitHubError extends Error {
    name = 'GitHubError';
}
const answeredSchema = schemas/* object */.Ikc({
    status: schemas/* number */.aig(),
    message: schemas/* string */.YjP(),
    response: schemas/* object */.Ikc({ headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()) }),
});
// Octokit gives a request that nobody answered the status 500, so only `response` tells it from a real 500.
const unansweredSchema = schemas/* object */.Ikc({ message: schemas/* string */.YjP(), request: schemas/* object */.Ikc({ method: schemas/* string */.YjP() }) });
/**
 * Sorts what octokit threw. A rate limit is a 429, or a 403 that says so in its headers or its text, by
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 *
 * @param error what octokit, or the check of an answer, threw
 * @param now   wall-clock time, to which GitHub's time of reset is compared
 */
function failureOf(error, now) {
    const answered = answeredSchema.safeParse(error);
    if (answered.success) {
        const { status, message, response } = answered.data;
        const header = (name) => coerce/* string */.Yj().optional().parse(response.headers[name]);
        const isExhausted = header('x-ratelimit-remaining') === '0';
        const isLimit = status === 429 ||
            (status === 403 && (isExhausted || header('retry-after') !== undefined || /rate limit/i.test(message)));
        const waitMs = waitOf(header('retry-after'), now) ??
            (isExhausted ? secondsUntil(Number(header('x-ratelimit-reset')), now) : undefined);
        const acceptedPermissions = status === 403 && !isLimit ? header('x-accepted-github-permissions') : undefined;
        return { status, message, waitMs, acceptedPermissions, kind: isLimit ? 'rate-limit' : kindOf(status) };
    }
    const unanswered = unansweredSchema.safeParse(error);
    const [message, kind] = unanswered.success
        ? [unanswered.data.message, 'unanswered']
        : [error instanceof Error ? error.message : String(error), 'misunderstood'];
    return { status: undefined, message, waitMs: undefined, acceptedPermissions: undefined, kind };
}
function kindOf(status) {
    if (status >= 500)
        return 'server';
    // Somebody else changed the same thing at the same moment.
    return status === 409 ? 'conflict' : 'refused';
}
/** Whether GitHub says that what was asked for does not exist, or does not exist any more. */
function isGone(error) {
    const { status, kind } = failureOf(error, new Date(0));
    return kind === 'refused' && (status === 404 || status === 410);
}
/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). @returns milliseconds */
function waitOf(retryAfter, now) {
    if (retryAfter === undefined)
        return undefined;
    if (/^\d+$/.test(retryAfter))
        return Number(retryAfter) * 1_000;
    return secondsUntil(Date.parse(retryAfter) / 1_000, now);
}
function secondsUntil(epochSeconds, now) {
    return Number.isFinite(epochSeconds) ? Math.max(0, epochSeconds * 1_000 - now.getTime()) : undefined;
}
/**
 * @param what  what was tried, after "could not"
 * @param hints what to do, by HTTP status
 */
function explain(what, failure, hints, cause) {
    return new GitHubError(`could not ${what}: ${reasonOf(failure, hints)}`, { cause });
}
function reasonOf({ kind, status, message, acceptedPermissions }, hints) {
    switch (kind) {
        case 'unanswered':
            return `GitHub's API did not answer (${message}); check the network and https://www.githubstatus.com, then run the job again`;
        case 'misunderstood':
            return `GitHub's answer was not understood; is GITHUB_API_URL the address of GitHub's REST API? (${message})`;
        case 'rate-limit':
            return `GitHub answered ${status ?? ''}: too many requests with this token; run the job again later (${message})`;
        case 'server':
            return `GitHub answered ${status ?? ''} again and again; see https://www.githubstatus.com and run the job again later`;
        case 'conflict':
            return `GitHub answered 409 again and again: something else changes the same thing; run the job again later (${message})`;
        case 'refused': {
            const hint = status === undefined ? undefined : hints[status];
            const accepted = acceptedPermissions === undefined ? '' : `; GitHub asks for ${acceptedPermissions}`;
            return `GitHub answered ${status ?? ''}: ${hint === undefined ? message : `${hint} (${message}${accepted})`}`;
        }
    }
}

// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
;// CONCATENATED MODULE: ./src/adapters/github-client.ts




function toolsOf({ clock = system_clock/* systemClock */.m, logger }) {
    return { clock, logger };
}
/** A workflow's own token may not ask who it is; its comments are written by this login. */
const ACTIONS_LOGIN = 'github-actions[bot]';
/** As many as GitHub gives at once. */
const PAGE = 100;
const ANSWER_WITHIN_MS = 30_000;
/** A client of GitHub's REST API that never waits longer than 30 seconds for an answer. It does not retry. */
function connect({ token, apiUrl, answerWithinMs = ANSWER_WITHIN_MS }) {
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl });
    // A connection that stays open without an answer would otherwise keep the job until GitHub ends it after hours.
    octokit.hook.before('request', (request) => {
        request.request = { ...request.request, signal: AbortSignal.timeout(answerWithinMs) };
    });
    return octokit;
}
/**
 * The login that our comments carry. GitHub tells it to the token of a person, and answers 403 to the token of an app; that is
 * taken for the token of GitHub Actions. The comments of any other app would therefore not be recognised as ours.
 */
async function ownLogin(octokit, clock) {
    try {
        const { data } = await octokit.rest.users.getAuthenticated();
        return schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).parse(data).login;
    }
    catch (error) {
        const { status, kind } = failureOf(error, clock.now());
        // A rate limit is a 403 too, and says nothing about who we are.
        if (status === 403 && kind === 'refused')
            return ACTIONS_LOGIN;
        throw error;
    }
}
/** Asks once; a question that failed is asked again. */
function onceKnown(ask) {
    let answer;
    return async () => (answer ??= { value: await ask() }).value;
}

;// CONCATENATED MODULE: ./src/adapters/github-comments.ts



const commentSchema = schemas/* object */.Ikc({
    id: schemas/* number */.aig(),
    body: schemas/* string */.YjP().default(''),
    html_url: schemas/* string */.YjP(),
    user: schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).nullable(),
});
/** The comments of one pull request or issue, as single requests. */
class GitHubComments {
    octokit;
    number;
    pace;
    repository;
    constructor(octokit, { owner, repo }, number, pace) {
        this.octokit = octokit;
        this.number = number;
        this.pace = pace;
        this.repository = { owner, repo };
    }
    /** All comments of one author, the oldest first. */
    async by(login) {
        const all = await this.octokit.paginate(this.octokit.rest.issues.listComments, {
            ...this.repository,
            issue_number: this.number,
            per_page: PAGE,
        });
        return schemas/* array */.YOg(commentSchema)
            .parse(all)
            .filter(({ user }) => user?.login === login)
            .sort((a, b) => a.id - b.id);
    }
    async create(body) {
        await this.pace.next();
        const { data } = await this.octokit.rest.issues.createComment({
            ...this.repository,
            issue_number: this.number,
            body,
        });
        return commentSchema.parse(data);
    }
    /** @returns `undefined` when somebody has deleted it */
    async update(id, body) {
        await this.pace.next();
        try {
            const { data } = await this.octokit.rest.issues.updateComment({ ...this.repository, comment_id: id, body });
            return commentSchema.parse(data);
        }
        catch (error) {
            if (isGone(error))
                return undefined;
            throw error;
        }
    }
    async delete(id) {
        await this.pace.next();
        try {
            await this.octokit.rest.issues.deleteComment({ ...this.repository, comment_id: id });
        }
        catch (error) {
            // Somebody was faster.
            if (!isGone(error))
                throw error;
        }
    }
}

;// CONCATENATED MODULE: ./src/adapters/github-marker.ts
/** HTML comments are not shown; the key must not be able to end one. */
function markerKey(marker) {
    return marker.replace(/[^\w:.-]/g, '_');
}
/** The marker of a text that is whole. */
function hiddenMarker(marker) {
    return `<!-- dr:${markerKey(marker)} -->`;
}
/** The marker of one part of a text. */
function hiddenPartMarker({ key, part, parts, generation }) {
    return `<!-- dr:${key} part=${part}/${parts} generation=${generation} -->`;
}
function withMarker(text, hidden) {
    return `${text.trimEnd()}\n\n${hidden}`;
}
/** The text above the marker. */
function withoutMarker(body) {
    return body.trimEnd().replace(/\n*<!-- dr:[^\n]* -->$/, '');
}
/**
 * The marker of one key at the end of a text. Anybody can write one and our own texts may quote one, so it counts only on the last line, and
 * only together with the author.
 *
 * @param body a text as GitHub gives it back
 * @returns `undefined` when the text carries none, or that of another key
 */
function readPartMarker(body, marker) {
    const key = markerKey(marker);
    const [, found = '', part, parts, generation] = /(?:^|\n)<!-- dr:([\w:.-]+)(?: part=([1-9]\d{0,5})\/([1-9]\d{0,5}) generation=(\d{1,16}))? -->$/.exec(body.trimEnd()) ?? [];
    if (generation !== undefined) {
        return found === key
            ? { key, part: Number(part), parts: Number(parts), generation: Number(generation) }
            : undefined;
    }
    // From before: the first part carried the key alone, and each next one its number behind it.
    if (found === key)
        return { key, part: 1, parts: undefined, generation: 0 };
    const [, old] = found.startsWith(`${key}:`) ? (/^([2-9]|[1-9]\d{1,5})$/.exec(found.slice(key.length + 1)) ?? []) : [];
    return old === undefined ? undefined : { key, part: Number(old), parts: undefined, generation: 0 };
}

;// CONCATENATED MODULE: ./src/adapters/github-pace.ts
/** GitHub asks for a second between two changes; at 80 contents a minute it refuses for a while. */
const BETWEEN_WRITES_MS = 1_000;
/** Keeps the changes that one job makes apart. The first one does not wait. */
class WritePace {
    clock;
    last;
    constructor(clock) {
        this.clock = clock;
    }
    async next() {
        const waitMs = this.last === undefined ? 0 : this.last + BETWEEN_WRITES_MS - this.clock.monotonicMs();
        if (waitMs > 0)
            await this.clock.sleep(waitMs);
        this.last = this.clock.monotonicMs();
    }
}

;// CONCATENATED MODULE: ./src/adapters/github-retry.ts

const TRIES = 4;
/** GitHub asks for a minute at least after a rate limit that names no time. */
const RATE_LIMIT_PAUSE_MS = 60_000;
/** A job that holds a lock of Terraform must not sleep for the hour that a used-up quota can take. */
const LONGEST_PAUSE_MS = 120_000;
/**
 * Runs `work`, up to four times: again after a server error, a conflict, a request without an answer, or a rate limit, with the pause
 * that GitHub asks for. `work` is repeated whole, so it looks again at what is there before it writes: a comment whose
 * creation was done but not answered is found, not created twice.
 *
 * @param what  for messages: what `work` does, after "could not"
 * @param hints what to do when GitHub refuses, by HTTP status
 * @throws GitHubError when GitHub refuses, stays silent, or asks for a pause of more than two minutes
 */
async function withRetries(what, hints, { clock, logger }, work) {
    for (let tried = 1;; tried++) {
        try {
            return await work();
        }
        catch (error) {
            // Explained already.
            if (error instanceof GitHubError)
                throw error;
            const failure = failureOf(error, clock.now());
            const pauseMs = pauseAfter(failure, tried);
            if (pauseMs === undefined || pauseMs > LONGEST_PAUSE_MS || tried === TRIES) {
                throw explain(what, failure, hints, error);
            }
            const answer = failure.status === undefined ? 'no usable answer' : `the answer ${failure.status}`;
            logger?.warn(`GitHub: ${answer} (try ${tried} of ${TRIES} to ${what}); again in ${Math.ceil(pauseMs / 1_000)} s`);
            await clock.sleep(pauseMs);
        }
    }
}
/** @returns milliseconds, or `undefined` when another try cannot help */
function pauseAfter({ kind, waitMs }, tried) {
    switch (kind) {
        case 'refused':
            return undefined;
        case 'misunderstood':
            // Something on the way may have cut one answer off; a second one like it is no accident.
            return tried === 1 ? 1_000 : undefined;
        case 'rate-limit':
            return waitMs ?? RATE_LIMIT_PAUSE_MS;
        case 'server':
        case 'conflict':
        case 'unanswered':
            return waitMs ?? 1_000 * tried ** 2;
    }
}

;// CONCATENATED MODULE: ./src/adapters/github-issues.ts








/** GitHub refuses longer ones. In characters. */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;
const issueSchema = schemas/* object */.Ikc({
    number: schemas/* number */.aig(),
    html_url: schemas/* string */.YjP(),
    title: schemas/* string */.YjP(),
    body: schemas/* string */.YjP().nullish(),
    state: schemas/* string */.YjP(),
    user: schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).nullable(),
    pull_request: schemas/* unknown */.L5J().optional(),
});
const HINTS = {
    401: 'the token is not valid; give the action the github-token of this job',
    403: 'the token lacks a permission; the job needs "issues: write"',
    404: 'the repository does not exist, or the token may not see its issues; check GITHUB_REPOSITORY, and the job needs "issues: write"',
    410: 'the issues of this repository are turned off; turn them on in its settings, under "Features"',
    422: 'GitHub does not accept the issue; make the text shorter, and look whether its author is blocked',
};
/**
 * The issues of a repository, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
function githubIssues(options) {
    const octokit = connect(options);
    const repository = { owner: options.owner, repo: options.repo };
    const tools = toolsOf(options);
    const pace = new WritePace(tools.clock);
    const login = onceKnown(() => ownLogin(octokit, tools.clock));
    const retry = (what, work) => withRetries(what, HINTS, tools, work);
    /** Ours that end with `hidden`, the oldest first. All are read: nobody knows how long ago the last one was closed. */
    const find = async (hidden, state) => {
        const creator = await login();
        const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
            ...repository,
            state,
            creator,
            per_page: PAGE,
        });
        return schemas/* array */.YOg(issueSchema)
            .parse(issues)
            .filter(({ body, user, pull_request: pull }) => pull === undefined && user?.login === creator && (body ?? '').trimEnd().endsWith(`\n${hidden}`))
            .sort((a, b) => a.number - b.number);
    };
    const create = async (title, body) => {
        await pace.next();
        const { data } = await octokit.rest.issues.create({ ...repository, title, body });
        return issueSchema.parse(data);
    };
    const update = async (number, change) => {
        await pace.next();
        const { data } = await octokit.rest.issues.update({ ...repository, issue_number: number, ...change });
        return issueSchema.parse(data);
    };
    /** Closes an issue with a comment, which is not written again when only the answer to it was lost. */
    const closeWith = async (issue, comment, reason) => {
        const what = `close issue #${issue.number}`;
        const comments = new GitHubComments(octokit, options, issue.number, pace);
        let isFirst = true;
        await retry(what, async () => {
            const last = isFirst ? undefined : (await comments.by(await login())).at(-1);
            isFirst = false;
            if (last?.body.trimEnd() !== comment.trimEnd())
                await comments.create(comment);
        });
        return retry(what, () => update(issue.number, { state: 'closed', state_reason: reason }));
    };
    const keepOne = async (hidden, title, body) => {
        const found = await find(hidden, 'all');
        const open = found.find(({ state }) => state === 'open');
        if (open !== undefined) {
            const isSame = open.title === title && open.body === body;
            return kept(isSame ? open : await update(open.number, { title, body }), isSame ? 'unchanged' : 'updated');
        }
        const closed = found.at(-1);
        return closed === undefined
            ? kept(await create(title, body), 'opened')
            : kept(await update(closed.number, { title, body, state: 'open', state_reason: 'reopened' }), 'reopened');
    };
    return {
        async keepOpen(marker, text) {
            const hidden = hiddenMarker(marker);
            const { title, body } = checked({ title: text.title, body: withMarker(text.body, hidden) });
            const what = `keep the issue "${title}" open`;
            const one = await retry(what, () => keepOne(hidden, title, body));
            // Another run may have opened one at the same moment. The oldest is kept by both.
            const [oldest, ...others] = await retry(what, () => find(hidden, 'open'));
            if (oldest === undefined)
                return one;
            for (const other of others)
                await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
            return oldest.number === one.number ? one : kept(oldest, 'unchanged');
        },
        async read(marker) {
            const hidden = hiddenMarker(marker);
            const found = await retry(`read the issue "${marker}"`, () => find(hidden, 'all'));
            const one = found.find(({ state }) => state === 'open') ?? found.at(-1);
            return one === undefined ? undefined : { title: one.title, body: one.body ?? '' };
        },
        async close(marker, comment) {
            const hidden = hiddenMarker(marker);
            const [oldest, ...others] = await retry(`look for the issue "${marker}"`, () => find(hidden, 'open'));
            if (oldest === undefined)
                return undefined;
            for (const other of others)
                await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
            return kept(await closeWith(oldest, comment, 'completed'), 'closed');
        },
        async open(text) {
            // Only this call knows the marker: what carries it was made by a try whose answer was lost.
            const hidden = hiddenMarker(`once:${(0,external_node_crypto_.randomUUID)()}`);
            const { title, body } = checked({ title: text.title, body: withMarker(text.body, hidden) });
            let isFirst = true;
            return retry(`open the issue "${title}"`, async () => {
                const [made] = isFirst ? [] : await find(hidden, 'all');
                isFirst = false;
                return kept(made ?? (await create(title, body)), 'opened');
            });
        },
    };
}
function kept({ number, html_url: url }, outcome) {
    return { number, url, outcome };
}
/** @throws GitHubError when GitHub would refuse the text */
function checked(text) {
    for (const [name, length, longest] of [
        ['title', text.title.length, LONGEST_TITLE],
        ['body', text.body.length, LONGEST_BODY],
    ]) {
        if (length > longest) {
            throw new GitHubError(`the ${name} of the issue "${text.title.slice(0, 60)}" has ${length} characters, GitHub takes ${longest}; shorten it`);
        }
    }
    if (text.title.trim() === '')
        throw new GitHubError('the issue has no title; give it one');
    return text;
}

// EXTERNAL MODULE: ./src/adapters/kms-evidence-signer.ts
var kms_evidence_signer = __webpack_require__(4601);
// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/adapters/s3-evidence-store.ts
var s3_evidence_store = __webpack_require__(2327);
// EXTERNAL MODULE: ./src/adapters/sha256.ts
var sha256 = __webpack_require__(2189);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/adapters/site-directory.ts


/** The site cannot be written there. */
class SiteDirectoryError extends Error {
    name = 'SiteDirectoryError';
}
/**
 * Writes a site into a directory that is new, empty, or holds an earlier site. Pages of drills that are no longer there would stay, so it is refused
 * to mix it with anything else.
 *
 * @throws SiteDirectoryError, and what the file system throws
 */
async function writeSite(directory, files) {
    await (0,promises_.mkdir)(directory, { recursive: true });
    const present = await (0,promises_.readdir)(directory, { recursive: true, withFileTypes: true });
    const foreign = present
        .filter((entry) => !entry.isDirectory())
        .map((entry) => (0,external_node_path_.join)(entry.parentPath, entry.name))
        .find((path) => !files.has(path.slice((0,external_node_path_.join)(directory, '/').length)));
    if (foreign !== undefined) {
        throw new SiteDirectoryError(`${directory} holds ${foreign}, which is no file of the site; give an empty directory, or one with an earlier site of the same evidence`);
    }
    for (const [path, content] of files) {
        const target = (0,external_node_path_.join)(directory, path);
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
        await (0,promises_.writeFile)(target, content);
    }
}

// EXTERNAL MODULE: ./src/environment/load-environments.ts + 6 modules
var load_environments = __webpack_require__(6461);
// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
// EXTERNAL MODULE: ./src/evidence/entry.ts
var evidence_entry = __webpack_require__(2601);
;// CONCATENATED MODULE: ./src/evidence/finding.ts
function problem(where, what, todo) {
    return { level: 'problem', where, what, todo };
}
function note(where, what, todo) {
    return { level: 'note', where, what, todo };
}

// EXTERNAL MODULE: ./src/evidence/layout.ts
var layout = __webpack_require__(4115);
;// CONCATENATED MODULE: ./src/evidence/trust.ts


/** Reads the public keys that lie beside the chain. */
async function keyRing(environment, trust, { reader }) {
    const beside = new Map();
    for (const key of await reader.list(`${(0,layout/* placeOf */.$t)(environment)}keys/`)) {
        if ((0,layout/* placeIn */.VV)(environment, key).kind !== 'key')
            continue;
        const bytes = await reader.read(key);
        if (bytes !== undefined)
            beside.set(key.slice((0,layout/* placeOf */.$t)(environment).length), new TextDecoder().decode(bytes));
    }
    const findings = trust.kind === 'pinned'
        ? [...beside]
            .filter(([, publicKey]) => !trust.publicKeys.includes(publicKey))
            .map(([file]) => problem((0,layout/* placeOf */.$t)(environment) + file, `it is not the public key that ${trust.from} gives`, 'it was changed, or the environment has signed with another key once: pin that one as well if you know it'))
        : [
            note(`${(0,layout/* placeOf */.$t)(environment)}keys/`, 'signatures were checked with the keys that lie beside the chain', 'whoever could write there could have signed everything anew with a key of their own; pin the key with --public-key, or let KMS give it'),
            ...(beside.size > 1
                ? [
                    problem(`${(0,layout/* placeOf */.$t)(environment)}keys/`, `there are ${beside.size} keys`, 'nobody here can say which of them is the environment’s: pin them with --public-key'),
                ]
                : []),
        ];
    return { trust, beside, findings };
}
/** Whether an entry is signed by a key that is trusted. */
function checkKey({ keyId }, { trust, beside }, isSignedBy) {
    const found = (what, todo) => [{ level: 'problem', what, todo }];
    if (trust.kind === 'pinned') {
        if (trust.publicKeys.some(isSignedBy))
            return [];
        const own = beside.get((0,layout/* keyFile */._$)(keyId));
        return own !== undefined && isSignedBy(own)
            ? found(`it is signed by ${keyId}, which is not the key that ${trust.from} gives`, 'somebody has signed it anew')
            : found('its signature is not one over it', CHANGED);
    }
    const own = beside.get((0,layout/* keyFile */._$)(keyId));
    if (own === undefined)
        return found(`the public key of ${keyId} is missing`, 'pin it with --public-key');
    return isSignedBy(own) ? [] : found('its signature is not one over it', CHANGED);
}
const CHANGED = 'it was changed, or signed by nobody whom we know: fetch its first version from the bucket';

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(3342);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/errors.js
var core_errors = __webpack_require__(7428);
// EXTERNAL MODULE: ./src/evidence/document.ts
var evidence_document = __webpack_require__(6716);
;// CONCATENATED MODULE: ./src/evidence/verify-document.ts




/** Checks document and history of an entry, byte by byte. @returns the document when it is the one that was signed */
async function readDocument(environment, entry, ports) {
    const read = await checkFile(environment, entry, entry.document, ports);
    const history = entry.history === null ? [] : (await checkFile(environment, entry, entry.history, ports)).findings;
    const findings = [...read.findings, ...history];
    if (read.bytes === undefined)
        return { document: undefined, findings };
    const where = (0,layout/* placeOf */.$t)(environment) + entry.document.file;
    let document;
    try {
        document = evidence_document/* evidenceSchema */.j.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.bytes)));
    }
    catch (error) {
        const reason = error instanceof errors/* ZodError */.G ? core_errors/* prettifyError */.S1(error).replaceAll(/\s+/g, ' ') : String(error);
        const todo = 'it was signed so: read it by hand, with the version of this repository that its time had';
        return { document: undefined, findings: [...findings, problem(where, `it is no evidence: ${reason}`, todo)] };
    }
    const wrong = [];
    if (document.environment !== environment)
        wrong.push(problem(where, `it is about environment ${document.environment}`, 'it does not belong here'));
    if (!isSame(document.rawHistory, entry.history))
        wrong.push(problem(where, `it names another raw history than entry ${entry.number}`, 'the numbers in it cannot be computed again: treat them as not proven'));
    return { document: wrong.length === 0 ? document : undefined, findings: [...findings, ...wrong] };
}
async function checkFile(environment, { number }, { file, sha256, bytes: size }, { reader, digest }) {
    const where = (0,layout/* placeOf */.$t)(environment) + file;
    const bytes = await reader.read(where);
    if (bytes === undefined) {
        const todo = 'it was removed, or not downloaded: look at the versions in the bucket';
        return { bytes, findings: [problem(where, `it is missing; entry ${number} is about it`, todo)] };
    }
    const actual = digest(bytes);
    if (actual === sha256 && bytes.length === size)
        return { bytes, findings: [] };
    const what = `it was changed: entry ${number} was signed over ${size} bytes with digest ${sha256}, and this has ${bytes.length} bytes with digest ${actual}`;
    const todo = 'fetch its first version from the bucket, which Object Lock keeps';
    return { bytes: undefined, findings: [problem(where, what, todo)] };
}
function isSame(one, other) {
    return one?.file === other?.file && one?.sha256 === other?.sha256 && one?.bytes === other?.bytes;
}

;// CONCATENATED MODULE: ./src/evidence/verify.ts





/**
 * Checks the whole chain of an environment: every entry is there, under its own number, in the bytes that were written, names the one before it, and
 * is signed by a key that is trusted; every document and history is there and unchanged.
 *
 * What it cannot see: that the newest entries and their files were taken away together, unless somebody remembers a number (`remembered`).
 */
async function verifyEvidence(environment, trust, remembered, ports) {
    const keys = await ports.reader.list((0,layout/* placeOf */.$t)(environment));
    const findings = [];
    const ring = await keyRing(environment, trust, ports);
    findings.push(...ring.findings);
    const numbers = keys
        .flatMap((key) => {
        const place = (0,layout/* placeIn */.VV)(environment, key);
        return place.kind === 'entry' ? [place.number] : [];
    })
        .sort((a, b) => a - b);
    if (numbers.length === 0)
        findings.push(problem((0,layout/* placeOf */.$t)(environment), 'there is no evidence', 'check the name of the environment and the place; if there was evidence, it was removed'));
    const entries = [];
    const named = new Map();
    let before;
    for (const number of numbers) {
        const key = (0,layout/* entryKey */.k2)(environment, number);
        findings.push(...missingBetween(environment, before?.number ?? 0, number));
        const bytes = await ports.reader.read(key);
        if (bytes === undefined) {
            findings.push(problem(key, 'it is listed and cannot be read', 'check the rights of whoever verifies'));
            continue;
        }
        const sha256 = ports.digest(bytes);
        const { entry, found } = checkEntry(environment, number, bytes, before, ring, ports);
        findings.push(...found.map((one) => ({ ...one, where: key })));
        before = { number, sha256 };
        if (entry === undefined)
            continue;
        const read = await readDocument(environment, entry, ports);
        findings.push(...read.findings);
        const already = named.get(entry.document.file);
        if (already !== undefined)
            findings.push(problem(key, `it is about ${entry.document.file}, as entry ${already} is already`, 'a drill counts once: find out who appended it again, and keep both'));
        named.set(entry.document.file, already ?? number);
        if (entry.history !== null)
            named.set(entry.history.file, number);
        entries.push({ entry, key, sha256, document: read.document });
    }
    findings.push(...exercisesTwice(entries), ...unnamed(environment, keys, named));
    findings.push(...heldAgainst(environment, remembered, numbers.at(-1) ?? 0, entries));
    if (remembered.length === 0 && numbers.length > 0)
        findings.push(note((0,layout/* placeOf */.$t)(environment), `nobody has said how far the chain has to reach; it reaches entry ${numbers.at(-1) ?? 0}`, 'entries removed from its end are not noticed without --expect-last: take the number and the digest from the tracking issue or from the last report'));
    return { entries, findings };
}
function missingBetween(environment, before, number) {
    if (number <= before + 1)
        return [];
    const last = number - 1;
    const which = before + 1 === last ? `entry ${last} is missing` : `entries ${before + 1} to ${last} are missing`;
    return [
        problem((0,layout/* entryKey */.k2)(environment, before + 1), which, 'it was removed, or not downloaded: look at the versions in the bucket'),
    ];
}
function checkEntry(environment, number, bytes, before, ring, { isSignedBy }) {
    let entry;
    try {
        entry = (0,evidence_entry/* parseEntry */.ER)(bytes);
    }
    catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        return { entry: undefined, found: [{ level: 'problem', what, todo: RESTORE }] };
    }
    const found = [];
    const add = (what, todo) => found.push({ level: 'problem', what, todo });
    if (entry.environment !== environment)
        add(`it is an entry of environment ${entry.environment}`, `it does not belong here: look who put it, and when`);
    if (entry.number !== number)
        add(`it is entry ${entry.number}, in the place of ${number}`, 'it was moved or copied');
    const expected = before === undefined ? null : before.sha256;
    if ((number === 1 || before?.number === number - 1) && entry.previous !== expected)
        add(entry.previous === null
            ? 'it says that it is the first, and there is one before it'
            : number === 1
                ? 'it is the first, and names one before it'
                : `it was made after another entry ${number - 1} than the one that is there`, 'one of the two was changed, or put there later: hold both against the versions in the bucket and against what was reported then');
    const text = new TextEncoder().encode((0,evidence_entry/* signedText */.Mo)(entry));
    found.push(...checkKey(entry, ring, (publicKey) => isSignedBy(publicKey, text, Buffer.from(entry.signature, 'base64'))));
    return { entry, found };
}
const RESTORE = 'it was changed: fetch its first version from the bucket, which Object Lock keeps';
function exercisesTwice(entries) {
    const first = new Map();
    return entries.flatMap(({ key, entry, document }) => {
        if (document === undefined)
            return [];
        const already = first.get(document.exerciseId);
        first.set(document.exerciseId, already ?? entry.number);
        if (already === undefined)
            return [];
        return [
            note(key, `exercise ${document.exerciseId} is documented in entry ${already}, too`, 'read both: the later one must not take back what the earlier one says'),
        ];
    });
}
/** What lies beside the chain: signed by nobody, so it proves nothing. */
function unnamed(environment, keys, named) {
    return keys.flatMap((key) => {
        const { kind } = (0,layout/* placeIn */.VV)(environment, key);
        if (kind === 'unknown')
            return [
                problem(key, 'it is nothing that belongs to the evidence', 'look who put it there; nothing of ours does'),
            ];
        if ((kind !== 'document' && kind !== 'history') || named.has(key.slice((0,layout/* placeOf */.$t)(environment).length)))
            return [];
        return [
            note(key, 'no entry names it, so nothing vouches for it', 'a drill was killed between storing and signing it, or the entry that named it was removed from the end: hold the last number against the tracking issue'),
        ];
    });
}
function heldAgainst(environment, remembered, last, entries) {
    return remembered.flatMap(({ number, sha256, by }) => {
        const key = (0,layout/* entryKey */.k2)(environment, number);
        if (number > last)
            return [
                problem(key, `${by} knows of entry ${number}, and the chain ends with ${last}`, 'the newest entries were removed: look at the versions in the bucket, which Object Lock keeps'),
            ];
        const present = entries.find(({ entry }) => entry.number === number);
        if (sha256 === undefined || present === undefined || present.sha256 === sha256)
            return [];
        return [
            problem(key, `${by} knows another entry ${number}, with digest ${sha256}; here it is ${present.sha256}`, 'the chain up to here was made anew: whoever could sign did that; hold it against earlier downloads'),
        ];
    });
}

// EXTERNAL MODULE: ./src/evidence/history-file.ts
var history_file = __webpack_require__(44);
// EXTERNAL MODULE: ./src/report/inline.ts
var inline = __webpack_require__(8837);
;// CONCATENATED MODULE: ./src/site/read-evidence.ts



/** What the site shows of an environment. A document that is missing or changed is not shown; the findings say so. */
function siteEnvironment({ environment, verification, trust, files }, digest) {
    return {
        name: environment,
        drills: verification.entries.flatMap((entry) => toDrill(entry, files, digest)),
        chain: chainStatus(verification, trust),
    };
}
function toDrill({ entry, key, sha256, document }, files, digest) {
    if (document === undefined)
        return [];
    const place = (0,layout/* placeOf */.$t)(entry.environment);
    const stored = [
        { what: 'entry', path: key, sha256 },
        { what: 'document', path: place + entry.document.file, sha256: entry.document.sha256 },
        ...(entry.history === null
            ? []
            : [{ what: 'raw history', path: place + entry.history.file, sha256: entry.history.sha256 }]),
        { what: 'public key', path: place + (0,layout/* keyFile */._$)(entry.keyId), sha256: undefined },
    ];
    const raw = entry.history === null ? undefined : files.get(place + entry.history.file);
    // A history that was changed would be drawn as if it had been measured.
    const isGenuine = raw !== undefined && digest(raw) === entry.history?.sha256;
    return [
        {
            number: entry.number,
            sha256,
            document,
            files: stored.filter(({ path }) => files.has(path)),
            histories: isGenuine ? historiesIn(raw) : [],
        },
    ];
}
function historiesIn(bytes) {
    try {
        return (0,history_file/* parseHistory */.i6)(new TextDecoder().decode(bytes)).runs.map(({ history }) => history);
    }
    catch {
        // It is what was signed, and written by a later version of this: the numbers of the document are shown without a picture.
        return [];
    }
}
function chainStatus({ entries, findings }, trust) {
    const problems = findings.filter(({ level }) => level === 'problem');
    const keys = trust.kind === 'pinned' ? trust.from : 'the keys that lie beside the chain';
    return {
        outcome: problems.length > 0 ? 'broken' : trust.kind === 'pinned' ? 'verified' : 'whole',
        summary: `${(0,inline/* count */.U9)(entries.length, 'entry', 'entries')}, signatures held against ${keys}; ${problems.length === 0 ? 'no problem found' : (0,inline/* count */.U9)(problems.length, 'problem')}.`,
        findings: [...problems, ...findings.filter(({ level }) => level === 'note')],
    };
}

// EXTERNAL MODULE: ./src/drill/kinds.ts
var kinds = __webpack_require__(9934);
;// CONCATENATED MODULE: ./src/report/controls.ts
const CHECKED_WORD = {
    secondary: 'against commentary, not the text itself',
    structure: 'only that there is such a part',
    unchecked: 'not checked',
};
const NO_LEGAL_ADVICE = 'This is no legal advice, and no statement that a control is met. It says which file to look at when somebody asks; whether that is enough is for your auditor, on the current text.';
const NOT_IN_THE_EVIDENCE = 'No drill gives: the business impact analysis and its approval, the annual plan of tests, the independence of whoever assesses, the report to management, and what was done about a deficiency. The tracking issue and its links are a place to keep the last.';
const ALL = ['switchover', 'failover', 'restore', 'detection', 'rotation'];
const CONTROLS = [
    {
        framework: 'DORA, Regulation (EU) 2022/2554',
        clause: 'Art. 11(6)',
        asks: 'Continuity, response and recovery plans are tested at least yearly and after substantive change, including switching to redundant capacity and backups.',
        kinds: ['switchover', 'failover', 'restore'],
        evidence: 'Switchover and fail back with RTO; failover with RTO and RPO; restore from backup. The dates, and the drills that were not run, show the frequency.',
        checked: 'secondary',
    },
    {
        framework: 'DORA, Regulation (EU) 2022/2554',
        clause: 'Art. 12',
        asks: 'Backups are made, and restoring and recovering from them is tested.',
        kinds: ['restore'],
        evidence: 'Point in time asked for and reached, comparison of content, negative control, duration, restore in the other region.',
        checked: 'secondary',
    },
    {
        framework: 'RTS, Delegated Regulation (EU) 2024/1774',
        clause: 'Art. 25(5)',
        asks: 'Results of tests are documented: identifier, dates, scope, scenario, type of test, objectives, preconditions, execution step by step.',
        kinds: ALL,
        evidence: 'Each document: exercise id, times, systems in scope, kind, objectives in force, guards of the preflight with their values, timeline with the source of each moment. The reference to the business impact analysis is not in it.',
        checked: 'secondary',
    },
    {
        framework: 'FFIEC, Business Continuity Management booklet (2019)',
        clause: 'Exercises and tests',
        asks: 'A programme of exercises and tests, independent assessment, and reporting of results.',
        kinds: ALL,
        evidence: 'The series of drills with their trend, signed and chained so that somebody independent can verify them; drills that failed, were inconclusive or not run are in the same series.',
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
        evidence: 'Only for these drills: the documents are signed, chained and kept under Object Lock; each order to AWS has its request id in CloudTrail.',
        checked: 'unchecked',
    },
];

// EXTERNAL MODULE: ./src/report/drill-words.ts
var drill_words = __webpack_require__(2871);
// EXTERNAL MODULE: ./src/report/visible.ts
var visible = __webpack_require__(776);
;// CONCATENATED MODULE: ./src/site/html.ts

/**
 * HTML that was made by `html`, and so by nothing else: what stands in evidence documents was written by others, and must stay text.
 */
class Html {
    /** Compared by identity of the class: a string that looks like HTML is none. */
    #markup;
    constructor(markup) {
        this.#markup = markup;
    }
    /** The only maker; `html` below is its short name. */
    static of(literals, ...values) {
        let markup = literals[0] ?? '';
        values.forEach((value, index) => {
            markup += rendered(value, markup) + (literals[index + 1] ?? '');
        });
        return new Html(markup);
    }
    toString() {
        return this.#markup;
    }
}
/** Makes HTML: everything that is put into the template is escaped unless it is HTML itself. */
const html = Html.of.bind(Html);
const NOTHING = html ``;
/** Where a link leads: into this site, or to an address of the web. Nothing else can stand in an `href`. */
class Address {
    text;
    constructor(text) {
        this.text = text;
    }
    /** An address that others gave. @returns `undefined` for all that is not plainly the web: `javascript:` and `data:` do things when followed */
    static ofWeb(address) {
        if (address === undefined || address.length > 2_000 || !URL.canParse(address))
            return undefined;
        const url = new URL(address);
        if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '')
            return undefined;
        return new Address(url.href);
    }
    /** A file of this site, seen from another one; both are paths from the root of the site. */
    static ofSite(path, from, fragment = '') {
        const up = '../'.repeat(from.split('/').length - 1);
        const encoded = path.split('/').map(encodeURIComponent).join('/');
        return new Address(`${up}${encoded}${fragment === '' ? '' : `#${encodeURIComponent(fragment)}`}`);
    }
    /** A place of the same page. */
    static ofPlace(fragment) {
        return new Address(`#${encodeURIComponent(fragment)}`);
    }
}
/** An element begun, an attribute name and an opening quotation mark: what follows is followed, not read. */
const FOLLOWED = /\s(?:href|src|action|formaction|xlink:href|srcset|data|poster)="$/i;
/** Escaping protects between quotation marks, and in text; nowhere else. */
const UNSAFE_PLACE = /(?:=\s*|<\/?|\s(?:on\w+|style)=["'][^"']*)$/i;
/** No tag of ours is longer up to the place of a value, in characters. */
const LOOK_BACK = 300;
function rendered(value, markup) {
    const before = markup.slice(-LOOK_BACK);
    if (FOLLOWED.test(before) !== value instanceof Address) {
        throw new TypeError(`an address stands in an href, and nothing but an address does: …${before.slice(-40)}`);
    }
    if (UNSAFE_PLACE.test(before))
        throw new TypeError(`nothing can be put there safely: …${before.slice(-40)}`);
    if (value === undefined)
        return '';
    if (value instanceof Html)
        return value.toString();
    if (value instanceof Address)
        return escaped(value.text);
    if (typeof value === 'number' || typeof value === 'string')
        return escaped(String(value));
    return value.map(String).join('');
}
/** Text as text, for elements and for quoted attributes; what nobody would see is shown as its code. */
function escaped(text) {
    return (0,visible/* visible */.RK)(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

;// CONCATENATED MODULE: ./src/site/elements.ts


// The elements that pages are made of.
const VERDICT_SIGN = {
    passed: '✓',
    failed: '✕',
    inconclusive: '?',
    'not-run': '–',
};
/** Never by colour alone. */
function verdictBadge(verdict, isLarge = false) {
    return html `<span class="verdict ${verdict}${isLarge ? ' large' : ''}"
    ><span aria-hidden="true">${VERDICT_SIGN[verdict]} </span>${drill_words/* VERDICT_WORD */.XU[verdict]}</span
  >`;
}
function table({ caption, header, rows, numbers = [], isWide = false }) {
    const numeric = (column) => (numbers.includes(column) ? html ` class="number"` : NOTHING);
    const body = html `<table>
    <caption>
      ${caption}
    </caption>
    ${header.length === 0
        ? NOTHING
        : html `<thead>
            <tr>
              ${header.map((name, column) => html `<th scope="col" ${numeric(column)}>${name}</th>`)}
            </tr>
          </thead>`}
    <tbody>
      ${rows.map((cells) => html `<tr>
            ${cells.map((cell, column) => column === 0
        ? html `<th scope="row" ${numeric(column)}>${cell}</th>`
        : html `<td${numeric(column)}>${cell}</td>`)}
          </tr> `)}
    </tbody>
  </table>`;
    // What scrolls has to be reached by the keyboard, and to have a name.
    return isWide
        ? html `<div class="scroll wide" role="region" tabindex="0" aria-label="${caption}">${body}</div>`
        : html `<div class="scroll" role="region" tabindex="0" aria-label="${caption}">${body}</div>`;
}
/** Name and value. */
function facts(caption, rows) {
    return rows.length === 0 ? NOTHING : table({ caption, header: [], rows });
}
function list(items) {
    return items.length === 0
        ? NOTHING
        : html `<ul>
        ${items.map((item) => html `<li>${item}</li>`)}
      </ul>`;
}
function folded(summary, content, isOpen = false) {
    return isOpen
        ? html `<details open>
        <summary>${summary}</summary>
        ${content}
      </details>`
        : html `<details>
        <summary>${summary}</summary>
        ${content}
      </details>`;
}
function internalLink(text, path, from) {
    return html `<a href="${Address.ofSite(path, from)}">${text}</a>`;
}
/** A link to an address that others gave; only its text when it leads to anything but the web. */
function webLink(text, address) {
    const target = Address.ofWeb(address);
    return target === undefined ? html `${text}` : html `<a href="${target}" rel="noopener noreferrer">${text}</a>`;
}
/** `4 January 2026, 09:23 UTC`. */
function moment(iso) {
    return html `<time datetime="${iso}">${dayOf(iso)}, ${iso.slice(11, 16)} UTC</time>`;
}
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
/** `4 January 2026` of an ISO 8601 moment in UTC. */
function dayOf(iso) {
    const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
    return `${day} ${MONTHS[(month ?? 0) - 1] ?? '?'} ${year}`;
}

;// CONCATENATED MODULE: ./src/site/style.ts
/** The look of every page. It stands in each one, so that a page that is saved or mailed alone reads the same; no font and no image is fetched. */
const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --surface: #f5f7f9; --line: #d3dae1; --text: #1b2127; --muted: #55606b; --link: #0b54c4;
  --ok: #1a7a36; --fail: #bf2222; --unknown: #8a5700; --idle: #55606b; --band: #fbe3e1; --grid: #e4e9ee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151b; --surface: #182029; --line: #36424e; --text: #e5ebf1; --muted: #a3b0bd; --link: #86b9ff;
    --ok: #5ccb78; --fail: #ff8a80; --unknown: #e7b454; --idle: #a3b0bd; --band: #43242a; --grid: #26303a;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.5rem; }
.bar { border-bottom: 1px solid var(--line); background: var(--surface); }
.bar > div, main, .foot > div { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
.bar > div { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; padding-top: 0.8rem; padding-bottom: 0.8rem; }
.bar strong { margin-right: auto; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; }
.bar a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
main { padding-top: 1.5rem; padding-bottom: 3rem; }
.foot { border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
.foot > div { padding-top: 1rem; padding-bottom: 2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
p, ul, ol, dl { margin: 0.5rem 0 0.9rem; max-width: 46rem; }
.lead { font-size: 1.05rem; }
.muted, figcaption, caption, .note { color: var(--muted); }
.note { font-size: 0.9rem; }
h1, h2, h3, p, li, dd, summary, figcaption, caption { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 0.8rem 1rem; overflow-x: auto; }
pre code { overflow-wrap: normal; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
.wide table { min-width: 44rem; }
caption { text-align: left; padding: 0 0 0.4rem; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); }
td, tbody th { min-width: 4.5rem; }
thead th { color: var(--muted); font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.verdict { display: inline-block; white-space: nowrap; font-weight: 600; border: 1px solid currentColor; border-radius: 999px; padding: 0 0.6rem; font-size: 0.85rem; line-height: 1.6; }
.verdict.large { font-size: 1rem; padding: 0.1rem 0.9rem; }
.passed { color: var(--ok); } .failed { color: var(--fail); } .inconclusive { color: var(--unknown); } .not-run { color: var(--idle); }
.box { border: 1px solid var(--line); border-left: 4px solid var(--idle); border-radius: 4px; background: var(--surface); padding: 0.7rem 1rem; margin: 1rem 0; max-width: 48rem; }
.box > :first-child { margin-top: 0; } .box > :last-child { margin-bottom: 0; }
.box.good { border-left-color: var(--ok); } .box.bad { border-left-color: var(--fail); } .box.doubt { border-left-color: var(--unknown); }
details { margin: 0.75rem 0; }
summary { cursor: pointer; font-weight: 600; padding: 0.2rem 0; }
figure { margin: 1rem 0 1.5rem; }
figcaption { font-size: 0.9rem; margin-bottom: 0.4rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
svg { display: block; width: 100%; height: auto; background: var(--page); }
.timeline .scroll svg { min-width: 40rem; }
.key { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; list-style: none; padding: 0; margin: 0.3rem 0; font-size: 0.875rem; max-width: none; }
.key svg { display: inline-block; width: 14px; height: 14px; vertical-align: -2px; margin-right: 0.4rem; }
.marks { font-size: 0.9rem; }
svg text { fill: var(--muted); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
svg .name { fill: var(--text); font-weight: 600; }
svg .missing { font-weight: 700; } svg .missing.failed { fill: var(--fail); } svg .missing.inconclusive { fill: var(--unknown); }
svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--muted); }
svg .objective { stroke: var(--text); stroke-dasharray: 6 4; stroke-width: 1.5; }
svg .path { fill: none; stroke: var(--muted); stroke-width: 1.25; }
svg .ok { fill: var(--ok); } svg .fail { fill: var(--fail); } svg .unknown { fill: var(--unknown); }
svg .point { stroke: var(--page); stroke-width: 1.5; }
svg .point.passed { fill: var(--ok); } svg .point.failed { fill: var(--fail); }
svg .outage { fill: var(--band); }
svg .mark { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 2; }
svg .pin { fill: var(--text); } svg .pin-number { fill: var(--page); font-weight: 600; font-size: 11px; }
.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-top: 2rem; }
@media (max-width: 40rem) { h1 { font-size: 1.45rem; } .bar > div, main, .foot > div { padding-left: 1rem; padding-right: 1rem; } }
@media print {
  :root {
    --page: #ffffff; --surface: #ffffff; --line: #999999; --text: #000000; --muted: #333333; --link: #000000;
    --ok: #14602a; --fail: #a31515; --unknown: #6f4600; --idle: #333333; --band: #eeeeee; --grid: #dddddd; color-scheme: light;
  }
  html { font-size: 11px; }
  .bar ul, .skip, .pages { display: none; }
  .scroll { overflow: visible; }
  .wide table, .timeline .scroll svg { min-width: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr, figure, .box { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
}
`;

;// CONCATENATED MODULE: ./src/site/page.ts



const INDEX_PATH = 'index.html';
const CONTROLS_PATH = 'controls.html';
const VERIFY_PATH = 'verify.html';
const MENU = [
    { path: INDEX_PATH, text: 'Overview' },
    { path: CONTROLS_PATH, text: 'Controls' },
    { path: VERIFY_PATH, text: 'Download and verify' },
];
/** Nothing is loaded, run, framed or sent: a page that was tampered with on its way cannot call anybody either. The style is known by its digest. */
const POLICY = [
    "default-src 'none'",
    `style-src 'sha256-${(0,external_node_crypto_.createHash)('sha256').update(STYLE).digest('base64')}'`,
    // The empty icon below; without it browsers ask the server for one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
].join('; ');
// The style is ours and holds no `<`; as a template of its own it is HTML.
const STYLE_ELEMENT = html(Object.assign([`<style>${STYLE}</style>`], { raw: [''] }));
const ICON = html `<link rel="icon" href="data:," />`;
/** A whole page, as text. */
function renderPage({ path, title, body }, renderedAt) {
    return String(html `<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          ${ICON} ${STYLE_ELEMENT}
        </head>
        <body>
          <a class="skip" href="${Address.ofPlace('content')}">To the content</a>
          <header class="bar">
            <div>
              <strong>Evidence of recovery drills</strong>
              <nav aria-label="Pages">
                <ul>
                  ${MENU.map((item) => menuItem(item, path))}
                </ul>
              </nav>
            </div>
          </header>
          <main id="content">${body}</main>
          <footer class="foot">
            <div>
              Rendered ${renderedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC from the stored evidence. The page
              shows; the signed files prove.
            </div>
          </footer>
        </body>
      </html> `);
}
function menuItem(item, path) {
    const address = Address.ofSite(item.path, path);
    return item.path === path
        ? html `<li><a href="${address}" aria-current="page">${item.text}</a></li>`
        : html `<li><a href="${address}">${item.text}</a></li>`;
}

;// CONCATENATED MODULE: ./src/site/controls-page.ts






/** Which drill gives which evidence. */
function controlsPage() {
    const frameworks = [...new Set(CONTROLS.map(({ framework }) => framework))];
    return {
        path: CONTROLS_PATH,
        title: 'Controls and evidence',
        body: html `<h1>Controls and evidence</h1>
      <div class="box doubt"><p>${NO_LEGAL_ADVICE}</p></div>
      <p>The column “wording checked” says how far we have held our words against the framework.</p>
      ${frameworks.map((framework) => html `<h2>${framework}</h2>
            ${table({
            caption: `${framework}: what is asked for, and what we have`,
            header: ['clause', 'what it asks for', 'drills', 'evidence', 'wording checked'],
            rows: CONTROLS.filter((control) => control.framework === framework).map(({ clause, asks, kinds, evidence, checked }) => [
                clause,
                asks,
                kinds.join(', '),
                evidence,
                CHECKED_WORD[checked],
            ]),
            isWide: true,
        })}`)}
      <h2>What no drill gives</h2>
      <p>${NOT_IN_THE_EVIDENCE}</p>
      <h2>What a kind of drill shows, and what not</h2>
      ${table({
            caption: 'Kinds of drills',
            header: ['kind', 'it shows', 'it does not prove'],
            rows: kinds/* DRILL_KINDS */.u.map((kind) => [kind, drill_words/* PROVES */.a1[kind], drill_words/* DOES_NOT_PROVE */.P6[kind]]),
        })}`,
    };
}

// EXTERNAL MODULE: ./src/report/drill-facts.ts
var drill_facts = __webpack_require__(1313);
;// CONCATENATED MODULE: ./src/site/scale.ts
/** A step of 1, 2 or 5 times a power of ten that divides a length into at most so many parts. */
function stepOf(length, parts) {
    const least = Math.max(length, 1) / parts;
    const power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}
/** So much of the height lies between 0 and the first power of ten. */
const ZERO = 0.12;
function powerScale(valuesMs) {
    const positive = valuesMs.filter((value) => value > 0);
    const low = Math.floor(Math.log10(positive.reduce((least, value) => Math.min(least, value), 1_000)));
    const high = Math.max(low + 1, Math.ceil(Math.log10(positive.reduce((most, value) => Math.max(most, value), 1_000))));
    return {
        place: (ms) => {
            if (ms <= 0)
                return 0;
            return ZERO + (1 - ZERO) * ((Math.log10(ms) - low) / (high - low));
        },
        ticksMs: [0, ...Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))],
    };
}

// EXTERNAL MODULE: ./src/drill/measure.ts + 4 modules
var measure = __webpack_require__(7416);
;// CONCATENATED MODULE: ./src/site/timeline-data.ts

/** More columns than this cannot be told apart. */
const MOST_COLUMNS = 240;
const WIDTHS_MS = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000];
/** @returns `undefined` when nothing was attempted */
function timelineData(history) {
    const { attempts, fencing, reads = [], marks, intervalMs } = history;
    const first = attempts[0];
    if (first === undefined)
        return undefined;
    const all = [...attempts, ...(fencing?.attempts ?? []), ...reads];
    const zero = all.reduce((least, { startedMs }) => Math.min(least, startedMs), first.startedMs);
    const last = [...all.map(({ endedMs }) => endedMs), ...marks.map(({ atMs }) => atMs)].reduce((most, each) => Math.max(most, each), zero);
    const durationMs = last - zero;
    const columnMs = WIDTHS_MS.find((width) => durationMs / width <= MOST_COLUMNS) ?? Math.ceil(durationMs / MOST_COLUMNS);
    const columnsOf = (some) => columns(some, zero, columnMs, durationMs);
    const regions = [...new Set(reads.map(({ region }) => region))].sort();
    const outage = (0,measure/* longestOutage */.k)(attempts, intervalMs);
    return {
        columnMs,
        durationMs,
        strips: [
            { name: 'Writes through the writer name', columns: columnsOf(attempts) },
            ...(fencing === undefined || fencing.attempts.length === 0
                ? []
                : [
                    {
                        name: `Writes at the old writer’s own endpoint, ${fencing.region}`,
                        columns: columnsOf(fencing.attempts),
                    },
                ]),
            ...regions.map((region) => ({
                name: `Reads, ${region}`,
                columns: columnsOf(reads.filter((read) => read.region === region)),
            })),
        ],
        marks: marks.map(({ name, atMs }) => ({ name, atMs: atMs - zero })).sort((a, b) => a.atMs - b.atMs),
        outage: outage === undefined ? undefined : { fromMs: outage.fromMs - zero, toMs: (outage.toMs ?? last) - zero },
    };
}
function columns(attempts, zero, columnMs, durationMs) {
    const counted = Array.from({ length: Math.floor(durationMs / columnMs) + 1 }, () => ({ ok: 0, fail: 0, unknown: 0 }));
    for (const { startedMs, outcome } of attempts) {
        const column = counted[Math.floor((startedMs - zero) / columnMs)];
        if (column !== undefined)
            column[outcome]++;
    }
    return counted;
}
function stretches({ strips, columnMs }) {
    return strips.flatMap(({ name, columns: all }) => {
        const found = [];
        let before = '';
        all.forEach((column, index) => {
            const outcomes = [column.ok, column.fail, column.unknown].map((count) => count > 0).join();
            const toMs = (index + 1) * columnMs;
            const last = found.at(-1);
            if (last !== undefined && outcomes === before) {
                found[found.length - 1] = {
                    ...last,
                    toMs,
                    ok: last.ok + column.ok,
                    fail: last.fail + column.fail,
                    unknown: last.unknown + column.unknown,
                };
            }
            else
                found.push({ strip: name, fromMs: index * columnMs, toMs, ...column });
            before = outcomes;
        });
        return found;
    });
}

;// CONCATENATED MODULE: ./src/site/timeline-chart.ts







const WIDTH = 860;
const LEFT = 8;
const RIGHT = 8;
const TOP = 26;
const STRIP = { name: 18, up: 46, down: 30, gap: 12 };
const STRIP_HEIGHT = STRIP.name + STRIP.up + STRIP.down + STRIP.gap;
const MARK_WORD = {
    'fault-requested': 'the fault was asked for',
    'declared-down': 'the region was declared down',
    'move-requested': 'the move was asked for',
    promoted: 'the other region was promoted',
    'writer-name-moved': 'the writer name led to the new writer',
    'redundancy-restored': 'the old region was a healthy replica again',
};
/**
 * What every attempt of a move came to, over time, as a picture and as a table of the same. What was acknowledged stands above the line, what was
 * not below it, so that it can be read without colours.
 *
 * @param id of the page's own, for what names the picture
 */
function timelineChart(id, title, data) {
    const height = TOP + data.strips.length * STRIP_HEIGHT + 24;
    const bottom = height - 24;
    const x = (ms) => round(LEFT + (ms / Math.max(1, data.durationMs)) * (WIDTH - LEFT - RIGHT));
    return html `<figure class="timeline">
    <figcaption>
      ${title}: attempts in each ${(0,drill_words/* seconds */.YA)(data.columnMs)}. Above the line: acknowledged. Below it: failed, or of
      unknown outcome.
    </figcaption>
    <ul class="key">
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true"><rect class="ok" x="2" y="1" width="10" height="6" /></svg
        >acknowledged
      </li>
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true"><rect class="fail" x="2" y="7" width="10" height="6" /></svg>failed
      </li>
      <li>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <rect class="unknown" x="2" y="7" width="10" height="6" />
          <path d="M2 13L12 7" stroke="currentColor" /></svg
        >unknown outcome
      </li>
      ${data.outage === undefined
        ? NOTHING
        : html `<li>
              <svg viewBox="0 0 14 14" aria-hidden="true">
                <rect class="outage" x="0" y="0" width="14" height="14" /></svg
              >outage of writes, ${(0,drill_words/* seconds */.YA)(data.outage.toMs - data.outage.fromMs)}
            </li>`}
    </ul>
    <div class="scroll" role="region" tabindex="0" aria-label="${title}, picture">
      <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
        <title id="${id}-title">${title}</title>
        <desc id="${id}-desc">${described(data)}</desc>
        ${data.outage === undefined ? NOTHING : html `<rect class="outage" x="${x(data.outage.fromMs)}" y="${TOP}" width="${round(Math.max(1, x(data.outage.toMs) - x(data.outage.fromMs)))}" height="${bottom - TOP}" />`}
        ${axis(data, x, bottom)}
        ${data.strips.map((strip, index) => stripOf(strip, data.columnMs, x, TOP + index * STRIP_HEIGHT))}
        ${data.marks.map(({ atMs }, index) => pin(index + 1, x(atMs), bottom))}
      </svg>
    </div>
    ${data.marks.length === 0
        ? NOTHING
        : html `<ol class="marks">
            ${data.marks.map(({ name, atMs }) => html `<li>${(0,drill_words/* seconds */.YA)(atMs)}: ${MARK_WORD[name]}</li>`)}
          </ol>`}
    ${folded('The same as a table', sameAsTable(title, data))}
  </figure>`;
}
function described({ strips, marks, outage, durationMs }) {
    const sum = (columns, outcome) => columns.reduce((total, column) => total + column[outcome], 0);
    return [
        `${(0,drill_words/* seconds */.YA)(durationMs)} in all.`,
        ...strips.map(({ name, columns }) => `${name}: ${sum(columns, 'ok')} acknowledged, ${sum(columns, 'fail')} failed, ${sum(columns, 'unknown')} of unknown outcome.`),
        outage === undefined
            ? 'No outage of writes.'
            : `Outage of writes from ${(0,drill_words/* seconds */.YA)(outage.fromMs)} to ${(0,drill_words/* seconds */.YA)(outage.toMs)}.`,
        `${(0,inline/* count */.U9)(marks.length, 'moment')} marked.`,
    ].join(' ');
}
function stripOf({ name, columns }, columnMs, x, top) {
    const line = top + STRIP.name + STRIP.up;
    const most = Math.max(1, ...columns.map(({ ok, fail, unknown }) => Math.max(ok, fail + unknown)));
    const up = (value) => round((value / most) * STRIP.up);
    const down = (value) => round((value / most) * STRIP.down);
    return html `<text class="name" x="${LEFT}" y="${top + 12}">${name}</text>
    <line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${line}" y2="${line}" />
    <g class="strip"
      >${columns.map(({ ok, fail, unknown }, index) => {
        const left = x(index * columnMs);
        const width = round(Math.max(0.6, x((index + 1) * columnMs) - left - 0.5));
        return html `${bar('ok', left, width, line - up(ok), up(ok))}${bar('fail', left, width, line, down(fail))}${unknownBar(left, width, line + down(fail), down(unknown))}`;
    })}</g
    > `;
}
function bar(name, left, width, top, height) {
    return height === 0
        ? NOTHING
        : html `<rect class="${name}" x="${left}" y="${round(top)}" width="${width}" height="${height}" />`;
}
/** Crossed out, so that it is told from a failure in a print without colours. */
function unknownBar(left, width, top, height) {
    return height === 0
        ? NOTHING
        : html `${bar('unknown', left, width, top, height)}<line
          class="mark"
          x1="${left}"
          x2="${round(left + width)}"
          y1="${round(top + height)}"
          y2="${round(top)}"
        />`;
}
function axis({ durationMs }, x, bottom) {
    const step = stepOf(durationMs, 8);
    const ticks = Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
    return html `${ticks.map((ms) => html `<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="${TOP}" y2="${bottom}" /><text
          x="${x(ms)}"
          y="${bottom + 16}"
          text-anchor="${ms === 0 ? 'start' : x(ms) > WIDTH - 40 ? 'end' : 'middle'}"
          >${ms / 1_000} s</text
        >`)}`;
}
function pin(number, x, bottom) {
    // Two that are close would cover each other.
    const y = number % 2 === 0 ? 17 : 9;
    return html `<g class="event"
    ><line class="mark" x1="${x}" x2="${x}" y1="${y}" y2="${bottom}" /><circle
      class="pin"
      cx="${x}"
      cy="${y}"
      r="8"
    /><text class="pin-number" x="${x}" y="${y + 4}" text-anchor="middle">${number}</text></g
  >`;
}
function sameAsTable(title, data) {
    return table({
        caption: `${title}: stretches in which attempts came to the same`,
        header: ['what', 'from', 'to', 'acknowledged', 'failed', 'unknown'],
        rows: stretches(data).map(({ strip, fromMs, toMs, ok, fail, unknown }) => [
            strip,
            (0,drill_words/* seconds */.YA)(fromMs),
            (0,drill_words/* seconds */.YA)(toMs),
            ok,
            fail,
            unknown,
        ]),
        numbers: [1, 2, 3, 4, 5],
        isWide: true,
    });
}
function round(value) {
    return Math.round(value * 10) / 10;
}

;// CONCATENATED MODULE: ./src/site/drill-moves.ts





/** One move of the writer role: its numbers, and what every attempt came to. */
function moveSection(index, move, objectives, history) {
    const name = `${move.label.charAt(0).toUpperCase()}${move.label.slice(1)}`;
    const reads = (0,drill_facts/* readRows */.aK)(move);
    return html `<h2>${name}: ${move.fromRegion} to ${move.toRegion}</h2>
    <p>${verdictBadge(move.verdict)}</p>
    ${table({
        caption: `${name}: objectives and measurements`,
        header: ['number', 'objective', 'measured', 'note'],
        rows: (0,drill_facts/* objectiveRows */.lY)(move, objectives),
    })}
    ${chart(index, name, history)} ${facts(`${name}: writes`, (0,drill_facts/* writeRows */.lS)(move))}
    ${reads.length === 0 ? NOTHING : table({ caption: `${name}: reads through the reader endpoints`, header: ['region', 'replica', 'answers'], rows: reads, numbers: [2] })}
    <p class="note">Heartbeats <code>${move.runId}</code></p>`;
}
function chart(index, name, history) {
    const data = history === undefined ? undefined : timelineData(history);
    return data === undefined
        ? html `<p class="note">No picture: the raw history of this move is not at hand.</p>`
        : timelineChart(`move-${index + 1}`, name, data);
}

;// CONCATENATED MODULE: ./src/site/drill-parts.ts



const RESTORED_FROM = { 'point-in-time': 'Restored to a point in time', snapshot: 'Restored from a snapshot' };
const OUTCOME_CLASS = { passed: 'passed', failed: 'failed', unknown: 'inconclusive' };
function restoreSections(restores) {
    return html `${restores.map((restore) => html `<h2>${RESTORED_FROM[restore.from]}</h2>
        ${facts(`${RESTORED_FROM[restore.from]}: what was found`, (0,drill_facts/* restoreRows */.c$)(restore))}
        ${restore.checks.length === 0
        ? html `<p class="box doubt">Nothing but the heartbeats was compared.</p>`
        : table({
            caption: `${RESTORED_FROM[restore.from]}: what was compared with the original`,
            header: ['check', 'outcome', 'found', 'expected'],
            rows: restore.checks.map(({ check, outcome, value, expected }) => [
                check,
                html `<strong class="${OUTCOME_CLASS[outcome]}">${outcome}</strong>`,
                value,
                expected,
            ]),
        })}`)}`;
}
function detectionSection(document) {
    const rows = (0,drill_facts/* detectionRows */.tO)(document);
    return rows.length === 0
        ? NOTHING
        : html `<h2>Detection</h2>
        ${facts('What the controller noticed', rows)}`;
}
function rotationSection(rotation) {
    if (rotation === undefined)
        return NOTHING;
    return html `<h2>Rotation, with the writer in ${rotation.region}</h2>
    ${rotation.secrets.length === 0
        ? html `<p class="box doubt">No secret was rotated.</p>`
        : table({
            caption: 'Secrets that were rotated',
            header: ['secret', 'rotated in', 'new password logs in', 'old one refused', 'error'],
            rows: (0,drill_facts/* rotationRows */.Kx)(rotation),
            isWide: true,
        })}`;
}

;// CONCATENATED MODULE: ./src/site/site-input.ts
/** The site cannot be made from this. */
class SiteError extends Error {
    name = 'SiteError';
}

;// CONCATENATED MODULE: ./src/site/paths.ts

/** The page of an environment, from the root of the site. */
function environmentPath(environment) {
    return `drills/${environment}/index.html`;
}
function drillPath(environment, number) {
    return `drills/${environment}/${String(number).padStart(8, '0')}.html`;
}
/** Refuses what could lead out of the site. @throws SiteError */
function checkedPath(path) {
    const isPlain = path.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
    if (!isPlain)
        throw new SiteError(`${JSON.stringify(path)} is no path of the site; names have letters, digits, ".", "_" and "-"`);
    return path;
}

;// CONCATENATED MODULE: ./src/site/drill-page.ts








/** Everything about one drill. */
function drillPage(drill, { name, drills }) {
    const { document, number } = drill;
    const path = drillPath(name, number);
    const kind = `${document.kind.charAt(0).toUpperCase()}${document.kind.slice(1)}`;
    const title = `${kind} drill of ${name}, ${dayOf(document.startedAt)}`;
    return {
        path,
        title,
        body: html `<p>${internalLink(`All drills of ${name}`, environmentPath(name), path)}</p>
      <h1>${title}</h1>
      <p class="lead">
        ${verdictBadge(document.verdict, true)} Entry ${number} of the chain. Begun ${moment(document.startedAt)}; it
        took ${(0,drill_words/* seconds */.YA)((0,drill_words/* durationOf */.cf)(document))}.
      </p>
      ${reasons(document)} ${interruption(document)}
      ${document.moves.map((move, index) => moveSection(index, move, document.objectives, drill.histories.find(({ runId }) => runId === move.runId)))}
      ${restoreSections(document.restores)} ${detectionSection(document)} ${rotationSection(document.rotation)}
      ${preflight(document)}
      <h2>What it shows, and what not</h2>
      <dl>
        <dt><strong>It shows</strong></dt>
        <dd>${drill_words/* PROVES */.a1[document.kind]}</dd>
        <dt><strong>It does not prove</strong></dt>
        <dd>${drill_words/* DOES_NOT_PROVE */.P6[document.kind]}</dd>
      </dl>
      <p>${internalLink('Which control asks for it', CONTROLS_PATH, path)}</p>
      ${timeline(document)} ${orders(document)}
      <h2>Scope and conduct</h2>
      ${facts('Systems in scope', (0,drill_facts/* scopeRows */.IW)(document))}
      ${facts('Who did it, and with what', [...(0,drill_facts/* conductRows */.WD)(document), ['exercise', document.exerciseId], ['run', run(document)]])}
      ${evidence(drill, path)} ${neighbours(drill, drills, name, path)}`,
    };
}
function reasons(document) {
    const all = (0,drill_words/* reasonsOf */.zM)(document);
    if (all.length === 0)
        return NOTHING;
    const kind = document.verdict === 'failed' ? 'bad' : 'doubt';
    return html `<div class="box ${kind}">
    <p><strong>Why it did not pass</strong></p>
    ${list(all)}
  </div>`;
}
function interruption({ interruption: broken }) {
    if (broken === undefined)
        return NOTHING;
    return html `<div class="box ${broken.needsHuman === undefined ? 'doubt' : 'bad'}">
    <p><strong>It was broken off</strong> in: ${broken.brokenOffIn}</p>
    ${broken.recoveredBy === undefined ? NOTHING : html `<p>Recovered by: ${webLink(broken.recoveredBy, broken.recoveredBy)}</p>`}
    ${broken.needsHuman === undefined ? NOTHING : html `<p><strong>A human is needed:</strong> ${broken.needsHuman}</p>`}
  </div>`;
}
function preflight({ preflight: guards }) {
    const passed = guards.filter(({ outcome }) => outcome === 'passed').length;
    return html `<h2>Preflight</h2>
    ${guards.length === 0
        ? html `<p>No guard was looked at.</p>`
        : folded(`${passed} of ${guards.length} guards passed`, table({
            caption: 'What was looked at before anything was touched',
            header: ['guard', 'outcome', 'seen', 'needed'],
            rows: guards.map(({ guard, outcome, value, limit }) => [guard, outcome, value, limit]),
        }), passed < guards.length)}`;
}
function timeline({ timeline: moments }) {
    if (moments.length === 0)
        return NOTHING;
    return html `<h2>Timeline</h2>
    ${folded(`${moments.length} moments`, table({
        caption: 'What was begun and seen, and who says so',
        header: ['since the start', 'UTC', 'source', 'what'],
        rows: moments.map(({ sinceStartMs, at, source, what }) => [
            (0,drill_words/* seconds */.YA)(sinceStartMs),
            at.slice(11, 23),
            source,
            what,
        ]),
        numbers: [0],
    }))}`;
}
function orders({ awsCalls }) {
    if (awsCalls.length === 0)
        return NOTHING;
    return html `<h2>Orders given to AWS</h2>
    ${folded(`${awsCalls.length} orders that changed something`, table({
        caption: 'CloudTrail knows each by its request id',
        header: ['operation', 'UTC', 'service', 'region', 'request id'],
        rows: awsCalls.map(({ at, service, operation, region, requestId }) => [
            operation,
            at.slice(11, 23),
            service,
            region,
            html `<code>${requestId}</code>`,
        ]),
        isWide: true,
    }))}`;
}
function run({ conduct: { runUrl } }) {
    return runUrl === undefined ? html `not known` : webLink(runUrl, runUrl);
}
function evidence({ number, sha256, files }, path) {
    return html `<h2 id="evidence">Evidence</h2>
    ${facts('In the chain', [
        ['entry', number],
        ['SHA-256 of the entry', html `<code>${sha256}</code>`],
    ])}
    ${table({
        caption: 'Stored files',
        header: ['file', 'path', 'SHA-256'],
        rows: files.map((file) => [
            file.what,
            html `<a href="${Address.ofSite(file.path, path)}">${file.path}</a>`,
            file.sha256 === undefined ? '–' : html `<code>${file.sha256}</code>`,
        ]),
    })}
    <p class="note">${drill_facts/* ENTRY_NOTE */.eA} ${internalLink('How to verify it', VERIFY_PATH, path)}.</p>`;
}
function neighbours({ number }, drills, name, path) {
    const index = drills.findIndex((each) => each.number === number);
    const before = index > 0 ? drills[index - 1] : undefined;
    const after = drills[index + 1];
    const link = (drill, text) => drill === undefined
        ? NOTHING
        : internalLink(`${text}: entry ${drill.number}, ${drill.document.kind}`, drillPath(name, drill.number), path);
    return html `<nav class="pages" aria-label="Drills before and after">
    ${link(before, 'Before')}${link(after, 'After')}
  </nav>`;
}

;// CONCATENATED MODULE: ./src/report/drill-measures.ts
const below = (name) => ({
    objectiveMs: ({ objectives }) => objectives[name] * 1_000,
    objective: ({ objectives }) => `${name === 'detectionSeconds' ? '≤' : '<'} ${objectives[name]} s`,
});
const ofMove = (label, read) => ({ moves }) => {
    // A move about which nobody knows enough has no number that may stand beside others.
    const move = moves.find((each) => each.label === label && each.verdict !== 'inconclusive');
    return move === undefined ? undefined : read(move);
};
const ofRestore = (from, read) => ({ restores }) => {
    const restore = restores.find((each) => each.from === from);
    return restore === undefined ? undefined : read(restore);
};
const rto = (move) => move.rtoMs;
const rpo = (move) => move.loss?.rpoUpperBoundMs;
const MEASURES = {
    failover: [
        { id: 'rpo', name: 'RPO, unplanned, upper bound', ...below('rpoSeconds'), read: ofMove('failover', rpo) },
        { id: 'rto', name: 'RTO, unplanned', ...below('rtoSeconds'), read: ofMove('failover', rto) },
        {
            id: 'detection',
            name: 'detection',
            ...below('detectionSeconds'),
            read: ofMove('failover', (move) => move.detectionMs),
        },
        { id: 'redundancy', name: 'redundancy gap', read: ofMove('failover', (move) => move.redundancyGapMs) },
        { id: 'fail-back', name: 'RTO of the fail back, planned', ...below('rtoSeconds'), read: ofMove('fail back', rto) },
    ],
    switchover: [
        { id: 'rto', name: 'RTO, planned', ...below('rtoSeconds'), read: ofMove('switchover', rto) },
        { id: 'fail-back', name: 'RTO of the fail back, planned', ...below('rtoSeconds'), read: ofMove('fail back', rto) },
        // What nobody knows of is no loss of a planned move, and none is allowed.
        {
            id: 'rpo',
            name: 'RPO, planned',
            objective: () => 'no loss',
            read: ofMove('switchover', (move) => move.loss?.rpoMs),
        },
        { id: 'redundancy', name: 'redundancy gap', read: ofMove('switchover', (move) => move.redundancyGapMs) },
    ],
    restore: [
        { id: 'restore', name: 'restored to a point in time', read: ofRestore('point-in-time', (one) => one.restoreMs) },
        { id: 'verify', name: 'compared with the original', read: ofRestore('point-in-time', (one) => one.verifyMs) },
        {
            id: 'backup-delay',
            name: 'backups reached the point in time',
            read: ofRestore('point-in-time', (one) => one.backupDelayMs),
        },
        { id: 'snapshot', name: 'restored from a snapshot', read: ofRestore('snapshot', (one) => one.restoreMs) },
    ],
    detection: [
        {
            id: 'detection',
            name: 'detection',
            ...below('detectionSeconds'),
            read: ({ detection }) => detection?.detectionMs,
        },
    ],
    rotation: [
        {
            id: 'rotation',
            name: 'rotation, the slowest secret',
            read: ({ rotation }) => {
                const times = (rotation?.secrets ?? []).flatMap(({ rotationMs }) => rotationMs ?? []);
                return times.length === 0 ? undefined : Math.max(...times);
            },
        },
        { id: 'rto', name: 'RTO of the move there, planned', ...below('rtoSeconds'), read: ofMove('switchover', rto) },
    ],
};
/** So many drills of a kind are looked back on. */
const TREND_DRILLS = 12;
/**
 * What the last drills of one kind came to. An inconclusive drill and one that was not run are counted, and lend no number.
 *
 * @param documents of one environment, the oldest first
 */
function trendOf(kind, documents) {
    const last = documents.filter((document) => document.kind === kind).slice(-TREND_DRILLS);
    const count = (verdict) => last.filter((document) => document.verdict === verdict).length;
    return {
        kind,
        documents: last,
        verdicts: {
            passed: count('passed'),
            failed: count('failed'),
            inconclusive: count('inconclusive'),
            'not-run': count('not-run'),
        },
        rows: MEASURES[kind].flatMap((measure) => {
            const values = last.flatMap((document) => readMeasure(measure, document) ?? []);
            const sorted = [...values].sort((a, b) => a - b);
            const latest = values.at(-1);
            const worst = sorted.at(-1);
            if (latest === undefined || worst === undefined)
                return [];
            const rank = (share) => sorted[Math.ceil(share * sorted.length) - 1] ?? worst;
            return [{ measure, measured: values.length, p50: rank(0.5), p95: rank(0.95), worst, last: latest }];
        }),
    };
}
/** The number of one drill; `undefined` when it lends none. */
function readMeasure(measure, document) {
    return document.verdict === 'inconclusive' || document.verdict === 'not-run' ? undefined : measure.read(document);
}
/** What the newest drill of a trend was held against; an objective may have been tightened since the oldest. */
function objectiveOf(measure, { documents }) {
    const newest = documents.at(-1);
    return measure.objective === undefined || newest === undefined ? '–' : measure.objective(newest);
}

;// CONCATENATED MODULE: ./src/site/chain-box.ts



const WORD = {
    verified: ['good', 'The chain of evidence was verified.'],
    whole: ['doubt', 'The chain of evidence is whole; who signed it was not verified.'],
    broken: ['bad', 'The chain of evidence is broken: do not rely on what is shown here.'],
};
/** Whether the chain of an environment held when the site was rendered, and where it ends. */
function chainBox({ chain, drills }, from) {
    const [kind, text] = WORD[chain.outcome];
    const last = drills.at(-1);
    return html `<div class="box ${kind}">
    <p><strong>${text}</strong> ${chain.summary}</p>
    ${list(chain.findings.map(({ where, what, todo }) => html `<code>${where}</code>: ${what}. <span class="muted">${todo}</span>`))}
    ${last === undefined ? NOTHING : html `<p class="note">It ends at entry ${last.number}, SHA-256 <code>${last.sha256}</code>. A page cannot vouch for itself: ${internalLink('verify it', VERIFY_PATH, from)}.</p>`}
  </div>`;
}

;// CONCATENATED MODULE: ./src/site/overview-page.ts








/** Where an auditor begins: of each environment the last drill of each kind, and whether the chain holds. */
function overviewPage({ environments, renderedAt }) {
    return {
        path: INDEX_PATH,
        title: 'Evidence of disaster recovery drills',
        body: html `<h1>Evidence of disaster recovery drills</h1>
      <p class="lead">
        Each drill rehearses a disaster, or a part of one, and measures it from writes that were acknowledged and are
        there, or not, afterwards. This site shows what the signed files say;
        ${internalLink('anybody can verify them', VERIFY_PATH, INDEX_PATH)}.
      </p>
      ${environments.length === 0 ? html `<p class="box doubt">There is no evidence yet.</p>` : ''}
      ${environments.map((environment) => section(environment, renderedAt))}`,
    };
}
function section(environment, now) {
    const { name, drills } = environment;
    return html `<h2>${name}</h2>
    ${chainBox(environment, INDEX_PATH)}
    ${table({
        caption: `${name}: the last drill of each kind`,
        header: ['kind', 'verdict', 'when', 'measured'],
        rows: kinds/* DRILL_KINDS */.u.map((kind) => {
            const last = drills.findLast(({ document }) => document.kind === kind);
            return last === undefined
                ? [kind, 'never drilled', '–', '–']
                : [
                    internalLink(kind, drillPath(name, last.number), INDEX_PATH),
                    verdictBadge(last.document.verdict),
                    html `${moment(last.document.startedAt)} (${(0,drill_words/* age */.KW)(last.document.startedAt, now)})`,
                    measured(kind, last.document),
                ];
        }),
    })}
    <p>
      ${internalLink(`All ${drills.length} drills of ${name}, and their numbers over time`, environmentPath(name), INDEX_PATH)}
    </p>`;
}
/** Each number with its objective. */
function measured(kind, document) {
    const lines = MEASURES[kind].flatMap((measure) => {
        const ms = readMeasure(measure, document);
        if (ms === undefined)
            return [];
        const objective = measure.objective === undefined ? '' : ` (${measure.objective(document)})`;
        return [html `${measure.name}: <strong>${(0,drill_words/* seconds */.YA)(ms)}</strong>${objective}<br />`];
    });
    return lines.length === 0 ? html `no number` : html `${lines}`;
}

;// CONCATENATED MODULE: ./src/site/trend-chart.ts






const trend_chart_WIDTH = 440;
const HEIGHT = 216;
const PLOT = { left: 58, right: 10, top: 12, bottom: 42 };
/** One number of all drills of a kind over time, against its objective; nothing when no drill measured it. */
function trendChart(id, kind, measure, drills, from) {
    const points = drills.flatMap(({ document, page }) => {
        const ms = readMeasure(measure, document);
        return ms === undefined ? [] : [{ document, page, ms }];
    });
    const last = points.at(-1);
    if (last === undefined)
        return NOTHING;
    const objectiveMs = measure.objectiveMs?.(last.document);
    const x = byDate(drills);
    const scale = powerScale([...points.map(({ ms }) => ms), ...(objectiveMs === undefined ? [] : [objectiveMs])]);
    const objective = measure.objective === undefined ? 'no objective' : `objective ${measure.objective(last.document)}`;
    const title = `${kind}: ${measure.name}`;
    return html `<figure class="trend">
    <figcaption><strong>${measure.name}</strong>, ${objective}; last ${(0,drill_words/* seconds */.YA)(last.ms)}</figcaption>
    <svg viewBox="0 0 ${trend_chart_WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${trend_chart_described(points, drills.length, objective)}</desc>
      ${grid(scale)} ${objectiveMs === undefined ? NOTHING : objectiveLine(y(scale, objectiveMs), objective)}
      ${days(drills, x)}
      <polyline class="path" points="${points.map((point) => `${x(point)},${y(scale, point.ms)}`).join(' ')}" />
      ${points.map((point) => dot(point, x(point), y(scale, point.ms)))}
      ${drills.filter(({ document }) => readMeasure(measure, document) === undefined).map((drill) => missing(drill, x(drill)))}
    </svg>
    ${folded('The same as a table', table({
        caption: title,
        header: ['drill', 'measured', 'verdict of the drill'],
        rows: points.map(({ document, page, ms }) => [
            internalLink(dayOf(document.startedAt), page, from),
            (0,drill_words/* seconds */.YA)(ms),
            verdictBadge(document.verdict),
        ]),
        numbers: [1],
    }))}
  </figure>`;
}
function trend_chart_described(points, drills, objective) {
    const values = points.map(({ ms }) => ms);
    const worst = values.reduce((most, ms) => Math.max(most, ms), 0);
    const best = values.reduce((least, ms) => Math.min(least, ms), worst);
    return `${(0,inline/* count */.U9)(points.length, 'number')} of ${drills} drills, from ${(0,drill_words/* seconds */.YA)(best)} to ${(0,drill_words/* seconds */.YA)(worst)}; ${objective}. The vertical scale goes by powers of ten. The table below has every value.`;
}
/** By date: a month without a drill is a gap. */
function byDate(drills) {
    const time = (drill) => (drill === undefined ? 0 : Date.parse(drill.document.startedAt));
    const first = time(drills[0]);
    const span = time(drills.at(-1)) - first;
    const width = trend_chart_WIDTH - PLOT.left - PLOT.right - 20;
    return (drill) => trend_chart_round(PLOT.left + 10 + (span <= 0 ? 0.5 : (time(drill) - first) / span) * width);
}
function y(scale, ms) {
    return trend_chart_round(HEIGHT - PLOT.bottom - scale.place(ms) * (HEIGHT - PLOT.top - PLOT.bottom));
}
function grid(scale) {
    return html `${scale.ticksMs.map((ms) => html `<line
          class="grid"
          x1="${PLOT.left}"
          x2="${trend_chart_WIDTH - PLOT.right}"
          y1="${y(scale, ms)}"
          y2="${y(scale, ms)}"
        /><text x="${PLOT.left - 6}" y="${y(scale, ms) + 4}" text-anchor="end">${ms / 1_000} s</text>`)}`;
}
function objectiveLine(at, text) {
    // Above the line, unless it is the topmost thing.
    const textAt = at < PLOT.top + 14 ? at + 14 : at - 5;
    return html `<line class="objective" x1="${PLOT.left}" x2="${trend_chart_WIDTH - PLOT.right}" y1="${at}" y2="${at}" /><text
      class="name"
      x="${trend_chart_WIDTH - PLOT.right}"
      y="${textAt}"
      text-anchor="end"
      >${text}</text
    >`;
}
function days(drills, x) {
    const first = drills[0];
    const last = drills.at(-1);
    if (first === undefined || last === undefined)
        return NOTHING;
    const label = ({ document }, at, anchor) => html `<text x="${at}" y="${HEIGHT - 6}" text-anchor="${anchor}">${document.startedAt.slice(0, 10)}</text>`;
    return first === last
        ? label(first, x(first), 'middle')
        : html `${label(first, PLOT.left, 'start')}${label(last, trend_chart_WIDTH - PLOT.right, 'end')}`;
}
/** A drill that has no such number is seen too, or a series of good ones would hide it. */
function missing({ document }, at) {
    return html `<text class="missing ${document.verdict}" x="${at}" y="${HEIGHT - PLOT.bottom + 18}" text-anchor="middle"
    >${VERDICT_SIGN[document.verdict]}<title>
      ${dayOf(document.startedAt)}: no number, ${drill_words/* VERDICT_WORD */.XU[document.verdict]}
    </title></text
  >`;
}
/** A circle for a drill that passed, a square on its corner for one that failed. */
function dot({ document, ms }, cx, cy) {
    const name = html `<title>${dayOf(document.startedAt)}: ${(0,drill_words/* seconds */.YA)(ms)}, ${drill_words/* VERDICT_WORD */.XU[document.verdict]}</title>`;
    return document.verdict === 'failed'
        ? html `<path class="point failed" d="M${cx} ${cy - 7}L${cx + 7} ${cy}L${cx} ${cy + 7}L${cx - 7} ${cy}Z"
        >${name}</path
      >`
        : html `<circle class="point passed" cx="${cx}" cy="${cy}" r="5">${name}</circle>`;
}
function trend_chart_round(value) {
    return Math.round(value * 10) / 10;
}

;// CONCATENATED MODULE: ./src/site/environment-page.ts











/** The drills of one environment: objectives against measurements over time, by kind, and all drills. */
function environmentPage(environment) {
    const { name, drills } = environment;
    const path = environmentPath(name);
    return {
        path,
        title: `Drills of ${name}`,
        body: html `<p>${internalLink('Overview', INDEX_PATH, path)}</p>
      <h1>Drills of ${name}</h1>
      ${chainBox(environment, path)}
      <h2>Objectives against measurements</h2>
      <p>
        By kind: a planned move and an unplanned one are never one number. The vertical scales go by powers of ten, so
        that tenths of a second and minutes can both be read. Circles are drills that passed, squares on their corner
        drills that failed; an inconclusive drill has no number.
      </p>
      ${kinds/* DRILL_KINDS */.u.map((kind) => kindSection(kind, environment, path))}
      <h2>All drills</h2>
      ${drills.length === 0
            ? html `<p>None yet.</p>`
            : table({
                caption: `All drills of ${name}, the newest first`,
                header: ['entry', 'day', 'kind', 'verdict', 'measured', 'why'],
                rows: drills
                    .toReversed()
                    .map(({ number, document }) => [
                    internalLink(number, drillPath(name, number), path),
                    dayOf(document.startedAt),
                    document.kind,
                    verdictBadge(document.verdict),
                    measured(document.kind, document),
                    (0,drill_words/* reasonsOf */.zM)(document)[0] ?? '',
                ]),
                isWide: true,
            })}`,
    };
}
function kindSection(kind, { drills }, path) {
    const ofKind = drills.filter(({ document }) => document.kind === kind);
    if (ofKind.length === 0)
        return NOTHING;
    const trend = trendOf(kind, ofKind.map(({ document }) => document));
    const verdicts = ['passed', 'failed', 'inconclusive', 'not-run']
        .filter((verdict) => trend.verdicts[verdict] > 0)
        .map((verdict) => `${trend.verdicts[verdict]} ${drill_words/* VERDICT_WORD */.XU[verdict]}`)
        .join(', ');
    const points = ofKind.map(({ document, number }) => ({
        document,
        page: drillPath(document.environment, number),
    }));
    return html `<h3>${kind}</h3>
    <p>It shows ${drill_words/* PROVES */.a1[kind]} The last ${(0,inline/* count */.U9)(trend.documents.length, 'drill')}: ${verdicts}.</p>
    <div class="charts">
      ${MEASURES[kind].map((measure) => trendChart(`${kind}-${measure.id}`, kind, measure, points, path))}
    </div>
    ${trend.rows.length === 0
        ? NOTHING
        : table({
            caption: `${kind}: the last ${TREND_DRILLS} drills at most; p50 and p95 by nearest rank`,
            header: ['number', 'objective', 'N', 'p50', 'p95', 'worst', 'last'],
            rows: trend.rows.map(({ measure, measured: number, p50, p95, worst, last }) => [
                measure.name,
                objectiveOf(measure, trend),
                number,
                ...[p50, p95, worst, last].map(drill_words/* seconds */.YA),
            ]),
            numbers: [2, 3, 4, 5, 6],
            isWide: true,
        })}`;
}

;// CONCATENATED MODULE: ./src/site/verify-page.ts



/** How to check what is shown without believing this site, or even our program. */
function verifyPage({ environments }) {
    return {
        path: VERIFY_PATH,
        title: 'Download and verify',
        body: html `<h1>Download and verify</h1>
      <p class="lead">
        The directory <code>evidence/</code> of this site holds the signed files as they are stored. Nothing here has to
        be believed: check them.
      </p>
      <h2>What is signed</h2>
      <p>
        The evidence of an environment is a chain of entries with numbers. Each entry holds the digests of one document,
        of its raw history, and of the entry before it, and is signed with a key that never leaves AWS KMS. So a file
        that was changed, removed, added or moved is found.
      </p>
      <div class="box doubt">
        <p>
          <strong>What this does not show:</strong> that the newest entries were taken away together. Compare the last
          number and digest with what somebody else remembers: the tracking issue of the environment, or the summary of
          the last run.
        </p>
        <p>
          And a key that is taken from this very directory shows damage, but not who signed: have it given to you by
          another way, or ask KMS.
        </p>
      </div>
      ${environments.map(commands)}
      <h2>What to conclude</h2>
      <p>
        When everything is verified: these are the documents that the drill workflow signed, in this order, none changed
        and none missing up to the last number that you have checked. Whether a drill is good enough is in the
        documents, not in the signatures.
      </p>`,
    };
}
function commands({ name, drills }) {
    const last = drills.at(-1);
    return html `<h2>${name}</h2>
    <h3>With the program of the repository</h3>
    <p>
      In a checkout of the repository, with Node.js; from the bucket, or from a directory such as this one, without any
      network:
    </p>
    <pre role="region" tabindex="0" aria-label="Verify ${name}"><code>npm run evidence -- verify ${name}
npm run evidence -- download ${name} directory
npm run evidence -- verify ${name} --from directory --public-key key.pem${last === undefined ? '' : ` --expect-last ${last.number}:${last.sha256}`}</code></pre>
    ${last === undefined ? '' : openssl(name, last.number, last.files.find(({ what }) => what === 'public key')?.path)}`;
}
/** Only what every Unix has; a test runs these very lines. */
function openssl(name, number, keyPath) {
    const entry = `${String(number).padStart(8, '0')}.json`;
    const key = keyPath ?? `${(0,layout/* placeOf */.$t)(name)}${(0,layout/* keyFile */._$)('KEY')}`;
    return html `<h3>Without our program</h3>
    <p>
      The signature is ECDSA with SHA-256 over the text of the entry without its field <code>signature</code> and
      without the newline at its end. In the directory of this site, for entry ${number}:
    </p>
    <pre
      role="region"
      tabindex="0"
      aria-label="Verify entry ${number} of ${name} with openssl"
    ><code>${opensslCommands((0,layout/* placeOf */.$t)(name) + entry, key)}</code></pre>
    <p>
      <code>Verified OK</code> is the answer; then compare the printed digests with the ones in the entry, and
      <code>previous</code> with the digest of the entry before it.
    </p>`;
}
/** @param entry and key: paths from the root of the site */
function opensslCommands(entry, key) {
    const directory = entry.slice(0, entry.lastIndexOf('/') + 1);
    return [
        `sed 's/,"signature":"[^"]*"}$/}/' ${entry} | tr -d '\\n' > signed.txt`,
        `sed 's/.*,"signature":"\\([^"]*\\)"}$/\\1/' ${entry} | openssl base64 -d -A > signature.der`,
        `openssl dgst -sha256 -verify ${key} -signature signature.der signed.txt`,
        `openssl dgst -sha256 ${entry} ${directory}documents/* ${directory}histories/*`,
    ].join('\n');
}

;// CONCATENATED MODULE: ./src/site/render-site.ts







/**
 * Renders the evidence of all environments as a site that needs no server, no script and no network: it can be opened from a directory, printed,
 * and handed to an auditor, with the signed files in it.
 *
 * @throws SiteError when a name could lead out of the site
 */
function renderSite(input) {
    const pages = [
        overviewPage(input),
        ...input.environments.flatMap((environment) => [
            environmentPage(environment),
            ...environment.drills.map((drill) => drillPage(drill, environment)),
        ]),
        controlsPage(),
        verifyPage(input),
    ];
    return new Map([
        ...[...input.files].map(([path, bytes]) => [checkedPath(path), bytes]),
        // Later ones win: nothing that was stored may take the place of a page.
        ...pages.map((page) => [checkedPath(page.path), renderPage(page, input.renderedAt)]),
    ]);
}

;// CONCATENATED MODULE: ./src/site/make-site.ts




/** So many files are fetched at once; years of drills are thousands of small ones. */
const AT_ONCE = 16;
/**
 * Reads the evidence of the environments once, verifies it, and renders the site from the very bytes that were verified.
 *
 * @throws SiteError, and what the readers throw; a chain that is broken is no error, the site says so
 */
async function makeSite(environments, ports) {
    return renderSite({ ...(await readSite(environments, ports)), renderedAt: ports.now });
}
/** The same without rendering, for whoever has to know what verifying came to. */
async function readSite(environments, { readerOf, digest, isSignedBy }) {
    const files = new Map();
    const shown = [];
    for (const { name, trust, remembered } of environments) {
        for (const [key, bytes] of await readAll(readerOf(name), name))
            files.set(key, bytes);
        const verification = await verifyEvidence(name, trust, remembered, { reader: readerIn(files), digest, isSignedBy });
        shown.push(siteEnvironment({ environment: name, verification, trust, files }, digest));
    }
    return { environments: shown, files };
}
/** A copy of an environment's evidence, for whoever looks at it more than once. */
async function copyOfEvidence(reader, environment) {
    return readerIn(await readAll(reader, environment));
}
async function readAll(reader, environment) {
    const keys = await reader.list((0,layout/* placeOf */.$t)(environment));
    const files = new Map();
    for (let from = 0; from < keys.length; from += AT_ONCE) {
        const some = keys.slice(from, from + AT_ONCE);
        const read = await Promise.all(some.map(async (key) => [key, await reader.read(key)]));
        for (const [key, bytes] of read)
            if (bytes !== undefined)
                files.set(key, bytes);
    }
    return files;
}
function readerIn(files) {
    return {
        list: async (prefix) => [...files.keys()].filter((key) => key.startsWith(prefix)).sort(),
        read: async (key) => files.get(key),
    };
}

// EXTERNAL MODULE: ./src/report/markdown-table.ts
var markdown_table = __webpack_require__(9132);
;// CONCATENATED MODULE: ./src/report/parts.ts
/** GitHub takes 65,536 characters; room is left for the hidden marker. A character that JavaScript counts twice counts twice here too. */
const COMMENT_LIMIT = 65_000;
const GAP = '\n\n';
/** A section of one text. */
function paragraph(text) {
    return plainSection([{ text: () => text, changes: 0 }]);
}
/** A section without a frame. */
function plainSection(pieces) {
    return { open: '', reopen: '', close: '', between: GAP, pieces };
}
/** A text of one part, within the limit of a comment or an issue. */
function onePart(head, sections, foot) {
    const [text = ''] = layOut(sections, {
        limit: COMMENT_LIMIT,
        measure: (part) => part.length,
        parts: 1,
        head: () => head,
        foot,
        omitted: (changes) => `… and ${changes} more; the log of the run names all of them.`,
    });
    return text;
}
/**
 * Lays sections out on as few parts as they need, in order. A piece is never divided, and a section that goes on in the next part is closed in
 * the one before. What finds no room on the last part is counted.
 */
function layOut(sections, paper) {
    const { measure } = paper;
    const most = Number.MAX_SAFE_INTEGER;
    // Room for whatever a part may have to say besides; so nothing has to be taken back later.
    const reserved = [paper.head(paper.parts, paper.parts), paper.foot, paper.omitted(most)]
        .map((text) => measure(text) + GAP.length)
        .reduce((sum, length) => sum + length, 0);
    const capacity = paper.limit - reserved;
    const parts = [new Part()];
    let part = parts[0] ?? new Part();
    let isFull = false;
    let omitted = 0;
    for (const section of sections) {
        let isOpen = false;
        let begun = false;
        for (const piece of section.pieces) {
            if (isFull) {
                omitted += piece.changes;
                continue;
            }
            const text = piece.text();
            const frame = begun ? section.reopen : section.open;
            const framed = measure(text) + measure(frame) + measure(section.close) + GAP.length;
            if (framed > capacity) {
                // It alone is left out, and never in silence: it must not displace what comes after it.
                omitted += Math.max(1, piece.changes);
                continue;
            }
            let cost = isOpen ? measure(text) + measure(section.between) : framed;
            if (part.length + cost > capacity) {
                if (isOpen)
                    part.end(section.close);
                isOpen = false;
                cost = framed;
                if (parts.length === paper.parts) {
                    isFull = true;
                    omitted += piece.changes;
                    continue;
                }
                part = new Part();
                parts.push(part);
            }
            if (isOpen)
                part.add(section.between + text, cost);
            else
                part.begin(frame + text, cost);
            isOpen = true;
            begun = true;
        }
        if (isOpen)
            part.end(section.close);
    }
    return parts.map((each, index) => [
        paper.head(index + 1, parts.length),
        each.text(),
        ...(index === parts.length - 1 ? [isFull || omitted > 0 ? paper.omitted(omitted) : '', paper.foot] : []),
    ]
        .filter((text) => text !== '')
        .join(GAP));
}
class Part {
    texts = [];
    length = 0;
    begin(text, cost) {
        this.add((this.texts.length === 0 ? '' : GAP) + text, cost);
    }
    add(text, cost) {
        this.texts.push(text);
        this.length += cost;
    }
    /** What ends a section is paid for when it begins. */
    end(text) {
        this.texts.push(text);
    }
    text() {
        return this.texts.join('');
    }
}

;// CONCATENATED MODULE: ./src/report/drill-issue.ts







/**
 * Renders the one issue in which the drills of an environment are followed: the last of each kind, what they come to over time, and where the chain
 * of evidence ends, so that a chain that was cut short is found out by whoever reads here.
 *
 * @param entries of one environment, in the order of the chain
 */
function renderDrillIssue(environment, entries, now, chain = { findings: [], remembered: undefined }) {
    const problems = chain.findings.filter(({ level }) => level === 'problem');
    const documents = entries.map(({ document }) => document);
    const last = kinds/* DRILL_KINDS */.u.flatMap((kind) => entries.findLast(({ document }) => document.kind === kind) ?? []);
    return {
        title: (0,visible/* visibleLine */.P8)((0,visible/* cut */.Jj)(`Drills of ${environment}: ${problems.length > 0 ? 'the evidence is broken' : headline(last)}`, 240)).slice(0, 250),
        body: onePart(`## Drills of ${(0,inline/* code */.aY)(environment)}`, [
            ...broken(problems),
            ...needsHuman(last),
            paragraph(entries.length === 0
                ? 'No drill has left evidence yet.'
                : [
                    (0,markdown_table/* tableHead */.PP)(['kind', 'last drill', 'verdict', 'measured', 'entry', 'SHA-256 of the entry', 'run']),
                    ...kinds/* DRILL_KINDS */.u.map((kind) => lastRow(kind, last, now)),
                ].join('\n')),
            head(entries, chain.remembered),
            ...kinds/* DRILL_KINDS */.u.map((kind) => trendOf(kind, documents))
                .filter((trend) => trend.documents.length > 0)
                .map(trendSection),
            // The last, because there may be any number of them.
            ...drill_issue_reasons(last),
        ], '<sub>Written by the drill workflow after each drill. Planned and unplanned moves are never one number. p50 and p95 by nearest rank.</sub>'),
    };
}
function headline(last) {
    if (last.length === 0)
        return 'none yet';
    const notPassed = last.filter(({ document }) => document.verdict !== 'passed');
    return notPassed.length === 0
        ? 'the last of each kind passed'
        : notPassed.map(({ document }) => `${document.kind} ${drill_words/* VERDICT_WORD */.XU[document.verdict]}`).join(', ');
}
function needsHuman(last) {
    return last.flatMap(({ number, document }) => {
        const what = document.interruption?.needsHuman;
        return what === undefined
            ? []
            : [paragraph(`> **⚠️ A human is needed** (${document.kind} drill, entry ${number}): ${(0,inline/* sentence */.em)(what)}`)];
    });
}
function lastRow(kind, last, now) {
    const entry = last.find(({ document }) => document.kind === kind);
    if (entry === undefined)
        return (0,markdown_table/* tableRow */.jD)([kind, 'never', '–', '–', '–', '–', '–']);
    const { document } = entry;
    const { runUrl } = document.conduct;
    return (0,markdown_table/* tableRow */.jD)([
        kind,
        `${(0,inline/* minute */.Vc)(document.finishedAt)} (${(0,drill_words/* age */.KW)(document.finishedAt, now)})`,
        drill_words/* VERDICT_MARK */.s0[document.verdict],
        trendOf(kind, [document])
            .rows.map(({ measure, last: value }) => `${(0,inline/* sentence */.em)(measure.name)} ${(0,drill_words/* seconds */.YA)(value)}`)
            .join('<br>') || '–',
        String(entry.number),
        (0,inline/* code */.aY)(entry.sha256),
        runUrl === undefined ? '–' : (0,inline/* link */.nf)('run', runUrl),
    ]);
}
function drill_issue_reasons(last) {
    const pieces = last.flatMap(({ document }) => (0,drill_words/* reasonsOf */.zM)(document).map((reason) => ({ text: () => `- ${document.kind}: ${(0,inline/* sentence */.em)(reason)}`, changes: 1 })));
    return pieces.length === 0 ? [] : [{ ...plainSection(pieces), open: '### Why they did not pass\n\n', between: '\n' }];
}
const END = /^\*\*The chain ends\*\* at entry (\d{1,8}), SHA-256 `([0-9a-f]{64})`/m;
/** An entry that was said here before, and is no longer there, stays: a chain that was cut must not make its witness forget. */
function head(entries, remembered) {
    const isThere = entries.some(({ number, sha256 }) => number === remembered?.number && sha256 === remembered.sha256);
    const before = remembered?.sha256 === undefined || isThere ? undefined : { number: remembered.number, sha256: remembered.sha256 };
    const newest = before ?? entries.at(-1);
    return paragraph(newest === undefined
        ? ''
        : `**The chain ends** at entry ${newest.number}, SHA-256 ${(0,inline/* code */.aY)(newest.sha256)}${before === undefined ? '' : ', as was seen before something went wrong'}. GitHub keeps the edits of this text, so it is a second witness: the next verification demands this entry.`);
}
/** What the issue remembers of the chain; `undefined` when it says nothing. */
function rememberedIn(body) {
    const [, number, sha256] = END.exec(body) ?? [];
    return number === undefined || sha256 === undefined
        ? undefined
        : { number: Number(number), sha256, by: 'the tracking issue' };
}
function broken(problems) {
    if (problems.length === 0)
        return [];
    const shown = problems
        .slice(0, 20)
        .map(({ where, what, todo }) => `> - ${(0,inline/* code */.aY)(where)}: ${(0,inline/* sentence */.em)(what)}. ${(0,inline/* sentence */.em)(todo)}`);
    const rest = problems.length - shown.length;
    return [
        paragraph([
            '> **❌ The chain of evidence is broken:** do not rely on what is shown here.',
            ...shown,
            ...(rest === 0 ? [] : [`> - … and ${rest} more`]),
        ].join('\n')),
    ];
}
function trendSection(trend) {
    const { kind, documents, verdicts, rows } = trend;
    const came = [
        `${verdicts.passed} passed`,
        ...['failed', 'inconclusive', 'not-run']
            .filter((verdict) => verdicts[verdict] > 0)
            .map((verdict) => `${verdicts[verdict]} ${drill_words/* VERDICT_WORD */.XU[verdict]}`),
    ].join(', ');
    const scope = documents.length < TREND_DRILLS ? 'all' : 'the last';
    return paragraph([
        `### ${(0,markdown_table/* htmlText */.js)(kind)}: ${scope} ${(0,inline/* count */.U9)(documents.length, 'drill')}, ${came}`,
        ...(rows.length === 0
            ? ['Nothing was measured.']
            : [
                (0,markdown_table/* table */.tp)(['measured', 'objective', 'N', 'p50', 'p95', 'worst', 'last'], rows.map(({ measure, measured, p50, p95, worst, last }) => [
                    measure.name,
                    objectiveOf(measure, trend),
                    String(measured),
                    (0,drill_words/* seconds */.YA)(p50),
                    (0,drill_words/* seconds */.YA)(p95),
                    (0,drill_words/* seconds */.YA)(worst),
                    (0,drill_words/* seconds */.YA)(last),
                ])),
            ]),
    ].join('\n\n'));
}

;// CONCATENATED MODULE: ./src/watch/drill-issue.ts

/**
 * Verifies the chain of an environment against what its tracking issue remembers of it, and keeps that issue: entries that were taken from the end are
 * missed by nobody else. The issue is never closed, because one that says "all passed" is that witness, too.
 *
 * @throws what verifying and the issues throw
 */
async function followDrills(environment, { issues, clock, verify }) {
    const marker = `drills:${environment}`;
    const before = rememberedIn((await issues.read(marker))?.body ?? '');
    const remembered = before === undefined ? [] : [before];
    const verification = await verify(remembered);
    const entries = verification.entries.flatMap(({ entry: { number }, sha256, document }) => document === undefined ? [] : [{ number, sha256, document }]);
    const { findings } = verification;
    const text = renderDrillIssue(environment, entries, clock.now(), { findings, remembered: before });
    return { issue: await issues.keepOpen(marker, text), verification, remembered };
}

// EXTERNAL MODULE: ./actions/drill/src/services.ts + 43 modules
var services = __webpack_require__(2911);
;// CONCATENATED MODULE: ./actions/drill/src/modes/report.ts


















/**
 * Verifies the chain, renders it as a site, and keeps the tracking issue. A chain that is broken is shown all the same, and fails the job: nothing is
 * more worth being looked at.
 */
async function report(inputs, context) {
    const environments = (0,load_environments/* loadEnvironments */.H2)(await (0,repository_files/* environmentFiles */.r)(context.workspace).readAll());
    const environment = (0,load_environments/* findEnvironment */.jY)(environments, inputs.environment, inputs.target);
    const { bucket, keyAlias } = (0,names/* evidenceNames */.Y$)(environment);
    const { name } = environment;
    const reader = await copyOfEvidence((0,s3_evidence_store/* s3EvidenceStore */.VL)({ bucket, client: (0,services/* s3Client */.oD)(environment) }), name);
    const signer = (0,kms_evidence_signer/* kmsEvidenceSigner */.d)({ keyId: keyAlias, client: new dist_cjs/* KMSClient */.pgq({ region: environment.state.region }) });
    const trust = { kind: 'pinned', publicKeys: [(await signer.key()).publicKey], from: `${keyAlias} in KMS` };
    const check = { digest: sha256/* sha256 */.s, isSignedBy: ecdsa_signatures/* ecdsaSignatureCheck */.H };
    const { issue, verification, remembered } = await followDrills(name, {
        issues: githubIssues({ token: inputs.token, ...context.repository, logger: actions_logger/* actionsLogger */.M }),
        clock: system_clock/* systemClock */.m,
        verify: (known) => verifyEvidence(name, trust, known, { reader, ...check }),
    });
    const site = await makeSite([{ name, trust, remembered }], {
        readerOf: () => reader,
        now: system_clock/* systemClock */.m.now(),
        ...check,
    });
    await writeSite((0,external_node_path_.resolve)(context.workspace, inputs.siteDirectory), site);
    actions_logger/* actionsLogger */.M.info(`${issue.url} is ${issue.outcome}; the site is in ${inputs.siteDirectory}`);
    for (const { level, where, what, todo } of verification.findings) {
        if (level === 'problem')
            core/* setFailed */.C1(`evidence: ${where}: ${what}; ${todo}`);
    }
}


/***/ }),

/***/ 7416:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ longestOutage),
  x: () => (/* binding */ measure)
});

;// CONCATENATED MODULE: ./src/drill/history.ts
/** The time of a mark in ms, or `undefined` when the run never came there. */
function markTime(history, name) {
    return history.marks.find((mark) => mark.name === name)?.atMs;
}

;// CONCATENATED MODULE: ./src/drill/measure-lag.ts
/** @returns `undefined` when nobody asked, or nobody could ever answer */
function measureLag({ lag = [], marks }) {
    const values = answersOf(lag);
    if (values.length === 0)
        return undefined;
    const beforeMove = answersOf(beforeTheMove({ lag, marks })).at(-1);
    return {
        samples: values.length,
        failed: lag.length - values.length,
        medianMs: median(values),
        maxMs: Math.max(...values),
        ...(beforeMove === undefined ? {} : { beforeMoveMs: beforeMove }),
    };
}
/** The longest lag before the fault or the move, in ms: what O4 is about. A lag that grows while the writer is lost is no surprise. */
function maxLagBeforeMove({ lag = [], marks }) {
    const values = answersOf(beforeTheMove({ lag, marks }));
    return values.length === 0 ? undefined : Math.max(...values);
}
function beforeTheMove({ lag = [], marks }) {
    const requested = marks.filter(({ name }) => name === 'fault-requested' || name === 'move-requested');
    const begunMs = Math.min(Infinity, ...requested.map(({ atMs }) => atMs));
    return lag.filter(({ endedMs }) => endedMs <= begunMs);
}
function answersOf(lag) {
    return lag.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]));
}
function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

;// CONCATENATED MODULE: ./src/drill/reads-per-replica.ts
/** Counts reads by region and by the instance that answered, both in the order of their names. */
function countReads(reads) {
    const regions = [...new Set(reads.map(({ region }) => region))].sort();
    return regions.map((region) => {
        const counts = new Map();
        let failed = 0;
        for (const read of reads) {
            if (read.region !== region)
                continue;
            if (read.outcome === 'fail')
                failed++;
            else
                counts.set(read.instance ?? 'unnamed', (counts.get(read.instance ?? 'unnamed') ?? 0) + 1);
        }
        const answered = [...counts]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([instance, count]) => ({ instance, reads: count }));
        return { region, answered, failed };
    });
}

;// CONCATENATED MODULE: ./src/drill/split-brain.ts
/**
 * Counts only what **began** after the new writer's first acknowledgement was known, by more than the clocks may differ: a write that
 * the old one took a moment before is an ordinary write, and is measured as loss if it is missing.
 *
 * @returns `undefined` when nobody looked, the new writer never acknowledged, or nothing was tried after that
 */
function measureSplitBrain({ attempts, fencing, clockUncertaintyMs = 0 }) {
    if (fencing === undefined)
        return undefined;
    const old = new Set(fencing.instances);
    const takenOver = attempts.find((attempt) => attempt.outcome === 'ok' && attempt.instance !== undefined && !old.has(attempt.instance));
    if (takenOver === undefined)
        return undefined;
    const later = fencing.attempts.filter((attempt) => attempt.startedMs > takenOver.endedMs + 2 * clockUncertaintyMs && attempt.isInferred !== true);
    if (later.length === 0)
        return undefined;
    const count = (outcome) => later.filter((attempt) => attempt.outcome === outcome).length;
    return { attempted: later.length, acknowledged: count('ok'), unknown: count('unknown') };
}

;// CONCATENATED MODULE: ./src/drill/measure.ts




/**
 * Computes recovery time, detection and data loss from a history, and from nothing else.
 *
 * The outage is the longest time without an acknowledged write; measured from acknowledgement to acknowledgement it can
 * only be longer than the real one, by at most one interval, a write on its way and the first one afterwards. A second interval is added when the
 * outage ends while an attempt is under way that is younger than an interval: see docs/calibration.md, "What is guaranteed".
 */
function measure(history) {
    const ok = history.attempts.filter((attempt) => attempt.outcome === 'ok');
    const outage = longestOutage(history.attempts, history.intervalMs);
    const declared = markTime(history, 'declared-down');
    const promoted = markTime(history, 'promoted');
    const redundant = markTime(history, 'redundancy-restored');
    return {
        writes: {
            attempted: history.attempts.length,
            ok: ok.length,
            fail: history.attempts.filter((attempt) => attempt.outcome === 'fail').length,
            unknown: history.attempts.filter((attempt) => attempt.outcome === 'unknown').length,
        },
        baselineWrites: ok.filter((attempt) => outage === undefined || attempt.endedMs <= outage.fromMs).length,
        rtoMs: outage === undefined ? 0 : outage.toMs === undefined ? undefined : outage.toMs - outage.fromMs,
        detectionMs: declared === undefined || outage === undefined ? undefined : declared - outage.fromMs,
        redundancyGapMs: promoted === undefined || redundant === undefined ? undefined : redundant - promoted,
        loss: history.survivors === undefined ? undefined : measureLoss(history.attempts, new Set(history.survivors), outage),
        resolutionMs: resolution(history),
        clockUncertaintyMs: history.clockUncertaintyMs ?? 0,
        splitBrain: measureSplitBrain(history),
        reads: history.reads === undefined || history.reads.length === 0 ? undefined : countReads(history.reads),
        lag: measureLag(history),
        maxLagBeforeMoveMs: maxLagBeforeMove(history),
    };
}
/**
 * The longest stretch between two acknowledgements in which the database kept a write waiting: an attempt failed, or the
 * acknowledgement took longer than an interval, or nobody saw what happened. A gap without any of these is the probe's own pause
 * and counts as resolution. A hole at the very end is no outage: it tells nothing, and the resolution says so.
 */
function longestOutage(attempts, intervalMs) {
    let longest;
    let lastOkMs;
    let failedSince = false;
    let unseenSince = false;
    for (const attempt of attempts) {
        if (attempt.outcome !== 'ok') {
            if (attempt.isInferred === true)
                unseenSince = true;
            else
                failedSince = true;
            continue;
        }
        const waited = failedSince || unseenSince || attempt.endedMs - attempt.startedMs > intervalMs;
        if (waited && lastOkMs !== undefined && attempt.endedMs - lastOkMs > measure_length(longest)) {
            longest = { fromMs: lastOkMs, toMs: attempt.endedMs };
        }
        lastOkMs = attempt.endedMs;
        failedSince = false;
        unseenSince = false;
    }
    // Writes that never came back outweigh any outage that ended.
    return failedSince && lastOkMs !== undefined ? { fromMs: lastOkMs, toMs: undefined } : longest;
}
function measure_length(outage) {
    return outage?.toMs === undefined ? -1 : outage.toMs - outage.fromMs;
}
function measureLoss(attempts, survivors, outage) {
    const lost = attempts.filter((attempt) => attempt.outcome === 'ok' && !survivors.has(attempt.seq));
    const unknown = attempts.filter((attempt) => attempt.outcome === 'unknown');
    const undetermined = unknown.filter((attempt) => !survivors.has(attempt.seq));
    const firstLost = lost[0];
    const survivedBeforeOutage = attempts.filter((attempt) => attempt.outcome === 'ok' &&
        survivors.has(attempt.seq) &&
        (outage === undefined || attempt.endedMs <= outage.fromMs));
    return {
        lost: lost.map((attempt) => attempt.seq),
        rpoMs: span(attempts, survivors, lost),
        rpoUpperBoundMs: span(attempts, survivors, attempts.filter((attempt) => lost.includes(attempt) || undetermined.includes(attempt))),
        recovered: unknown.length - undetermined.length,
        undetermined: undetermined.length,
        phantom: attempts
            .filter((attempt) => attempt.outcome === 'fail' && survivors.has(attempt.seq))
            .map((attempt) => attempt.seq),
        lostIsSuffix: firstLost === undefined || survivedBeforeOutage.every((attempt) => attempt.seq < firstLost.seq),
    };
}
/** From the newest surviving write before the first missing one to the last missing one; 0 when none is missing. */
function span(attempts, survivors, missing) {
    const first = missing[0];
    const last = missing.at(-1);
    if (first === undefined || last === undefined)
        return 0;
    const newest = attempts.findLast((attempt) => attempt.outcome === 'ok' && attempt.seq < first.seq && survivors.has(attempt.seq));
    // Nothing survived: then everything since the run's first attempt is gone.
    const fromMs = newest?.endedMs ?? attempts[0]?.startedMs ?? first.startedMs;
    return last.endedMs - fromMs;
}
/**
 * The longest time in which nothing was tried, as far as anybody knows. A stalled probe (a busy machine, a paused process) sees less
 * than its interval promises, and so does one whose history has a hole; the report must not hide that.
 */
function resolution(history) {
    let longest = history.intervalMs;
    let previousEndMs;
    let holeFromMs;
    for (const attempt of history.attempts) {
        if (attempt.isInferred === true) {
            holeFromMs ??= Math.min(attempt.startedMs, previousEndMs ?? attempt.startedMs);
            longest = Math.max(longest, attempt.endedMs - holeFromMs);
            continue;
        }
        if (previousEndMs !== undefined)
            longest = Math.max(longest, attempt.startedMs - previousEndMs);
        previousEndMs = attempt.endedMs;
        holeFromMs = undefined;
    }
    return longest;
}


/***/ })

};
