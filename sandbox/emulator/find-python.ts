import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const OLDEST_PYTHON = { major: 3, minor: 10 };
const CANDIDATES = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const HOW_TO_GET_PYTHON =
  'Install Python 3.10 or newer with its venv module (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python; ' +
  'otherwise https://www.python.org/downloads/), or name one in SANDBOX_PYTHON.';

/** The sandbox's Python side cannot be set up on this machine; the message says what to do. */
export class PythonEnvironmentError extends Error {
  override readonly name = 'PythonEnvironmentError';
}

const pythonSchema = z.object({ major: z.number(), minor: z.number(), venv: z.boolean(), path: z.string() });

const DESCRIBE_PYTHON = `
import importlib.util, json, sys
found = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
print(json.dumps({"major": sys.version_info[0], "minor": sys.version_info[1], "venv": found, "path": sys.executable}))
`;

/**
 * The path of the first Python that is new enough and can make environments.
 *
 * @param environment the variables to look with: PATH, and SANDBOX_PYTHON, an explicit choice that is never replaced by another.
 * @throws PythonEnvironmentError that names what was found and how to get a Python.
 */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<string> {
  const chosen = environment['SANDBOX_PYTHON'];
  const rejected: string[] = [];
  for (const candidate of chosen ? [chosen] : CANDIDATES) {
    const described = await describePython(candidate, environment);
    if (!described) {
      if (chosen) rejected.push(`${candidate} does not start`);
      continue;
    }
    const version = `${described.major}.${described.minor}`;
    if (described.major !== OLDEST_PYTHON.major || described.minor < OLDEST_PYTHON.minor) {
      rejected.push(`${described.path} is Python ${version}`);
    } else if (!described.venv) {
      rejected.push(`${described.path} (Python ${version}) has no venv module`);
    } else {
      return described.path;
    }
  }
  const found = rejected.length > 0 ? `What was found: ${rejected.join('; ')}.` : 'No Python was found on the PATH.';
  throw new PythonEnvironmentError(`The AWS API emulator needs Python. ${found} ${HOW_TO_GET_PYTHON}`);
}

async function describePython(candidate: string, environment: NodeJS.ProcessEnv) {
  try {
    const { stdout } = await run(candidate, ['-c', DESCRIBE_PYTHON], { env: environment });
    return pythonSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}
