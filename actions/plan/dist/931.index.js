export const id = 931;
export const ids = [931];
export const modules = {

/***/ 5993:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C4: () => (/* binding */ ownLogin),
/* harmony export */   Fu: () => (/* binding */ toolsOf),
/* harmony export */   KL: () => (/* binding */ PAGE),
/* harmony export */   Ng: () => (/* binding */ connect),
/* harmony export */   tH: () => (/* binding */ onceKnown)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2857);
/* harmony import */ var _github_failure__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8054);
/* harmony import */ var _system_clock__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9180);




function toolsOf({ clock = _system_clock__WEBPACK_IMPORTED_MODULE_2__/* .systemClock */ .m, logger }) {
    return { clock, logger };
}
/** A workflow's own token may not ask who it is; its comments are written by this login. */
const ACTIONS_LOGIN = 'github-actions[bot]';
/** As many as GitHub gives at once. */
const PAGE = 100;
const ANSWER_WITHIN_MS = 30_000;
/** A client of GitHub's REST API that never waits longer than 30 seconds for an answer. It does not retry. */
function connect({ token, apiUrl, answerWithinMs = ANSWER_WITHIN_MS }) {
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl: apiUrl });
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
        return zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ login: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() }).parse(data).login;
    }
    catch (error) {
        const { status, kind } = (0,_github_failure__WEBPACK_IMPORTED_MODULE_1__/* .failureOf */ .g5)(error, clock.now());
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


/***/ }),

/***/ 1488:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ GitHubComments)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _github_client__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5993);
/* harmony import */ var _github_failure__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8054);



const commentSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    body: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().default(''),
    html_url: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    user: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ login: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }).nullable(),
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
            per_page: _github_client__WEBPACK_IMPORTED_MODULE_0__/* .PAGE */ .KL,
        });
        return zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(commentSchema)
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
            if ((0,_github_failure__WEBPACK_IMPORTED_MODULE_1__/* .isGone */ .ST)(error))
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
            if (!(0,_github_failure__WEBPACK_IMPORTED_MODULE_1__/* .isGone */ .ST)(error))
                throw error;
        }
    }
}


/***/ }),

/***/ 8054:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ST: () => (/* binding */ isGone),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   g5: () => (/* binding */ failureOf),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9567);

/** GitHub refused, or answered something that this code does not understand. The message says what to do. */
class GitHubError extends Error {
    name = 'GitHubError';
}
const answeredSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    message: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    response: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ headers: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J()) }),
});
// Octokit gives a request that nobody answered the status 500, so only `response` tells it from a real 500.
const unansweredSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ message: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), request: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ method: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }) });
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
        const header = (name) => zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .Yj().optional().parse(response.headers[name]);
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


/***/ }),

/***/ 4236:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pe: () => (/* binding */ withMarker),
/* harmony export */   kM: () => (/* binding */ hiddenPartMarker),
/* harmony export */   rR: () => (/* binding */ withoutMarker),
/* harmony export */   s8: () => (/* binding */ markerKey),
/* harmony export */   ur: () => (/* binding */ readPartMarker),
/* harmony export */   z0: () => (/* binding */ hiddenMarker)
/* harmony export */ });
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


/***/ }),

/***/ 5033:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ WritePace)
/* harmony export */ });
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


/***/ }),

/***/ 6174:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ withRetries)
/* harmony export */ });
/* harmony import */ var _github_failure__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8054);

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
            if (error instanceof _github_failure__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_)
                throw error;
            const failure = (0,_github_failure__WEBPACK_IMPORTED_MODULE_0__/* .failureOf */ .g5)(error, clock.now());
            const pauseMs = pauseAfter(failure, tried);
            if (pauseMs === undefined || pauseMs > LONGEST_PAUSE_MS || tried === TRIES) {
                throw (0,_github_failure__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(what, failure, hints, error);
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


/***/ }),

/***/ 7056:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HL: () => (/* binding */ renderForkNotice),
/* harmony export */   MI: () => (/* binding */ renderWatchdogClosed),
/* harmony export */   NM: () => (/* binding */ renderWatchdogIssue),
/* harmony export */   PE: () => (/* binding */ renderDriftIssue),
/* harmony export */   k3: () => (/* binding */ renderDriftClosed)
/* harmony export */ });
/* unused harmony exports renderBreakGlassIssue, writerText */
/* harmony import */ var _change_details__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(191);
/* harmony import */ var _inline__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8837);
/* harmony import */ var _parts__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9356);
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(776);




