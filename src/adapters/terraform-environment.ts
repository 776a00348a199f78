/**
 * What must not reach Terraform, which runs the code of providers and of the pull request: the inputs of the action (one is a token),
 * the runner's own tokens and the files through which a step changes later steps; and what would change what is planned, or print values.
 */
const WITHHELD =
  /^(?:INPUT_|ACTIONS_|GITHUB_(?:ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$|TF_CLI_ARGS|TF_LOG|TF_WORKSPACE$)/i;

/** The variables for a Terraform process. */
export function childEnvironment(environment: NodeJS.ProcessEnv, dataDirectory: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !WITHHELD.test(name))),
    TF_DATA_DIR: dataDirectory,
    TF_IN_AUTOMATION: 'true',
    TF_INPUT: 'false',
  };
}
