export const id = 18;
export const ids = [18];
export const modules = {

/***/ 3524:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ environmentPlanSchema),
/* harmony export */   h: () => (/* binding */ CHANGE_LABELS)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4377);
/* harmony import */ var _drill_kinds__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9934);


/**
 * What the plan job of one environment hands to the job that comments on the pull request: a small file without secrets. It crosses jobs as an
 * artifact, so it is checked like anything else from outside.
 */
const actionSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['no-op', 'create', 'read', 'update', 'delete', 'forget', 'replace']);
/**
 * Why a change is there. `real`: the configuration asks for it. `drift`: somebody changed the resource outside Terraform, and this puts it back.
 * `expected after failover`: a swap of the roles explains what differs. `role change`: applying it would undo a swap of the roles.
 */
const CHANGE_LABELS = ['real', 'drift', 'expected after failover', 'role change'];
const labelSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(CHANGE_LABELS);
const attributeSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    path: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Absent when there was nothing, or nothing comes. Fit to be shown: what may be secret is not in it. */
    before: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    after: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    forcesReplacement: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
});
const changeSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    address: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    action: actionSchema,
    label: labelSchema,
    isImport: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
    movedFrom: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    /** Key of an object that was left behind by a replacement which failed half-way. */
    deposed: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    /** Terraform's reason for a surprising action, in words. */
    reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    attributes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attributeSchema),
});
const outputSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), action: actionSchema, attributes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attributeSchema) });
const driftSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    address: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** `delete`: it is gone. */
    action: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['update', 'delete']),
    label: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['drift', 'expected after failover']),
    attributes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attributeSchema),
});
const countsSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    create: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    update: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    replace: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    delete: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    import: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    move: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    forget: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
});
const summarySchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    /** Of all changes, also of those that are left out below. */
    counts: countsSchema,
    /** Destructive changes first. */
    changes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(changeSchema),
    /** So many changes of a huge plan are counted, and not among `changes`. */
    omittedChanges: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int().nonnegative(),
    outputs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(outputSchema),
    /** What differs from Terraform's state without being among the changes. */
    drift: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(driftSchema),
    /** True when applying the plan would do nothing at all. */
    isEmpty: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
});
const violationSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), address: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), sentence: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
/** Where the database is written at the moment, as AWS says. */
const writerSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .discriminatedUnion */ .gMt('state', [
    zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ state: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('known'), region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
    /** There is no database yet. */
    zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ state: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('none') }),
    zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ state: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('moving'), from: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), to: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }),
    zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ state: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('unknown'), reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
]);
const lastDrillSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    kind: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(_drill_kinds__WEBPACK_IMPORTED_MODULE_1__/* .DRILL_KINDS */ .u),
    verdict: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['passed', 'failed', 'inconclusive', 'not-run']),
    ageDays: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nonnegative(),
    rpoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().optional(),
    rtoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().optional(),
    runUrl: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
});
/** Whether risky changes may be applied, judged by the last drills. */
const drillGateSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    /** The last drill of each kind that has ever run. */
    drills: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(lastDrillSchema),
    /** Why risky changes must wait; empty when the drills are fresh and passed. */
    concerns: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    /** Addresses of risky changes in this plan. */
    risky: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    /** True when there are concerns and risky changes, and the environment blocks them. */
    blocks: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
});
const plannedSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('planned'),
    environment: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    homeRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    writer: writerSchema,
    summary: summarySchema,
    violations: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(violationSchema),
    drillGate: drillGateSchema,
    terraformVersion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** ISO 8601. A drill wants a plan that was made just before it. */
    plannedAt: zod__WEBPACK_IMPORTED_MODULE_2__/* .datetime */ .w$().optional(),
    /** SHA-256 of the plan file, as hexadecimal text; the apply says it again. */
    planDigest: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Until when the sealed plan may be applied without a new one; absent when it was not sealed. ISO 8601. */
    sealedUntil: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    commit: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    runUrl: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
});
const failedSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('failed'),
    environment: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Without secrets. */
    error: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    commit: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    runUrl: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
});
const environmentPlanSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .discriminatedUnion */ .gMt('status', [plannedSchema, failedSchema]);


/***/ }),

