/**
 * `npm test`: checks, build, then every kind of test. The window tests need a display and Electron's
 * libraries; where these cannot be had they are left out, which is said.
 */
import { spawnSync } from 'node:child_process';
import { startVitest, type TestModule, type Vitest } from 'vitest/node';
import { openDisplay, type Display } from './display.ts';
import { findElectron } from './electron/find.ts';
import { installCommand, installLibraries, missingLibraries } from './electron/libraries.ts';
import { projectFolder } from './folders.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
if (!npmRun('check')) totals.failed += 1;
if (npmRun('prepare')) await runTests(totals);
else totals.failed += 1;
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(totals.failed === 0 ? 0 : 1);

/** @returns whether it succeeded; a failure counts as a failed test, since a reader looks at the last line */
function npmRun(script: string): boolean {
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: projectFolder, stdio: 'inherit' });
  if (status !== 0) process.stdout.write(`"npm run ${script}" failed\n`);
  return status === 0;
}

async function runTests(totals: Totals): Promise<void> {
  const display = await prepareWindowTests();
  if (display !== null) process.env['DISPLAY'] = display.name;
  const project = ['unit', 'integration', ...(display === null ? [] : ['e2e'])];
  try {
    const vitest = await startVitest('test', [], { run: true, watch: false, project });
    count(vitest, totals);
    await vitest.close();
  } finally {
    display?.close();
  }
}

async function prepareWindowTests(): Promise<Display | null> {
  const electron = await findElectron();
  let display = await openDisplay();
  if (display !== null && missingLibraries(electron).length === 0) return display;
  display?.close();
  display = installLibraries() ? await openDisplay() : null;
  if (display !== null && missingLibraries(electron).length === 0) return display;
  display?.close();
  process.stdout.write(`The window tests are left out: as root, run "${installCommand()}" to have them.\n`);
  return null;
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
