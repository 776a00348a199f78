export const id = 680;
export const ids = [680];
export const modules = {

/***/ 4680:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __webpack_require__(3360);
// EXTERNAL MODULE: ./src/adapters/actions-job-summary.ts
var actions_job_summary = __webpack_require__(4392);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/adapters/sha256.ts
var sha256 = __webpack_require__(2189);
// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
// EXTERNAL MODULE: ./src/adapters/temporary-directory.ts
var temporary_directory = __webpack_require__(1537);
// EXTERNAL MODULE: ./src/report/plans-comment.ts + 4 modules
var plans_comment = __webpack_require__(4018);
// EXTERNAL MODULE: ./src/environment/load-environments.ts + 7 modules
var load_environments = __webpack_require__(9769);
// EXTERNAL MODULE: ./src/plan/drill-gate.ts + 1 modules
var drill_gate = __webpack_require__(9778);
// EXTERNAL MODULE: ./src/plan/change-labels.ts
var change_labels = __webpack_require__(23);
// EXTERNAL MODULE: ./src/plan/make-plan.ts + 10 modules
var make_plan = __webpack_require__(2225);
// EXTERNAL MODULE: ./src/plan/redaction/redact-text.ts
var redact_text = __webpack_require__(9546);
// EXTERNAL MODULE: ./src/records/drill-record.ts
var drill_record = __webpack_require__(533);
// EXTERNAL MODULE: ./src/seal/circumstances.ts
var seal_circumstances = __webpack_require__(1055);
;// CONCATENATED MODULE: ./actions/plan/src/run-plan.ts







/** So long a sealed plan may be applied itself. An older one is still what a new plan is compared with, until the bucket removes it. */
const SEALED_FOR_HOURS = 7 * 24;
/** Plans one environment, judges the plan and seals it. Never throws: what went wrong is in the outcome, without secrets. */
async function runPlan(request, ports) {
    try {
        const all = (0,load_environments/* loadEnvironments */.H2)(await ports.environmentFiles.readAll());
        const environment = (0,load_environments/* findEnvironment */.jY)(all, request.environment, request.target);
        const services = ports.of(environment);
        await services.guard();
        return await ports.privateDirectory.use((files) => planned(request, environment, files, services, ports));
    }
    catch (error) {
        const failure = (0,redact_text/* redactText */.R)(error instanceof Error ? error.message : String(error));
        return { result: { status: 'failed', ...placeOf(request), error: failure }, hasChanges: false, failure };
    }
}
async function planned(request, environment, files, services, ports) {
    const { clock, digest, logger } = ports;
    const terraform = { terraform: services.terraform, logger };
    // All of these before the plan: what changes meanwhile then makes the seal stale, and is never taken for what was planned. They are asked while
    // Terraform initialises, which takes longer.
    const asked = Promise.all([
        services.writer(),
        request.review === undefined ? undefined : services.circumstances(request.review),
        (0,drill_record/* lastDrills */.p3)(services.records, environment.name),
    ]);
    // Whoever waits for them below learns of a failure.
    asked.catch(() => undefined);
    await (0,make_plan/* initialise */.YW)(environment, terraform);
    const [writer, circumstances, drills] = await asked;
    const made = await (0,make_plan/* planInitialised */.ph)(environment, files, terraform, (0,change_labels/* labelling */.Bw)(writer, environment.homeRegion));
    services.guardPlan(made.plan);
    const now = clock.now();
    const planFile = await files.read(made.planFile);
    const planDigest = digest(planFile);
    const result = {
        status: 'planned',
        ...placeOf(request),
        homeRegion: environment.homeRegion,
        writer,
        summary: made.summary,
        violations: [...made.violations],
        drillGate: (0,drill_gate/* judgeDrills */.a)(drills, environment, made.plan, now),
        terraformVersion: made.terraformVersion,
        plannedAt: now.toISOString(),
        planDigest,
    };
    if (circumstances !== undefined) {
        const seal = (0,seal_circumstances/* newSeal */.sZ)(circumstances, planDigest, now, SEALED_FOR_HOURS);
        await logger.group('seal the plan', () => services.sealedPlans.put(planFile, seal));
        result.sealedUntil = seal.expiresAt;
    }
    return { result, hasChanges: made.hasChanges, failure: reasonToFail(result) };
}
function placeOf({ environment, commit, runUrl }) {
    return {
        environment,
        ...(commit === undefined ? {} : { commit }),
        ...(runUrl === undefined ? {} : { runUrl }),
    };
}
function reasonToFail({ violations }) {
    const [first] = violations;
    return first === undefined
        ? undefined
        : `${violations.length} rules of disaster recovery are broken, first ${first.id}: ${first.address}: ${first.sentence}`;
}

// EXTERNAL MODULE: ./actions/plan/src/services.ts + 35 modules
var services = __webpack_require__(5288);
;// CONCATENATED MODULE: ./actions/plan/src/modes/plan.ts












async function plan(inputs, context) {
    const { environment, target, resultDirectory } = inputs;
    const { commit, runUrl, workspace } = context;
    const { result, hasChanges, failure } = await runPlan({ environment, target, commit, runUrl, review: reviewOf(context) }, {
        environmentFiles: (0,repository_files/* environmentFiles */.r)(workspace),
        privateDirectory: temporary_directory/* temporaryDirectory */.D,
        clock: system_clock/* systemClock */.m,
        logger: actions_logger/* actionsLogger */.M,
        digest: sha256/* sha256 */.s,
        of: (found) => (0,services/* servicesOf */.Y)(found, inputs, workspace),
    });
    await (0,promises_.mkdir)(resultDirectory, { recursive: true });
    await (0,promises_.writeFile)((0,external_node_path_.join)(resultDirectory, 'result.json'), JSON.stringify(result));
    if (result.status === 'planned') {
        const { counts } = result.summary;
        core/* setOutput */.uH('has-changes', String(hasChanges));
        core/* setOutput */.uH('add', counts.create);
        core/* setOutput */.uH('change', counts.update);
        core/* setOutput */.uH('replace', counts.replace);
        core/* setOutput */.uH('destroy', counts.delete);
        core/* setOutput */.uH('plan-digest', result.planDigest);
    }
    await actions_job_summary/* actionsJobSummary */.P.write((0,plans_comment/* renderPlanSummary */.O)({ plans: [result], missing: [] }, { commit, runUrl }));
    if (failure !== undefined)
        core/* setFailed */.C1(failure);
}
/** Whose merge would apply the plan; `undefined` on events that are not about a pull request. */
function reviewOf({ repositoryId, pullRequest, commit, baseSha }) {
    if (pullRequest === undefined)
        return undefined;
    if (repositoryId === undefined || commit === undefined || baseSha === undefined)
        throw new Error('the event of the pull request names no repository id, head or base; GITHUB_REPOSITORY_ID is needed');
    return { repositoryId: String(repositoryId), pullRequest, head: commit, base: baseSha };
}


/***/ })

};
