export const id = 214;
export const ids = [214];
export const modules = {

/***/ 2530:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  comment: () => (/* binding */ comment),
  forkNotice: () => (/* binding */ forkNotice)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __webpack_require__(3360);
// EXTERNAL MODULE: ./src/adapters/actions-job-summary.ts
var actions_job_summary = __webpack_require__(4392);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./src/adapters/github-client.ts
var github_client = __webpack_require__(5993);
// EXTERNAL MODULE: ./src/adapters/github-marker.ts
var github_marker = __webpack_require__(4236);
;// CONCATENATED MODULE: ./src/adapters/github-comment-parts.ts

/** So often what was written is compared with what is there; then somebody who keeps writing at the same time is left to it. */
const LOOKS = 3;
/** The bodies of the comments that a text becomes. */
function partBodies({ marker, parts, generation }) {
    const key = (0,github_marker/* markerKey */.s8)(marker);
    return parts.map((text, index) => (0,github_marker/* withMarker */.Pe)(text, (0,github_marker/* hiddenPartMarker */.kM)({ key, part: index + 1, parts: parts.length, generation })));
}
/**
 * Keeps several comments as one text. GitHub can neither write them at once nor compare before it writes, so: the first part, which tells the
 * generation, is written first; each step looks before it writes, so that one whose answer was lost is not done twice; and the whole is
 * looked at again at the end, because another run may have written at the same time. Runs agree on what stays: of the same part the newest
 * generation, and of the same generation the oldest comment, which is the one that people have linked to.
 *
 * @param login whose comments are ours
 * @param retry runs one step, again after a failure that passes
 */
async function keepParts(text, comments, login, retry) {
    const { marker, generation } = text;
    const bodies = partBodies(text);
    const look = async () => (await comments.by(await login()))
        .flatMap((comment) => {
        const found = (0,github_marker/* readPartMarker */.ur)(comment.body, marker);
        return found === undefined ? [] : [{ ...found, comment }];
    })
        .sort((a, b) => b.generation - a.generation || a.comment.id - b.comment.id);
    let kept = await retry(look);
    if (isNewerThan(generation, kept))
        return superseded(bodies, kept);
    const posted = [];
    for (const [index, body] of bodies.entries()) {
        let isFresh = index === 0;
        const one = await retry(async () => {
            const isSame = (existing) => existing !== undefined && (0,github_marker/* withoutMarker */.rR)(existing.comment.body) === (0,github_marker/* withoutMarker */.rR)(body);
            const seen = partOf(kept, index + 1);
            // The first part has to tell the newest generation; the others need not be touched for that.
            if (isSame(seen) && (index > 0 || seen.comment.body === body)) {
                return { url: seen.comment.html_url, outcome: 'unchanged' };
            }
            if (!isFresh)
                kept = await look();
            isFresh = false;
            if (isNewerThan(generation, kept))
                return undefined;
            const existing = partOf(kept, index + 1);
            const updated = existing === undefined ? undefined : await comments.update(existing.comment.id, body);
            if (updated !== undefined)
                return { url: updated.html_url, outcome: isSame(existing) ? 'unchanged' : 'updated' };
            return { url: (await comments.create(body)).html_url, outcome: 'created' };
        });
        if (one === undefined)
            break;
        posted.push(one);
    }
    for (let looks = 0; looks < LOOKS; looks++) {
        kept = await retry(look);
        const isSuperseded = isNewerThan(generation, kept);
        const total = isSuperseded ? partOf(kept, 1)?.parts : bodies.length;
        const surplus = kept.filter((one) => one.generation <= generation && (partOf(kept, one.part) !== one || one.part > (total ?? Number.MAX_VALUE)));
        const spoilt = kept.filter((one) => {
            const body = bodies[one.part - 1];
            if (isSuperseded || body === undefined || surplus.includes(one))
                return false;
            return (0,github_marker/* withoutMarker */.rR)(one.comment.body) !== (0,github_marker/* withoutMarker */.rR)(body) || (one.part === 1 && one.comment.body !== body);
        });
        for (const { comment } of surplus)
            await retry(() => comments.delete(comment.id));
        // An older run wrote over it at the same moment.
        for (const { comment, part } of spoilt)
            await retry(() => comments.update(comment.id, bodies[part - 1] ?? ''));
        if (isSuperseded)
            return superseded(bodies, kept);
        if (surplus.length + spoilt.length === 0)
            break;
    }
    // A newer run began to write in between, and its comments are gone again.
    return posted.length < bodies.length ? superseded(bodies, kept) : posted;
}
function isNewerThan(generation, kept) {
    return kept.some((one) => one.generation > generation);
}
/** @param kept in the order of precedence */
function partOf(kept, part) {
    return kept.find((one) => one.part === part);
}
function superseded(bodies, kept) {
    const first = partOf(kept, 1) ?? kept[0];
    return bodies.map((_body, index) => ({
        url: (partOf(kept, index + 1) ?? first)?.comment.html_url ?? '',
        outcome: 'superseded',
    }));
}

// EXTERNAL MODULE: ./src/adapters/github-comments.ts
var github_comments = __webpack_require__(1488);
// EXTERNAL MODULE: ./src/adapters/github-failure.ts
var github_failure = __webpack_require__(8054);
// EXTERNAL MODULE: ./src/adapters/github-pace.ts
var github_pace = __webpack_require__(5033);
// EXTERNAL MODULE: ./src/adapters/github-retry.ts
var github_retry = __webpack_require__(6174);
;// CONCATENATED MODULE: ./src/adapters/github-pull-request.ts








/** GitHub refuses longer comments. In characters. */
const LONGEST_COMMENT = 65_536;
const pullSchema = schemas/* object */.Ikc({
    number: schemas/* number */.aig(),
    merged_at: schemas/* string */.YjP().nullable(),
    merge_commit_sha: schemas/* string */.YjP().nullable(),
    head: schemas/* object */.Ikc({ sha: schemas/* string */.YjP() }),
});
const COMMENT_HINTS = {
    401: 'the token is not valid; give the action the github-token of this job',
    403: 'the token lacks a permission; the job needs "pull-requests: write", and a pull request from a fork never gets it',
    404: 'the pull request does not exist, or the token may not see it; check the repository and "pull-requests: write"',
    410: 'the conversation was deleted; open the pull request again or a new one',
    422: 'GitHub does not accept the comment; unlock the conversation if it is locked, or make the text shorter',
};
const FIND_HINTS = {
    401: COMMENT_HINTS[401],
    403: 'the token lacks a permission; the job needs "pull-requests: write" and "contents: read"',
    404: 'the repository does not exist, or the token may not see it; the job needs "contents: read"',
    410: 'the repository is gone; check GITHUB_REPOSITORY',
    422: 'GitHub does not know the commit; push it before this job runs',
};
/**
 * The pull request `number`, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
function githubPullRequest(options, number) {
    const octokit = (0,github_client/* connect */.Ng)(options);
    const tools = (0,github_client/* toolsOf */.Fu)(options);
    const comments = new github_comments/* GitHubComments */.g(octokit, options, number, new github_pace/* WritePace */.$(tools.clock));
    const login = (0,github_client/* onceKnown */.tH)(() => (0,github_client/* ownLogin */.C4)(octokit, tools.clock));
    const retry = (work) => (0,github_retry/* withRetries */.L)(`comment on pull request #${number}`, COMMENT_HINTS, tools, work);
    const upsert = async (hidden, body) => {
        const own = (await comments.by(await login())).find((comment) => comment.body.trimEnd().endsWith(`\n${hidden}`));
        if (own?.body === body)
            return { url: own.html_url, outcome: 'unchanged' };
        const updated = own === undefined ? undefined : await comments.update(own.id, body);
        if (updated !== undefined)
            return { url: updated.html_url, outcome: 'updated' };
        return { url: (await comments.create(body)).html_url, outcome: 'created' };
    };
    return {
        number,
        async upsertComment(marker, text) {
            const hidden = (0,github_marker/* hiddenMarker */.z0)(marker);
            const body = (0,github_marker/* withMarker */.Pe)(text, hidden);
            checkLength(marker, body);
            return retry(() => upsert(hidden, body));
        },
        async upsertComments(marker, parts, generation) {
            if (parts.length === 0)
                throw new github_failure/* GitHubError */.y_(`the comment "${marker}" has no part; give it a text`);
            if (!Number.isSafeInteger(generation) || generation < 0) {
                throw new github_failure/* GitHubError */.y_(`the comment "${marker}" has the generation ${generation}; it is a whole number from 0`);
            }
            const text = { marker, parts, generation };
            for (const body of partBodies(text))
                checkLength(marker, body);
            return keepParts(text, comments, login, retry);
        },
    };
}
function checkLength(marker, body) {
    if (body.length <= LONGEST_COMMENT)
        return;
    throw new github_failure/* GitHubError */.y_(`the comment "${marker}" has ${body.length} characters, GitHub takes ${LONGEST_COMMENT}; shorten the text`);
}
/** Finds merged pull requests through GitHub's API. @throws GitHubError (from its methods), as {@link githubPullRequest} */
function githubPullRequestFinder(options) {
    const octokit = connect(options);
    const find = async (commitSha) => {
        const pulls = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
            owner: options.owner,
            repo: options.repo,
            commit_sha: commitSha,
            per_page: PAGE,
        });
        const merged = z
            .array(pullSchema)
            .parse(pulls)
            .filter((pull) => pull.merged_at !== null);
        // A commit can sit in several pull requests, for example one into a branch that was merged later.
        const found = merged.find((pull) => pull.merge_commit_sha === commitSha) ?? merged[0];
        return found === undefined ? undefined : { ...githubPullRequest(options, found.number), headSha: found.head.sha };
    };
    return {
        findMerged: (commitSha) => withRetries(`look for the pull request of commit ${commitSha}`, FIND_HINTS, toolsOf(options), () => find(commitSha)),
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/adapters/plan-result-files.ts


/** The results of the plan jobs cannot be read; the message names the file. */
class PlanResultFilesError extends Error {
    name = 'PlanResultFilesError';
}
/** Longer files are not read into memory; what is handed in instead is no result, and is told as such. In bytes. */
const LONGEST_RESULT = 64_000_000;
/**
 * Reads `plan-<environment>/result.json` below a directory, as artifacts are downloaded.
 *
 * @returns the texts, by environment; none when the directory does not exist, because then no plan job left anything
 * @throws PlanResultFilesError
 */
async function planResultFiles(directory) {
    const results = new Map();
    for (const name of await namesIn(directory)) {
        const environment = /^plan-(.+)$/.exec(name)?.[1];
        if (environment === undefined)
            continue;
        const file = (0,external_node_path_.join)(directory, name, 'result.json');
        try {
            results.set(environment, (await (0,promises_.stat)(file)).size > LONGEST_RESULT ? '' : await (0,promises_.readFile)(file, 'utf8'));
        }
        catch (cause) {
            throw new PlanResultFilesError(`${file} cannot be read`, { cause });
        }
    }
    return results;
}
async function namesIn(directory) {
    try {
        return await (0,promises_.readdir)(directory);
    }
    catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
            return [];
        throw error;
    }
}