/***/ 4018:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  z: () => (/* binding */ renderPlanComment),
  O: () => (/* binding */ renderPlanSummary)
});

// EXTERNAL MODULE: ./src/report/inline.ts
var inline = __webpack_require__(8837);
// EXTERNAL MODULE: ./src/report/parts.ts
var parts = __webpack_require__(9356);
// EXTERNAL MODULE: ./src/drill/kinds.ts
var kinds = __webpack_require__(9934);
// EXTERNAL MODULE: ./src/report/change-details.ts
var change_details = __webpack_require__(191);
// EXTERNAL MODULE: ./src/report/markdown-table.ts
var markdown_table = __webpack_require__(9132);
;// CONCATENATED MODULE: ./src/report/apply-report.ts






/** In characters: what is shown of an error. */
const LONGEST_ERROR = 8_000;
/** Renders what was applied, for the pull request. */
function renderApplyComment(report) {
    const { environment, applied, summary, planDigest, journal, waited } = report;
    const how = {
        reviewed: 'The plan that was reviewed was applied, byte for byte.',
        fresh: 'It was planned again, the new plan does exactly what the reviewed one does, and the new one was applied.',
        nothing: 'The configuration matches what is there.',
    }[applied];
    const facts = [
        how,
        applied === 'nothing' ? '' : `${count(journal.done.length, 'step')} done.`,
        planDigest === undefined ? '' : `Plan ${code(planDigest.slice(0, 12))}.`,
        waited === undefined ? '' : `It waited ${Math.round(waited.seconds)} s for ${holderText(waited.holder)}.`,
    ].filter((fact) => fact !== '');
    return onePart(`## Apply for ${code(environment)}: ${applied === 'nothing' ? '✅ nothing to apply' : '✅ applied'}`, [
        paragraph(facts.join(' ')),
        ...sealSection('Why it was planned again:', report.sealProblems ?? []),
        paragraph(countsTable(summary.counts)),
        plainSection(summaryPieces(summary)),
    ], footer(report));
}
const REVIEW_AGAIN = 'Open a pull request that makes the difference visible (an empty change of the environment’s file is enough), review its plan and merge it; or put back what was changed meanwhile and run this job again.';
/** Renders an apply that was not begun, because what would be applied is not what was reviewed. */
function renderApplyStopped(stop) {
    return onePart(`## Apply for ${code(stop.environment)}: ⛔ stopped, nothing was changed`, [
        paragraph(sentence(stop.reason)),
        paragraph(`**What to do:** ${sentence(stop.whatToDo ?? REVIEW_AGAIN)}`),
        ...violationSection(stop.violations ?? []),
        ...sealSection('What is no longer as it was reviewed:', stop.sealProblems),
        ...differenceSection(stop.differences),
        ...(stop.summary === undefined
            ? []
            : [
                paragraph('**What a plan made now would do**'),
                paragraph(countsTable(stop.summary.counts)),
                plainSection(summaryPieces(stop.summary)),
            ]),
    ], footer(stop));
}
/** What services of AWS call it: `…AlreadyExists`, `InvalidGroup.Duplicate`, `BucketAlreadyOwnedByYou` … */
const ALREADY_THERE = /already ?(?:exists|owned)|\bDuplicate\b/i;
const TAKE_OVER = 'Something that was to be made is there already, and Terraform does not know it: an apply that is interrupted between the order and the answer of AWS leaves such a thing. Look at it in AWS; then delete it, or take it over with an `import` block in a pull request.';
/** Renders an apply that ended half-way: what was done, what failed, and what is left. */
function renderApplyFailed(failure) {
    const { environment, error, journal, remaining } = failure;
    const unfinished = journal.unfinished ?? [];
    const begun = journal.done.length + journal.failed.length + unfinished.length > 0;
    return onePart(`## Apply for ${code(environment)}: ❌ failed${begun ? ' half-way' : ', nothing was changed'}`, [
        paragraph(codeBlock(cut(error, LONGEST_ERROR), '')),
        paragraph(`**What to do:** ${nextStep(begun, remaining)}`),
        ...(ALREADY_THERE.test(error) ? [paragraph(TAKE_OVER)] : []),
        ...(failure.followUp === undefined
            ? []
            : [paragraph(link('What is left is followed up here.', failure.followUp))]),
        paragraph(table(['done', 'failed', 'begun, end unknown', 'not begun'], [[journal.done, journal.failed, unfinished, journal.notStarted].map((entries) => String(entries.length))])),
        ...journalSection('Failed', '❌', journal.failed),
        ...journalSection('Begun, and no end was heard of: it may have been changed', '❔', unfinished),
        ...journalSection('Done', '✅', journal.done),
        ...journalSection('Not begun', '⏹️', journal.notStarted),
        ...(remaining === undefined
            ? []
            : [
                paragraph('**What is left, by a plan made right afterwards**'),
                paragraph(remaining.isEmpty ? 'Nothing: everything was changed after all.' : countsTable(remaining.counts)),
                plainSection(summaryPieces(remaining)),
            ]),
    ], footer(failure));
}
/** The counts of a plan, as every comment shows them. */
function countsTable(counts) {
    return table(COUNT_TITLES, [countCells(counts)]);
}
const COUNT_TITLES = ['add', 'change', 'replace', 'destroy', 'import', 'move', 'forget'];
function countCells(counts) {
    const { create, update, replace, delete: destroy, import: imports, move, forget } = counts;
    return [create, update, replace, destroy, imports, move, forget].map(String);
}
/** `the drill of run …, since …`. */
function holderText({ kind, run, since }) {
    return `the ${kind} of ${run.startsWith('http') ? link('another run', run) : code(run)}, under way since ${minute(since)}`;
}
function nextStep(begun, remaining) {
    if (!begun)
        return 'Remove the cause and run this job again.';
    if (remaining === undefined)
        return 'What is left could not be planned. Remove the cause and run this job again: it plans anew, and goes on only with what was reviewed.';
    if (remaining.isEmpty)
        return 'Nothing is left to do; run this job again to have that recorded.';
    return 'Remove the cause and run this job again: it plans anew and goes on with what is left, as long as that is a part of what was reviewed. What is not needs a pull request of its own.';
}
function sealSection(title, problems) {
    if (problems.length === 0)
        return [];
    const rows = problems.map(({ field, reviewed, now }) => [sentence(field), code(reviewed), code(now)]);
    return [tableSection(`**${title}**`, ['', 'reviewed', 'now'], rows)];
}
function violationSection(violations) {
    if (violations.length === 0)
        return [];
    const rows = violations.map(({ id, address, sentence: reason }) => [code(id), code(address), sentence(reason)]);
    return [tableSection('**Broken rules of disaster recovery**', ['rule', 'resource', 'reason'], rows)];
}
function differenceSection(differences) {
    if (differences.length === 0)
        return [];
    const rows = differences.map(({ address, reviewed, now }) => [
        code(address),
        action(reviewed),
        action(now, reviewed),
    ]);
    return [
        tableSection(`**${count(differences.length, 'difference')} between the reviewed plan and one made now**`, ['', 'reviewed', 'now'], rows),
    ];
}
function action(name, other) {
    if (name === undefined)
        return 'no change';
    return name === other ? `${sentence(name)}, with other values` : sentence(name);
}
function journalSection(title, mark, entries) {
    if (entries.length === 0)
        return [];
    const rows = entries.map(({ address, action: word, seconds }) => [
        mark,
        code(address),
        sentence(word),
        seconds === undefined ? '' : `${seconds} s`,
    ]);
    return [tableSection(`**${title}**`, ['', 'resource', 'action', 'took'], rows)];
}
/** A table that may be divided between two rows. Its cells are harmless Markdown. */
function tableSection(title, header, rows) {
    const open = `${title === '' ? '' : `${title}\n\n`}${(0,markdown_table/* tableHead */.PP)(header)}\n`;
    return {
        open,
        reopen: open,
        close: '',
        between: '\n',
        pieces: rows.map((cells) => ({ text: () => (0,markdown_table/* tableRow */.jD)(cells), changes: 1 })),
    };
}

