/** PDF reports of the command line: the Exhibit that it belongs to lays them out. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { PrintPdf } from '../shared/case.ts';
import { EngineError } from '../shared/errors.ts';
import { printNames, printSwitch } from '../shared/print-file.ts';

const run = promisify(execFile);
const LIMIT_MS = 10 * 60_000;

/**
 * @param program its folder or archive
 * @returns null on plain Node, as from a checkout: that has no Chromium
 */
export function printByApp(program: string): PrintPdf | null {
  if (process.versions['electron'] === undefined) return null;
  // Unpacked, Electron is told what to start.
  const args = basename(program) === 'app.asar' ? [] : [program];
  return async (html) => {
    requireDisplay();
    // Named like the engine's own, so that the next run deletes what a kill leaves behind.
    const folder = await mkdtemp(join(tmpdir(), `exhibit-${process.pid}-`));
    const env = { ...process.env };
    delete env['ELECTRON_RUN_AS_NODE'];
    try {
      await writeFile(join(folder, printNames.page), html);
      await run(process.execPath, [...args, `--${printSwitch}=${folder}`], { env, timeout: LIMIT_MS });
      return await readFile(join(folder, printNames.pdf));
    } catch (error) {
      throw notPrinted(error as Error & { stderr?: string });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Without one, Chromium ends at once and says nothing of use. */
function requireDisplay(): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return;
  throw new EngineError(
    'report/no-printer',
    'A PDF needs a display, and there is none. Put "xvfb-run -a" in front of the command, or write --format html and print that file.',
  );
}

function notPrinted({ stderr, message }: Error & { stderr?: string }): EngineError {
  const why = stderr?.trim().split('\n').at(-1) ?? message;
  return new EngineError(
    'report/no-printer',
    `Exhibit could not lay out the PDF: ${why} Make it in the window, or write --format html and print that file.`,
  );
}