// EXTERNAL MODULE: ./src/report/issue-texts.ts
var issue_texts = __webpack_require__(7056);
// EXTERNAL MODULE: ./src/plan/environment-plan.ts
var environment_plan = __webpack_require__(3524);
// EXTERNAL MODULE: ./src/report/visible.ts
var visible = __webpack_require__(776);
;// CONCATENATED MODULE: ./src/report/plan-results.ts


/** In characters. The largest plans leave most of their changes out, so nothing of ours is as long. */
const plan_results_LONGEST_RESULT = 32_000_000;
/** So many results of environments that nobody asked for are named. */
const MOST_STRANGERS = 5;
/**
 * Reads what plan jobs handed over. Those jobs run the code of a pull request, so nothing in it is believed: what does not fit becomes an error
 * of that environment, which is told in the comment.
 *
 * @param files    the texts, by the environment that their artifact is named after
 * @param expected the environments that were to be planned
 */
function readPlanResults(files, expected) {
    const wanted = [...new Set(expected)];
    const strangers = [...files.keys()].filter((name) => !wanted.includes(name)).sort();
    const unnamed = strangers.length - MOST_STRANGERS;
    return {
        plans: [
            ...wanted.flatMap((environment) => {
                const text = files.get(environment);
                return text === undefined ? [] : [readResult(environment, text)];
            }),
            ...strangers
                .slice(0, MOST_STRANGERS)
                .map((name) => refused((0,visible/* cut */.Jj)(name, 100), 'a result was handed over for an environment that this pull request does not plan')),
            ...(unnamed > 0
                ? [
                    refused('…', `${unnamed} more results were handed over for environments that this pull request does not plan`),
                ]
                : []),
        ],
        missing: wanted.filter((environment) => !files.has(environment)),
    };
}
function readResult(environment, text) {
    if (text.length > plan_results_LONGEST_RESULT)
        return refused(environment, `the result of its plan job has ${text.length} characters, at most ${plan_results_LONGEST_RESULT} are read`);
    let json;
    try {
        json = JSON.parse(text);
    }
    catch {
        // The parser's own message quotes the text.
        return refused(environment, 'the result of its plan job is not JSON');
    }
    const result = environment_plan/* environmentPlanSchema */.c.safeParse(json);
    if (!result.success) {
        const [issue] = result.error.issues;
        const where = (0,visible/* visibleLine */.P8)((0,visible/* cut */.Jj)((issue?.path ?? []).map(String).join('.'), 200));
        return refused(environment, `the result of its plan job is not one: ${where === '' ? 'it' : where} is not as it has to be`);
    }
    if (result.data.environment !== environment)
        return refused(environment, `the result of its plan job is for another environment, ${(0,visible/* visibleLine */.P8)((0,visible/* cut */.Jj)(JSON.stringify(result.data.environment), 100))}`);
    return result.data;
}
function refused(environment, error) {
    return {
        status: 'failed',
        environment,
        error: `${error}. What it says is not shown. Look at the log of the plan job, and whether the pull request changes what that job runs.`,
    };
}

