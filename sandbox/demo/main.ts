import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Listr } from 'listr2';
import { startSandbox } from '../start-sandbox';
import { finalRows, formatTable } from './final-table';
import { storySteps, type Story } from './story';

/** Lines of the plan comment that are shown; the whole of it is kept in a file. */
const COMMENT_LINES = 20;

async function main(): Promise<number> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // A test keeps its sandbox apart from the one that somebody may be playing with.
  const stateDirectory = process.env['SANDBOX_STATE_DIRECTORY'] ?? join(root, '.sandbox');
  const directory = join(stateDirectory, 'demo');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });

  const interrupt = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    console.error(`\n${signal}: stopping what was started; please wait`);
    interrupt.abort(new Error(`ended by ${signal}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const story: Story = {};
  const startedAt = Date.now();
  const steps = storySteps({
    root,
    directory,
    start: (onProgress) => startSandbox({ stateDirectory, onProgress }),
    signal: interrupt.signal,
  });
  const list = new Listr(
    steps.map((step) => ({
      title: step.title,
      task: async (_context, task) => {
        const began = Date.now();
        interrupt.signal.throwIfAborted();
        await step.run(story, (line) => {
          task.output = line.slice(0, 160);
        });
        task.title = `${step.title} (${Math.round((Date.now() - began) / 1000)} s)`;
      },
    })),
    {
      registerSignalListeners: false,
      // Live on a terminal; plain lines where there is none.
      renderer: 'default',
      fallbackRenderer: 'simple',
      rendererOptions: { collapseErrors: false },
    },
  );
  let code = 1;
  try {
    await list.run();
    code = 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error(`Logs of all steps: ${relative(process.cwd(), directory)}`);
  } finally {
    await story.pipeline?.stop();
    await story.sandbox?.stop();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
  show(story, relative(process.cwd(), directory));
  console.log(`\nEverything is stopped. ${Math.round((Date.now() - startedAt) / 1000)} s in all.`);
  return interrupt.signal.aborted ? 130 : code;
}

function show(story: Story, directory: string): void {
  if (story.firstPull !== undefined) {
    const whole = join(directory, 'plan-comment.md');
    console.log(`\nThe comment on the pull request, with its details folded (all of it: ${whole})\n`);
    const lines = outline(story.firstPull.comment);
    console.log(
      lines
        .slice(0, COMMENT_LINES)
        .map((line) => `  │ ${line}`)
        .join('\n'),
    );
    if (lines.length > COMMENT_LINES) console.log(`  │ … ${lines.length - COMMENT_LINES} more`);
  }
  const rows = finalRows(story);
  if (rows.length > 0) console.log(`\n${formatTable(rows)}\n\nReports: ${join(directory, '*.md')}`);
  if (story.site !== undefined) {
    console.log(
      `Evidence of these drills, signed and chained, to be read and verified by anybody: open ${join(directory, 'evidence-site', 'index.html')}`,
    );
  }
}

/** A comment as GitHub shows it at first: with its folded parts closed. */
function outline(comment: string): readonly string[] {
  const closed = comment.replace(/<details><summary>(.*?)<\/summary>.*?<\/details>/gs, '▸ $1');
  return closed.replace(/\n{2,}▸/g, '\n▸').split('\n');
}

process.exitCode = await main();