const REAL = 'the configuration asks for it: merged, but not applied';
/**
 * Renders what a plan of the default branch finds although nobody asked for a change: the issue of one environment, by kind of the difference.
 */
function renderDriftIssue(plan) {
    const { environment, summary } = plan;
    const ofLabel = (label) => summary.changes.filter((change) => change.label === label);
    const real = [...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .changePieces */ .gS)(ofLabel('real')), ...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .outputPieces */ .Xk)(summary.outputs)];
    // What Terraform would put back stands among the changes as well; it is shown once.
    const changed = new Set(summary.changes.map(({ address }) => address));
    const drift = summary.drift.filter(({ address }) => !changed.has(address));
    const groups = [
        group('⚠️ Role change', _change_details__WEBPACK_IMPORTED_MODULE_0__/* .LABEL_MEANING */ .zL['role change'], ROLE_CHANGE_ADVICE, (0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .changePieces */ .gS)(ofLabel('role change'))),
        group('Drift', _change_details__WEBPACK_IMPORTED_MODULE_0__/* .LABEL_MEANING */ .zL.drift, DRIFT_ADVICE, [
            ...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .changePieces */ .gS)(ofLabel('drift')),
            ...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .driftPieces */ .N5)(drift.filter(({ label }) => label === 'drift')),
        ]),
        group('Real', REAL, REAL_ADVICE, real),
        group('Expected after failover', _change_details__WEBPACK_IMPORTED_MODULE_0__/* .LABEL_MEANING */ .zL['expected after failover'], EXPECTED_ADVICE, [
            ...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .changePieces */ .gS)(ofLabel('expected after failover')),
            ...(0,_change_details__WEBPACK_IMPORTED_MODULE_0__/* .driftPieces */ .N5)(drift.filter(({ label }) => label === 'expected after failover')),
        ]),
    ].filter(({ number }) => number > 0);
    const kinds = groups.map(({ title, number }) => `${number} ${title.toLowerCase()}`).join(', ');
    return {
        title: titleOf(`${environment} is not as its configuration says`),
        body: (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .onePart */ .Sp)(`## ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(environment)}: ${kinds === '' ? 'differs' : kinds}`, [
            (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(`Writes go to ${writerText(plan.writer, plan.homeRegion)}. Nothing was changed: this is what a plan that only looks finds.`),
            ...groups.flatMap(({ sections }) => sections),
            ...(summary.omittedChanges === 0
                ? []
                : [(0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(`… and ${summary.omittedChanges} more changes, which are counted and not shown.`)]),
        ], (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .footer */ .qr)({ commit: plan.commit, runUrl: plan.runUrl })),
    };
}
/** The comment with which the issue is closed. */
function renderDriftClosed({ environment, ...origin }) {
    return (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .onePart */ .Sp)(`✅ ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(environment)} is as its configuration says.`, [], (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .footer */ .qr)(origin));
}
/** Renders the issue of the watchdog; `findings` are shown in the order of their ids. */
function renderWatchdogIssue(findings, origin = { commit: undefined, runUrl: undefined }) {
    const sorted = [...findings].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    const pieces = sorted.map((finding) => ({
        text: () => `- **${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(finding.sentence)}** (${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(finding.id)})\n  ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(finding.whatToDo)}${finding.link === undefined ? '' : ` ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)('Look here.', finding.link)}`}`,
        changes: 1,
    }));
    return {
        title: titleOf(`The pipeline needs attention: ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(findings.length, 'finding')}`),
        body: (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .onePart */ .Sp)('## What should have happened by now', [{ ...(0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .plainSection */ .y9)(pieces), between: '\n' }], (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .footer */ .qr)(origin)),
    };
}
/** The comment with which the watchdog's issue is closed. */
function renderWatchdogClosed(origin = { commit: undefined, runUrl: undefined }) {
    return (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .onePart */ .Sp)('✅ Nothing is overdue any more.', [], (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .footer */ .qr)(origin));
}
/** Renders the issue that is left for an audit before anything is applied. */
function renderBreakGlassIssue(glass) {
    return {
        title: titleOf(`Break-glass: risky changes of ${glass.environment} are applied without a fresh drill`),
        body: onePart(`## The drill gate of ${code(glass.environment)} was overridden`, [
            // The one who did it is to be called, and is the only one: GitHub gave the name.
            paragraph(`By ${mention(glass.actor)}${glass.pullRequest === undefined ? '' : `, for pull request #${glass.pullRequest}`}, in ${link('this run', glass.runUrl)}. The rules of disaster recovery were not overridden.`),
            paragraph(`**Reason given:** ${glass.reason.trim() === '' ? 'none' : sentence(glass.reason)}`),
            list('What the gate said:', glass.concerns.map(sentence)),
            list('Risky changes:', glass.risky.map(code)),
            paragraph('**What to do:** drill this environment as soon as it is safe, look at what was applied, and close this issue with what came of both. No workflow changes or closes it.'),
        ], footer({ commit: glass.commit, runUrl: glass.runUrl })),
    };
}
/** Renders what a pull request from a fork is told. */
function renderForkNotice(origin = { commit: undefined, runUrl: undefined }) {
    return (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .onePart */ .Sp)('## Plan: ⏹️ not made for a fork', [
        (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)('Planning runs the code of a pull request with access to the account, so a pull request from a fork is given no credentials and is not planned. The checks that need no credentials do run.'),
        (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)('**What a maintainer has to do:** read the whole change, above all `terraform/`, `actions/` and `.github/`. If it may run, push its commits to a branch of this repository and open a pull request from there; it is planned like any other. Do not merge this one without a plan: its apply stops, because nothing was reviewed.'),
    ], (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .footer */ .qr)(origin));
}
/** Where writes go, for a sentence or a cell. */
function writerText(writer, homeRegion) {
    switch (writer.state) {
        case 'known':
            return writer.region === homeRegion
                ? (0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(writer.region)
                : `${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(writer.region)} (⚠️ away from home, ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(homeRegion)})`;
        case 'none':
            return 'no region: there is no database yet';
        case 'moving': {
            const from = writer.from === undefined ? '' : ` from ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(writer.from)}`;
            const to = writer.to === undefined ? '' : ` to ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(writer.to)}`;
            return `⚠️ a region that is changing: the writer is moving${from}${to}`;
        }
        case 'unknown':
            return `❔ an unknown region: ${(0,_inline__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(writer.reason)}`;
    }
}
const ROLE_CHANGE_ADVICE = 'Do not apply it. Move the writer home with a switchover drill, or make the present region the home region in the environment’s file.';
const DRIFT_ADVICE = 'Apply the default branch to put it back, or write the change into the configuration.';
const REAL_ADVICE = 'Look for a merged commit whose apply failed or never ran, and run its apply again.';
const EXPECTED_ADVICE = 'Nothing, until the writer is home again; it then disappears by itself.';
function group(title, meaning, advice, pieces) {
    return {
        title,
        number: pieces.length,
        sections: [
            (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(`### ${title}\n\n${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}. **What to do:** ${advice}`),
            (0,_parts__WEBPACK_IMPORTED_MODULE_2__/* .plainSection */ .y9)(pieces),
        ],
    };
}
function list(title, items) {
    const pieces = items.map((item) => ({ text: () => `- ${item}`, changes: 1 }));
    return { ...plainSection(pieces), open: `**${title}**\n\n`, reopen: '', between: '\n' };
}
/** A login that may be called; GitHub's have no other characters. */
function mention(login) {
    return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(login) ? `@${login}` : code(login);
}
/** GitHub takes 256 characters, and reads no Markdown in them. */
function titleOf(text) {
    return (0,_visible__WEBPACK_IMPORTED_MODULE_3__/* .visibleLine */ .P8)((0,_visible__WEBPACK_IMPORTED_MODULE_3__/* .cut */ .Jj)(text, _inline__WEBPACK_IMPORTED_MODULE_1__/* .LONGEST_NAME */ .B6)).slice(0, 250);
}


/***/ })

};