// EXTERNAL MODULE: ./src/report/plans-comment.ts + 4 modules
var plans_comment = __webpack_require__(4018);
;// CONCATENATED MODULE: ./actions/plan/src/run-comment.ts


/** Tells the pull request of all plans, in one comment. @returns its address */
async function runComment(request, ports) {
    const results = readPlanResults(await ports.results(), request.expected);
    // First, so that the plans can be read also where GitHub refuses the comment.
    await ports.summary.write((0,plans_comment/* renderPlanSummary */.O)(results, request.origin));
    const parts = (0,plans_comment/* renderPlanComment */.z)(results, request.origin);
    const posted = await ports.pullRequest.upsertComments('plan', parts, request.generation);
    ports.logger.info(`${posted.length} comments: ${posted.map(({ outcome }) => outcome).join(', ')}`);
    return posted[0]?.url;
}

;// CONCATENATED MODULE: ./actions/plan/src/modes/comment.ts







async function comment({ expected, resultDirectory, token }, context) {
    const { commit, runUrl, generation } = context;
    const url = await runComment({ expected, origin: { commit, runUrl }, generation }, {
        results: () => planResultFiles(resultDirectory),
        pullRequest: pullRequestOf(token, context),
        summary: actions_job_summary/* actionsJobSummary */.P,
        logger: actions_logger/* actionsLogger */.M,
    });
    core/* setOutput */.uH('comment-url', url ?? '');
}
async function forkNotice({ token }, context) {
    const posted = await pullRequestOf(token, context).upsertComment('fork-notice', (0,issue_texts/* renderForkNotice */.HL)());
    core/* setOutput */.uH('comment-url', posted.url);
}
function pullRequestOf(token, { repository, pullRequest }) {
    if (pullRequest === undefined)
        throw new Error('this mode comments on a pull request, but the event is not about one; run it on pull_request');
    return githubPullRequest({ token, ...repository, logger: actions_logger/* actionsLogger */.M }, pullRequest);
}