;// CONCATENATED MODULE: ./src/report/plan-overview.ts



/** How a plan came out, the worst first. */
const OUTCOMES = ['failed', 'missing', 'blocked', 'destructive', 'changes', 'empty'];
const MARK = {
    failed: '❌',
    missing: '❔',
    blocked: '⛔',
    destructive: '⚠️',
    changes: '📝',
    empty: '✅',
};
const WORDS = {
    failed: 'failed',
    missing: 'without a plan',
    blocked: 'blocked',
    destructive: 'destructive',
    changes: 'changes',
    empty: 'no changes',
};
const DRILL_MARK = {
    passed: '✅',
    failed: '❌',
    inconclusive: '❔',
    'not-run': '⏹️',
};
/** How the plan of an environment came out. */
function outcomeOf(plan) {
    if (plan.status === 'failed')
        return 'failed';
    if (plan.violations.length > 0 || plan.drillGate.blocks)
        return 'blocked';
    if (plan.summary.isEmpty)
        return 'empty';
    const { counts } = plan.summary;
    return counts.delete + counts.replace + counts.forget > 0 ? 'destructive' : 'changes';
}
/** The mark that stands before the environment's name. */
function markOf(plan) {
    return MARK[outcomeOf(plan)];
}
/** How many environments came out how, the worst first. */
function overallHeadline({ plans, missing }) {
    const outcomes = [...plans.map(outcomeOf), ...missing.map(() => 'missing')];
    if (outcomes.length === 0)
        return '✅ no environment is touched';
    return OUTCOMES.map((outcome) => ({ outcome, number: outcomes.filter((each) => each === outcome).length }))
        .filter(({ number }) => number > 0)
        .map(({ outcome, number }) => `${MARK[outcome]} ${outcomes.length === 1 ? '' : `${number} × `}${WORDS[outcome]}`)
        .join(', ');
}
/** The table of all environments. */
function overview({ plans, missing }, origin) {
    return {
        ...tableSection('', ['environment', 'writer', ...COUNT_TITLES, 'rules', 'last drills', 'plan'], [
            ...plans.map((plan) => overviewRow(plan, origin)),
            ...missing.map((environment) => [
                `${MARK.missing} ${(0,inline/* code */.aY)(environment)}`,
                ...blank(),
                'nothing was handed over',
            ]),
        ]),
    };
}
function overviewRow(plan, origin) {
    const name = `${markOf(plan)} ${(0,inline/* code */.aY)(plan.environment)}`;
    if (plan.status === 'failed')
        return [name, ...blank(), 'failed'];
    return [
        name,
        writerCell(plan.writer, plan.homeRegion),
        ...countCells(plan.summary.counts),
        plan.violations.length === 0 ? '✅' : `⛔ ${plan.violations.length}`,
        drillCell(plan.drillGate, origin),
        planCell(plan),
    ];
}
/** Cells of an environment about which nothing is known: writer, counts, rules, drills. */
function blank() {
    return Array.from({ length: COUNT_TITLES.length + 3 }, () => '–');
}
function writerCell(writer, homeRegion) {
    switch (writer.state) {
        case 'known':
            return writer.region === homeRegion
                ? (0,inline/* code */.aY)(writer.region)
                : `${(0,inline/* code */.aY)(writer.region)} ⚠️ away from home (${(0,inline/* code */.aY)(homeRegion)})`;
        case 'none':
            return 'no database yet';
        case 'moving':
            return `⚠️ moving${writer.from === undefined ? '' : ` from ${(0,inline/* code */.aY)(writer.from)}`}${writer.to === undefined ? '' : ` to ${(0,inline/* code */.aY)(writer.to)}`}`;
        case 'unknown':
            return `❔ unknown: ${(0,inline/* sentence */.em)(writer.reason)}`;
    }
}
function drillCell({ drills }, origin) {
    if (drills.length === 0)
        return 'never drilled';
    return kinds/* DRILL_KINDS */.u.flatMap((kind) => drills.filter((drill) => drill.kind === kind).slice(0, 1))
        .map((drill) => {
        const facts = [
            `${DRILL_MARK[drill.verdict]} ${drill.verdict === 'not-run' ? 'not run' : drill.verdict} ${age(drill.ageDays)}`,
            ...(drill.rpoSeconds === undefined ? [] : [`RPO ${seconds(drill.rpoSeconds)}`]),
            ...(drill.rtoSeconds === undefined ? [] : [`RTO ${seconds(drill.rtoSeconds)}`]),
        ];
        return `${(0,inline/* linkInto */.$e)(origin.runUrl, drill.kind, drill.runUrl)} ${facts.join(', ')}`;
    })
        .join('<br>');
}
function age(days) {
    return days < 1 ? 'today' : `${(0,inline/* count */.U9)(Math.floor(days), 'day')} ago`;
}
function seconds(value) {
    return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} s`;
}
function planCell({ planDigest, sealedUntil }) {
    const digest = (0,inline/* code */.aY)(planDigest.slice(0, 12));
    return sealedUntil === undefined ? `${digest}, not sealed` : `${digest} until ${(0,inline/* minute */.Vc)(sealedUntil)}`;
}

// EXTERNAL MODULE: ./src/plan/environment-plan.ts
var environment_plan = __webpack_require__(3524);
// EXTERNAL MODULE: ./src/report/code-block.ts
var code_block = __webpack_require__(9173);
// EXTERNAL MODULE: ./src/report/visible.ts
var visible = __webpack_require__(776);
;// CONCATENATED MODULE: ./src/report/plan-findings.ts






/** So much of each list is shown before the diffs, in lines and in characters; the others are counted. One must not displace all that follow. */
const LONGEST_LIST = 50;
const LONGEST_LIST_TEXT = 10_000;
/** In characters: what is shown of an error. */
const plan_findings_LONGEST_ERROR = 8_000;
/** What has to be known before any diff is read: what has no plan, what is blocked and why, and what is destroyed. */
function findings({ plans, missing }) {
    const planned = plans.filter((plan) => plan.status === 'planned');
    return [
        ...plans.flatMap(failure),
        ...(missing.length === 0 ? [] : [missingPlans(missing)]),
        ...broken(planned),
        ...planned.flatMap(drillGate),
        ...destructive(planned),
    ];
}
function failure(plan) {
    if (plan.status !== 'failed')
        return [];
    return [
        (0,parts/* plainSection */.y9)([
            {
                text: () => `### ❌ ${(0,inline/* code */.aY)(plan.environment)} could not be planned\n\n${(0,code_block/* codeBlock */.D)((0,visible/* cut */.Jj)(plan.error, plan_findings_LONGEST_ERROR), '')}\n\n` +
                    'Remove the cause and push, or run the failed job again. It cannot be merged safely: the apply stops without a reviewed plan.',
                changes: 0,
            },
        ]),
    ];
}
function missingPlans(missing) {
    const names = plan_findings_inline(missing);
    return (0,parts/* paragraph */.FY)(`**❔ Without a plan: ${names}.** The job handed over nothing: it was cancelled, or died. Run it again; the apply stops without a reviewed plan.`);
}
function broken(planned) {
    const rows = planned.flatMap(({ environment, violations }) => violations.map(({ id, address, sentence: reason }) => [
        (0,inline/* code */.aY)(environment),
        (0,inline/* sentence */.em)(id),
        (0,inline/* code */.aY)(address),
        (0,inline/* sentence */.em)(reason),
    ]));
    if (rows.length === 0)
        return [];
    const shown = plan_findings_short(rows, (row) => row.join('').length);
    return [
        tableSection('**⛔ Blocked by the rules of disaster recovery.** No apply goes on while a rule is broken, and no approval helps: change the configuration. docs/invariants.md says what each rule is for.', ['environment', 'rule', 'resource', 'reason'], shown),
        ...more(rows.length - shown.length, 'broken rule'),
    ];
}
function drillGate({ environment, drillGate: gate }) {
    if (gate.concerns.length === 0)
        return [];
    const all = gate.concerns.map((concern) => `- ${(0,inline/* sentence */.em)(concern)}`);
    const concerns = plan_findings_short(all, (line) => line.length);
    const left = all.length - concerns.length;
    const risky = plan_findings_inline(gate.risky);
    const verdict = gate.blocks
        ? `**⛔ Risky changes of ${(0,inline/* code */.aY)(environment)} wait for a drill:** ${risky}.`
        : `**⚠️ The drills of ${(0,inline/* code */.aY)(environment)} are no proof at the moment**${gate.risky.length === 0 ? ', and nothing risky is changed' : `; risky: ${risky}`}.`;
    const advice = gate.blocks
        ? `\n\nRun the drill workflow for ${(0,inline/* code */.aY)(environment)} before this is merged: the apply looks at the last drills again, and stops while they are no proof. In an emergency the break-glass workflow applies it all the same, after a second person has agreed in the environment ${(0,inline/* code */.aY)(`${environment}-break-glass`)}, and leaves an issue.`
        : '';
    const rest = left === 0 ? [] : [`- … and ${left} more`];
    return [(0,parts/* paragraph */.FY)([`${verdict}\n`, ...concerns, ...rest].join('\n') + advice)];
}
function destructive(planned) {
    const all = planned.flatMap(({ environment, summary }) => summary.changes.filter(change_details/* isDestructive */.TI).map((change) => ({ environment, change })));
    // Of a huge plan not all changes were handed over; these are counted all the same.
    const counted = planned
        .map(({ summary: { counts } }) => counts.delete + counts.replace + counts.forget)
        .reduce((sum, number) => sum + number, 0);
    if (counted === 0 && all.length === 0)
        return [];
    // Rendered up to the limit only: there may be tens of thousands.
    const shown = plan_findings_short(all.slice(0, LONGEST_LIST).map(({ environment, change }) => destructiveLine(environment, change)), (line) => line.length);
    const pieces = shown.map((line) => ({ text: () => line, changes: 0 }));
    const total = Math.max(counted, all.length);
    return [
        { ...(0,parts/* plainSection */.y9)(pieces), open: `**⚠️ ${(0,inline/* count */.U9)(total, 'destructive change')}**\n\n`, reopen: '', between: '\n' },
        ...more(total - shown.length, 'destructive change'),
    ];
}
function destructiveLine(environment, change) {
    const forcing = change.attributes.filter(({ forcesReplacement }) => forcesReplacement).map(({ path }) => path);
    const notes = [
        ...(change.reason === undefined ? [] : [(0,inline/* sentence */.em)(change.reason)]),
        ...(forcing.length === 0
            ? []
            : [
                `forced by ${forcing.slice(0, 5).map(inline/* code */.aY).join(', ')}${forcing.length > 5 ? ` and ${forcing.length - 5} more` : ''}`,
            ]),
        ...(change.deposed === undefined
            ? []
            : [`deposed object, left behind by a failed replacement: ${(0,inline/* code */.aY)(change.deposed)}`]),
        ...(change.label === 'real' ? [] : [`**${change.label}**: ${change_details/* LABEL_MEANING */.zL[change.label]}`]),
    ];
    return `- ${(0,inline/* code */.aY)(environment)} ${(0,inline/* code */.aY)((0,change_details/* signed */.x8)(change.action, change.address))}: ${(0,change_details/* wordOf */.aG)(change)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}
function more(left, noun) {
    return left > 0 ? [(0,parts/* paragraph */.FY)(`… and ${(0,inline/* count */.U9)(left, `more ${noun}`)}.`)] : [];
}
/** The first ones of a list, by its limits; always one. */
function plan_findings_short(items, lengthOf) {
    let length = 0;
    const end = items.findIndex((item, index) => {
        length += lengthOf(item);
        return index >= LONGEST_LIST || (index > 0 && length > LONGEST_LIST_TEXT);
    });
    return end === -1 ? items : items.slice(0, end);
}
/** Names in a sentence. */
function plan_findings_inline(names) {
    const shown = plan_findings_short(names.slice(0, LONGEST_LIST).map(inline/* code */.aY), (name) => name.length);
    return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}

;// CONCATENATED MODULE: ./src/report/plan-sections.ts







/** Everything that is told of the plans of a pull request, in the order in which it matters. */
function planSections(results, origin) {
    if (results.plans.length + results.missing.length === 0)
        return [(0,parts/* paragraph */.FY)('This pull request touches no environment; merging it applies nothing.')];
    return [
        overview(results, origin),
        ...findings(results),
        (0,parts/* paragraph */.FY)('<sub>After the merge each environment is planned again. What that plan does must equal what is shown here, or the apply stops and shows the difference.</sub>'),
        ...results.plans.flatMap((plan) => environmentSections(plan, origin)),
    ];
}
function environmentSections(plan, origin) {
    // Its error stands above.
    if (plan.status === 'failed')
        return [];
    const pieces = (0,change_details/* summaryPieces */.uA)(plan.summary);
    const name = (0,inline/* htmlCode */.h8)(plan.environment);
    if (pieces.length === 0) {
        const what = plan.summary.isEmpty
            ? 'no changes: the configuration matches what is there.'
            : 'changes nothing that can be shown.';
        return [(0,parts/* paragraph */.FY)(`${markOf(plan)} ${(0,inline/* code */.aY)(plan.environment)}: ${what}`)];
    }
    return [
        {
            ...(0,parts/* plainSection */.y9)([about(plan, origin), ...pieces]),
            open: `<details><summary>${markOf(plan)} ${name}: ${countsText(plan.summary.counts)}</summary>\n\n`,
            reopen: `<details><summary>${markOf(plan)} ${name}, continued</summary>\n\n`,
            close: '\n\n</details>',
        },
    ];
}
/** What has to be known to read the diffs, as the first piece. */
function about({ summary, terraformVersion, commit, runUrl }, origin) {
    const labels = new Set([...summary.changes, ...summary.drift].map(({ label }) => label));
    const legend = environment_plan/* CHANGE_LABELS */.h.flatMap((label) => label !== 'real' && labels.has(label) ? [`**${label}**: ${change_details/* LABEL_MEANING */.zL[label]}`] : []);
    const made = [
        `Terraform ${(0,inline/* code */.aY)(terraformVersion)}`,
        ...(commit === undefined ? [] : [`commit ${(0,inline/* code */.aY)(commit.slice(0, 12))}`]),
        ...(runUrl === undefined ? [] : [(0,inline/* linkInto */.$e)(origin.runUrl, 'run', runUrl)]),
    ].join(' · ');
    return { text: () => [`<sub>${made}</sub>`, ...legend].join('<br>'), changes: 0 };
}
/** `1 add, 2 change`: what there is of it. */
function countsText(counts) {
    const cells = countCells(counts);
    const said = COUNT_TITLES.flatMap((title, index) => (cells[index] === '0' ? [] : [`${cells[index] ?? ''} ${title}`]));
    return said.length === 0 ? 'no resource changes' : said.join(', ');
}

;// CONCATENATED MODULE: ./src/report/plans-comment.ts




/** A longer plan is read in the job summary. */
const MOST_PARTS = 5;
/** GitHub takes 1 MiB from each step, and shows nothing at all of a longer text. In bytes of UTF-8. */
const SUMMARY_LIMIT = 1_000_000;
const UNKNOWN_ORIGIN = { commit: undefined, runUrl: undefined };
/**
 * Renders the plans of all environments of a pull request as one comment in as many parts as it needs, each within GitHub's limit. The same
 * results make the same text. What finds no room is counted, never dropped in silence.
 *
 * @returns at least one part
 */
function renderPlanComment(results, origin = UNKNOWN_ORIGIN) {
    return render(results, origin, {
        limit: parts/* COMMENT_LIMIT */.W$,
        measure: (text) => text.length,
        parts: MOST_PARTS,
        omitted: (changes) => `**… ${changes} more, see the job summary** or the log of the plan jobs.`,
    });
}
/** Renders the same for the job summary, which takes more. */
function renderPlanSummary(results, origin = UNKNOWN_ORIGIN) {
    const [text = ''] = render(results, origin, {
        limit: SUMMARY_LIMIT,
        measure: (part) => Buffer.byteLength(part, 'utf8'),
        parts: 1,
        omitted: (changes) => `**… ${changes} more**; the log of the plan jobs names all of them.`,
    });
    return text;
}
function render(results, origin, paper) {
    const headline = overallHeadline(results);
    return (0,parts/* layOut */.v8)(planSections(results, origin), {
        ...paper,
        head: (part, of) => (part === 1 ? `## Plan: ${headline}${ofText(part, of)}` : `## Plan${ofText(part, of)}`),
        foot: (0,inline/* footer */.qr)(origin),
    });
}
function ofText(part, of) {
    return of === 1 ? '' : ` (part ${part} of ${of})`;
}


/***/ })

};
