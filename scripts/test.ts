/**
 * `npm test`: installs what is missing, checks, builds, then runs every kind of test. Without ffmpeg or the Vulkan
 * loader it ends at once. Without a display or Electron's libraries it leaves out the window tests and says so.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startVitest, type TestModule, type Vitest } from 'vitest/node';
import { openDisplay } from './display.ts';
import { makeReady } from './find-electron.ts';
import { projectFolder } from './folders.ts';
import { ffmpeg, testNeeds, vulkan } from './system-needs.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const running = new Set<ChildProcess>();
// Each of the two works on one core, while Electron is fetched and built, which is mostly waiting.
const checking = Promise.all(['check:types', 'check:style'].map(npmRun));
const { electron, missing } = await makeReady([...testNeeds]);
if (missing.includes(ffmpeg) || missing.includes(vulkan)) {
  for (const child of running) child.kill();
  process.exit(1);
}
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
totals.failed += (await checking).filter((passed) => !passed).length;
if (await npmRun('prepare')) await runTests(totals);
else totals.failed += 1;
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(totals.failed === 0 ? 0 : 1);

/** @returns whether it succeeded; a failure counts as a failed test, since a reader looks at the last line */
async function npmRun(script: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script], { cwd: projectFolder, stdio: 'inherit' });
  running.add(child);
  const [status] = (await once(child, 'close')) as [number | null];
  running.delete(child);
  if (status !== 0) process.stdout.write(`"npm run ${script}" failed\n`);
  return status === 0;
}

async function runTests(totals: Totals): Promise<void> {
  const display = electron === null ? null : await openDisplay();
  if (display !== null) process.env['DISPLAY'] = display.name;
  if (display === null)
    process.stdout.write('The window tests are left out. What is missing is named above.\n');
  // One window at a time, beside the others: most of its tests wait for a window that waits for its engine.
  const kinds = [['unit', 'integration', 'fuzz'], ...(display === null ? [] : [['e2e']])];
  try {
    await Promise.all(kinds.map((project) => runProjects(project, totals)));
  } finally {
    display?.close();
  }
}

async function runProjects(project: string[], totals: Totals): Promise<void> {
  const vitest = await startVitest('test', [], { run: true, watch: false, project });
  count(vitest, totals);
  await vitest.close();
}

function count(vitest: Vitest, totals: Totals): void {
  for (const module of vitest.state.getTestModules()) {
    const failedBefore = totals.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      totals[state === 'pending' ? 'failed' : state] += 1;
    }
    if (totals.failed === failedBefore && brokenOutsideTests(module)) totals.failed += 1;
  }
  totals.failed += vitest.state.getUnhandledErrors().length;
}

/** A file that cannot be loaded, or whose set-up failed, has no failed test to count. */
function brokenOutsideTests(module: TestModule): boolean {
  return !module.ok();
}