/***/ }),

/***/ 4392:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ actionsJobSummary)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3360);

/** The summary of the present job. */
const actionsJobSummary = {
    async write(markdown) {
        await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(markdown, true).write();
    },
};


/***/ }),

/***/ 4632:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ actionsLogger)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3360);

/** Writes to the log of a workflow run; values registered with `core.setSecret` are masked by the runner. */
const actionsLogger = {
    debug: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .debug */ .Yz(message);
    },
    info: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(message);
    },
    warn: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(message);
    },
    error: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3(message);
    },
    group: (title, work) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .group */ .Os(title, work),
};


/***/ }),

/***/ 9180:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(643);
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_1__);


/** The machine's clocks. */
const systemClock = {
    now: () => new Date(),
    monotonicMs: () => node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__.performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
        }
        catch (error) {
            if (signal?.aborted !== true)
                throw error;
        }
    },
};


/***/ }),

/***/ 191:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N5: () => (/* binding */ driftPieces),
/* harmony export */   TI: () => (/* binding */ isDestructive),
/* harmony export */   Xk: () => (/* binding */ outputPieces),
/* harmony export */   aG: () => (/* binding */ wordOf),
/* harmony export */   gS: () => (/* binding */ changePieces),
/* harmony export */   uA: () => (/* binding */ summaryPieces),
/* harmony export */   x8: () => (/* binding */ signed),
/* harmony export */   zL: () => (/* binding */ LABEL_MEANING)
/* harmony export */ });
/* harmony import */ var _code_block__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9173);
/* harmony import */ var _inline__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8837);
/* harmony import */ var _markdown_table__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9132);
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(776);




