export const id = 410;
export const ids = [410];
export const modules = {

/***/ 2410:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  select: () => (/* binding */ select_select),
  selectDrills: () => (/* binding */ select_selectDrills)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __webpack_require__(3360);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
// EXTERNAL MODULE: ./src/environment/load-environments.ts + 7 modules
var load_environments = __webpack_require__(9769);
// EXTERNAL MODULE: ./src/environment/select-environments.ts
var select_environments = __webpack_require__(3768);
;// CONCATENATED MODULE: ./actions/plan/src/run-select.ts


/** Finds the environments that a change touches, or that were asked for. */
async function runSelect(request, ports) {
    const { target, base, only } = request;
    const environments = (0,load_environments/* loadEnvironments */.H2)(await ports.environmentFiles.readAll());
    if (only !== undefined)
        (0,load_environments/* findEnvironment */.jY)(environments, only, target);
    const changed = base === undefined ? undefined : await ports.changedFiles.since(base);
    const rows = (0,select_environments/* selectEnvironments */.f)(environments, changed, target).filter((row) => only === undefined || row.environment === only);
    ports.logger.info(`${changed === undefined ? 'all' : changed.length} files considered; environments: ${rows.map((row) => row.environment).join(', ') || 'none'}`);
    return rows;
}

// EXTERNAL MODULE: ./src/drill/kinds.ts
var drill_kinds = __webpack_require__(9934);
;// CONCATENATED MODULE: ./src/environment/select-drills.ts

/** A drill is asked for that the environment does not allow. */
class DrillNotAllowedError extends Error {
    name = 'DrillNotAllowedError';
}
/** A monthly drill runs with the first weekly run of a month. */
const DAYS_OF_A_WEEK = 7;
/**
 * The drills that are to run, as the environments have them: each environment's in the order of {@link DRILL_KINDS}.
 *
 * @throws DrillNotAllowedError when the named environment never runs this kind
 */
function selectDrills(all, selection, target) {
    return all
        .map(({ environment }) => environment)
        .filter((environment) => environment.target === target)
        .filter(({ name }) => selection.trigger === 'schedule' || (selection.only ?? name) === name)
        .flatMap((environment) => kindsOf(environment, selection).map((kind) => row(environment, kind)));
}
function kindsOf(environment, selection) {
    const { kinds } = environment.drill;
    if (selection.trigger === 'schedule') {
        const isFirstOfMonth = selection.now.getUTCDate() <= DAYS_OF_A_WEEK;
        return drill_kinds/* DRILL_KINDS */.u.filter((kind) => kinds[kind] === 'weekly' || (kinds[kind] === 'monthly' && isFirstOfMonth));
    }
    const { kind, only } = selection;
    if (kinds[kind] !== 'never')
        return [kind];
    if (only === undefined)
        return [];
    throw new DrillNotAllowedError(`environments/${environment.name}.yaml says drill.kinds.${kind}: never; change it to on-demand by a pull request, if that is meant`);
}
function row({ name, state, roles }, kind) {
    return {
        environment: name,
        kind,
        region: state.region,
        'plan-role': roles?.plan ?? '',
        'drill-role': roles?.drill ?? '',
    };
}

;// CONCATENATED MODULE: ./actions/plan/src/run-select-drills.ts


/** Finds the drills that are due, or that were asked for. */
async function runSelectDrills(selection, target, ports) {
    const environments = (0,load_environments/* loadEnvironments */.H2)(await ports.environmentFiles.readAll());
    if (selection.trigger === 'manual' && selection.only !== undefined) {
        (0,load_environments/* findEnvironment */.jY)(environments, selection.only, target);
    }
    const rows = selectDrills(environments, selection, target);
    ports.logger.info(`drills: ${rows.map(({ environment, kind }) => `${environment} ${kind}`).join(', ') || 'none'}`);
    return rows;
}

;// CONCATENATED MODULE: ./actions/plan/src/modes/select.ts






async function select_select(inputs, { workspace }) {
    const rows = await runSelect(inputs, {
        environmentFiles: (0,repository_files/* environmentFiles */.r)(workspace),
        changedFiles: (0,repository_files/* gitChangedFiles */.C)(workspace),
        logger: actions_logger/* actionsLogger */.M,
    });
    writeMatrix(rows);
}
async function select_selectDrills({ kind, only, target }, { workspace }) {
    const rows = await runSelectDrills(kind === undefined ? { trigger: 'schedule', now: system_clock/* systemClock */.m.now() } : { trigger: 'manual', kind, only }, target, { environmentFiles: (0,repository_files/* environmentFiles */.r)(workspace), logger: actions_logger/* actionsLogger */.M });
    writeMatrix(rows);
    // A job for each environment and not for each drill: what prepares drills, and what sums them up.
    const environments = rows.filter((row, index) => rows.findIndex(({ environment }) => environment === row.environment) === index);
    core/* setOutput */.uH('environments', JSON.stringify({ include: environments }));
}
function writeMatrix(rows) {
    core/* setOutput */.uH('matrix', JSON.stringify({ include: rows }));
    core/* setOutput */.uH('any', String(rows.length > 0));
}


/***/ }),

/***/ 3768:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ selectEnvironments)
/* harmony export */ });
/* unused harmony export EnvironmentDeletedError */
/** A file whose change can change every environment. Tests and texts below terraform/ change none. */
const SHARED = /^(?:terraform\/(?!.*(?:\.md$|\.tftest\.hcl$|(?:^|\/)tests\/))|lambdas\/|actions\/[^/]+\/(?:action\.yml|dist\/)|\.github\/workflows\/(?:plan|apply|drill)\.yml$)/;
/** A change deletes the file of an environment, which would leave its resources without an owner. */
class EnvironmentDeletedError extends Error {
    name = 'EnvironmentDeletedError';
}
/**
 * Which environments a change touches.
 *
 * @param changedFiles paths from the repository's root; `undefined` when the change is not known, which means all
 * @throws EnvironmentDeletedError
 */
function selectEnvironments(all, changedFiles, target) {
    const existing = new Set(all.map(({ file }) => file));
    const deleted = changedFiles?.find((file) => /^environments\/[^/]+\.ya?ml$/.test(file) && !existing.has(file));
    if (deleted !== undefined) {
        throw new EnvironmentDeletedError(`${deleted} is deleted by this change, but its resources would live on without an owner: destroy the environment first, then delete the file`);
    }
    const touchesAll = changedFiles?.some((file) => SHARED.test(file)) ?? true;
    return all
        .filter(({ environment }) => environment.target === target)
        .filter(({ file }) => touchesAll || changedFiles?.includes(file) === true)
        .map(({ environment }) => ({
        environment: environment.name,
        region: environment.state.region,
        'plan-role': environment.roles?.plan ?? '',
        'apply-role': environment.roles?.apply ?? '',
        'drill-role': environment.roles?.drill ?? '',
    }));
}


/***/ })

};