/** So much of one resource's diff is shown, in characters: one must not displace all others. */
const LONGEST_DIFF = 10_000;
/** Longest line of a diff, in characters. */
const LONGEST_LINE = 500;
const SIGN = {
    create: '+ ',
    update: '~ ',
    replace: '-/+ ',
    delete: '- ',
    forget: '× ',
    read: '<= ',
    'no-op': '',
};
const WORD = {
    create: 'create',
    update: 'change',
    replace: 'replace',
    delete: 'destroy',
    forget: 'forget',
    read: 'read',
    'no-op': 'no change',
};
/** What each label besides `real` means, for the reader of a diff. */
const LABEL_MEANING = {
    drift: 'somebody changed the resource outside of Terraform',
    'expected after failover': 'a swap of the roles explains what differs',
    'role change': 'applying it would undo a swap of the roles',
};
/** Whether a change takes something away. */
function isDestructive({ action }) {
    return action === 'delete' || action === 'replace' || action === 'forget';
}
/** `~ aws_sns_topic.a`, and what is done. */
function signed(action, name) {
    return `${SIGN[action]}${name}`;
}
/** What is done to a resource, in words. */
function wordOf({ action, isImport, movedFrom }) {
    if (action !== 'no-op')
        return WORD[action];
    return isImport ? 'import' : movedFrom === undefined ? WORD[action] : 'move';
}
/** Everything that a plan does and finds, one piece for each resource and output; destructive changes first. */
function summaryPieces(summary) {
    return [
        ...summary.changes.map((change) => piece(() => renderChange(change))),
        ...group('**Outputs**', summary.outputs, renderOutput),
        ...group('**What differs from Terraform’s state**', summary.drift, renderDrift),
        ...(summary.omittedChanges === 0
            ? []
            : [
                {
                    text: () => `… and ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(summary.omittedChanges, 'more change')}, counted above and too many to be handed over; the log of the plan job names all of them.`,
                    changes: summary.omittedChanges,
                },
            ]),
    ];
}
/** Pieces for a list of drift, as the issue shows it. */
function driftPieces(drift) {
    return drift.map((each) => piece(() => renderDrift(each)));
}
/** Pieces for a list of changes. */
function changePieces(changes) {
    return changes.map((change) => piece(() => renderChange(change)));
}
/** Pieces for a list of outputs. */
function outputPieces(outputs) {
    return outputs.map((output) => piece(() => renderOutput(output)));
}
function piece(text) {
    return { text, changes: 1 };
}
/** The title stands in the first piece, so that it never ends a part alone. */
function group(title, items, render) {
    return items.map((item, index) => piece(() => (index === 0 ? `${title}\n\n${render(item)}` : render(item))));
}
function renderChange(change) {
    const title = signed(change.action, change.address);
    const notes = [
        ...(change.isImport && change.action !== 'no-op' ? [['import', '']] : []),
        ...(change.movedFrom === undefined ? [] : [['moved from', change.movedFrom]]),
        ...(change.deposed === undefined
            ? []
            : [['deposed object, left behind by a failed replacement:', change.deposed]]),
        ...(change.reason === undefined ? [] : [[change.reason, '']]),
    ];
    return fold(title, wordOf(change), change.label, notes, change.attributes);
}
function renderOutput({ name, action, attributes }) {
    return fold(signed(action, `output ${name}`), WORD[action], 'real', [], attributes);
}
function renderDrift({ address, action, label, attributes }) {
    const word = action === 'delete' ? 'is gone' : 'was changed';
    return fold(signed(action, address), word, label, [], attributes);
}
function fold(title, word, label, notes, attributes) {
    if (attributes.length === 0) {
        const said = notes.map(([note, name]) => (name === '' ? (0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .sentence */ .em)(note) : `${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .sentence */ .em)(note)} ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(name)}`));
        const mark = label === 'real' ? '' : `, **${label}**`;
        return `- ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
    }
    const said = notes.map(([note, name]) => {
        const text = (0,_markdown_table__WEBPACK_IMPORTED_MODULE_1__/* .htmlText */ .js)((0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .cut */ .Jj)(note, _inline__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST_SENTENCE */ .Hy));
        return name === '' ? text : `${text} ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .htmlCode */ .h8)(name)}`;
    });
    const mark = label === 'real' ? '' : `, <b>${label}</b>`;
    const summary = `${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .htmlCode */ .h8)(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
    return `<details><summary>${summary}</summary>\n\n${(0,_code_block__WEBPACK_IMPORTED_MODULE_3__/* .codeBlock */ .D)(diff(attributes), 'diff')}\n\n</details>`;
}
function diff(attributes) {
    const shown = [];
    let length = 0;
    let left = 0;
    for (const attribute of attributes) {
        // Once the first one did not fit, the others are only counted.
        const lines = left > 0 ? [] : diffLines(attribute);
        length += lines.reduce((sum, line) => sum + line.length + 1, 0);
        if (left > 0 || length > LONGEST_DIFF)
            left += 1;
        else
            shown.push(...lines);
    }
    return [...shown, ...(left === 0 ? [] : [`# … and ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(left, 'more attribute')}`])].join('\n');
}
function diffLines({ path, before, after, forcesReplacement }) {
    const name = line(path === '' ? 'value' : path);
    const force = forcesReplacement ? '   # forces replacement' : '';
    return [
        ...(before === undefined ? [] : [`- ${name} = ${line(before)}${force}`]),
        ...(after === undefined ? [] : [`+ ${name} = ${line(after)}${before === undefined ? force : ''}`]),
    ];
}
/** One line, whatever is in it: a second one could pass for a line of the diff. */
function line(text) {
    return (0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .visibleLine */ .P8)((0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .cut */ .Jj)(text, LONGEST_LINE));
}


/***/ }),

/***/ 9173:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ codeBlock)
/* harmony export */ });
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(776);

/**
 * Text in a fence that the text cannot close: longer than any run of backticks in it. What nobody would see is shown as codes, so that a
 * comment reads as what it is.
 */
function codeBlock(text, language) {
    const shown = (0,_visible__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text);
    let longest = 2;
    for (const [run] of shown.matchAll(/`{3,}/g))
        longest = Math.max(longest, run.length);
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${shown}\n${fence}`;
}


/***/ }),

/***/ 8837:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ linkInto),
/* harmony export */   B6: () => (/* binding */ LONGEST_NAME),
/* harmony export */   Hy: () => (/* binding */ LONGEST_SENTENCE),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   Vc: () => (/* binding */ minute),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   h8: () => (/* binding */ htmlCode),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   qr: () => (/* binding */ footer)
/* harmony export */ });
/* harmony import */ var _markdown_table__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9132);
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(776);


/** Longest name (address, region, rule …) and longest sentence of others that is shown whole; in characters. */
const LONGEST_NAME = 300;
const LONGEST_SENTENCE = 1_000;
/** A name in a code span, for example an address; GitHub looks for mentions and links in none. */
function code(text) {
    const name = (0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .visibleLine */ .P8)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_NAME)).trim();
    // In a table a pipe ends the cell even inside of a code span, and backticks end the span.
    return name === '' || /[`|]/.test(name) ? `<code>${(0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(name)}</code>` : `\`${name}\``;
}
/** A name inside an HTML element on a line of its own, as a summary is. */
function htmlCode(text) {
    return `<code>${(0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .htmlCodeText */ .GF)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_NAME))}</code>`;
}
/** Words of others, not longer than they can be read. */
function sentence(text) {
    return (0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_SENTENCE));
}
/** A link, if the address is one of the web; otherwise its text alone. */
function link(text, address) {
    const target = webAddress(address);
    return target === undefined ? sentence(text) : `[${sentence(text)}](${target})`;
}
/**
 * The same for an address that a job of a pull request handed over: it leads only into the repository that `run` is in, so that a comment of ours
 * cannot be made to send its reader elsewhere.
 */
function linkInto(run, text, address) {
    const repository = /^https?:\/\/[^/]+\/[^/]+\/[^/]+\//.exec(run ?? '')?.[0];
    // Compared as it will be followed: `/../` leads out of the repository.
    const isInside = repository !== undefined && webAddress(address)?.startsWith(repository) === true;
    return isInside ? link(text, address) : sentence(text);
}
/** The last line of a text: commit and run. */
function footer({ commit, runUrl }) {
    const parts = [
        ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
        ...(runUrl === undefined ? [] : [link('run', runUrl)]),
    ];
    return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}
/** `1 resource`, `3 resources`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number} ${number === 1 ? noun : plural}`;
}
/** A time as `2026-01-04 09:23 UTC`; what is no time is shown as it is. */
function minute(time) {
    const date = new Date(time);
    return Number.isNaN(date.getTime()) ? sentence(time) : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
function webAddress(address) {
    if (address === undefined || address.length > 2_000 || !URL.canParse(address))
        return undefined;
    const url = new URL(address);
    if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '')
        return undefined;
    return url.href.replace(/[()<>[\]\\|`$\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}


/***/ }),

/***/ 9132:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GF: () => (/* binding */ htmlCodeText),
/* harmony export */   PP: () => (/* binding */ tableHead),
/* harmony export */   jD: () => (/* binding */ tableRow),
/* harmony export */   js: () => (/* binding */ htmlText),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/* unused harmony export table */
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(776);

/** A Markdown table; cells are made harmless here, so callers pass plain text. */
function table(header, rows) {
    return [tableHead(header), ...rows.map((cells) => tableRow(cells.map(plainText)))].join('\n');
}
/** The first two lines of a table. */
function tableHead(header) {
    return `${tableRow(header.map(plainText))}\n|${header.map(() => ' --- ').join('|')}|`;
}
/** A line of a table, of Markdown that is harmless already. */
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** Shows nothing, and keeps GitHub from seeing what is before and what is behind it as one. */
const SEPARATOR = '\u200b';
/**
 * What GitHub makes something of after Markdown is read, wherever it stands in a text: mentions and e-mail addresses (`@`), issues (`#12`,
 * `owner/repository#12`), `GH-12` and advisories, commits (seven hexadecimal digits or more), addresses (`://`, `www.`) and emoji (`:name:`).
 */
const READ_BY_GITHUB = String.raw `[@#]|:(?=//|[\w+-]+:)|www(?=\.)|(?:gh|ghsa|cve)-(?=\w)|[0-9a-f]{7,}`;
const IN_HTML = new RegExp(String.raw `[&<>"'$]|${READ_BY_GITHUB}`, 'gi');
const IN_MARKDOWN = new RegExp(String.raw `[&<>|$\`\\*_[\]~]|${READ_BY_GITHUB}`, 'gi');
/** Text for inside an HTML element on a line of its own, where Markdown is not read: no line break, tag, mention or link. */
function htmlText(text) {
    return inOneLine(text).replace(IN_HTML, (found) => {
        if (found === '$')
            return DOLLAR;
        return /^[&<>"']$/.test(found) ? entity(found) : separated(found);
    });
}
/** Text for inside a code element, where GitHub looks for no mention and no link, so that a name can be copied as it is. */
function htmlCodeText(text) {
    return inOneLine(text).replace(/[&<>"'$]/g, (found) => (found === '$' ? DOLLAR : entity(found)));
}
/** Text that cannot break out of its place in Markdown, call anybody or lead anywhere: no line break, table cell, markup, mention, link or HTML. */
function plainText(text) {
    return inOneLine(text)
        .replace(IN_MARKDOWN, (found) => {
        if (found === '$')
            return DOLLAR;
        if (/^[&<>|`]$/.test(found))
            return entity(found);
        if (found === '#')
            return `\\${separated(found)}`;
        return /^[\\*_[\]~]$/.test(found) ? `\\${found}` : separated(found);
    })
        .replace(/^[-+=](?=[-+=\s]|$)/, '\\$&')
        .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
/** A dollar sign begins mathematics, escaped or not; this is GitHub's own way to write one. */
const DOLLAR = '<span>$</span>';
function inOneLine(text) {
    return (0,_visible__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text.replace(/[\r\n\t ]+/g, ' ').replace(/^ | $/g, ''));
}
function entity(character) {
    return `&#${character.charCodeAt(0)};`;
}
function separated(found) {
    // A part of a commit's name may be the name of another commit, so no part is long enough to be one.
    return /^[0-9a-f]{7,}$/i.test(found) ? found.replace(/.{6}(?!$)/g, `$&${SEPARATOR}`) : `${found}${SEPARATOR}`;
}


/***/ }),

/***/ 9356:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   Sp: () => (/* binding */ onePart),
/* harmony export */   W$: () => (/* binding */ COMMENT_LIMIT),
/* harmony export */   v8: () => (/* binding */ layOut),
/* harmony export */   y9: () => (/* binding */ plainSection)
/* harmony export */ });
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


/***/ }),

/***/ 776:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   P8: () => (/* binding */ visibleLine),
/* harmony export */   RK: () => (/* binding */ visible)
/* harmony export */ });
/** Control and format characters, those that turn the direction of writing, and all that show nothing: each can make a text read as another one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?<=\p{M}{4})\p{M}/gu;
/** Most texts are plain ASCII, or cut by ourselves, and looked at no further. */
const NOT_PLAIN = /[^\n\x20-\x7e…]/;
/**
 * The text with every character that nobody would see shown as its code, so that it reads as what it is; line breaks stay. Of marks that are
 * piled on one letter the fifth and all further ones are shown as codes too: they would cover the lines above.
 */
function visible(text) {
    if (!NOT_PLAIN.test(text))
        return text;
    return text
        .replace(/\r\n?/g, '\n')
        .replace(INVISIBLE, (character) => (character === '\n' ? character : codeOf(character)));
}
/** The same in one line: line breaks are shown as codes too. */
function visibleLine(text) {
    return visible(text).replaceAll('\n', String.raw `\u000a`);
}
function codeOf(character) {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
/**
 * At most so many characters of a text; then how many it has. It is never cut inside of a character.
 */
function cut(text, longest) {
    if (text.length <= longest)
        return text;
    const code = text.charCodeAt(longest - 1);
    const end = code >= 0xd800 && code <= 0xdbff ? longest - 1 : longest;
    return `${text.slice(0, end)}… (${text.length.toLocaleString('en')} characters)`;
}


/***/ }),

/***/ 4377:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p6: () => (/* binding */ date),
/* harmony export */   w$: () => (/* binding */ datetime)
/* harmony export */ });
/* unused harmony exports time, duration */
/* harmony import */ var _core_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3759);
/* harmony import */ var _schemas_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);



function datetime(params) {
    return _core_index_js__WEBPACK_IMPORTED_MODULE_0__/* ._isoDateTime */ .G1(_schemas_js__WEBPACK_IMPORTED_MODULE_1__/* .ZodISODateTime */ .You, params);
}
function date(params) {
    return _core_index_js__WEBPACK_IMPORTED_MODULE_0__/* ._isoDate */ .db(_schemas_js__WEBPACK_IMPORTED_MODULE_1__/* .ZodISODate */ .Brp, params);
}
function time(params) {
    return core._isoTime(ZodISOTime, params);
}
function duration(params) {
    return core._isoDuration(ZodISODuration, params);
}


/***/ })

};
