/** Run as a process of its own, without root's right to write everywhere: what opening a case says then. */
import Sqlite from 'better-sqlite3';
import { openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { reportOf } from '../../../src-main/shared/errors.ts';

const path = process.argv[2]!;
// SQLite's library is loaded at first use, and lies in a home that nobody else may enter.
new Sqlite(':memory:').close();
if (process.getuid?.() === 0) process.setuid?.(65_534);

const attempt = (open: () => { summary(): { evidenceCount: number }; close(): void }) => {
  try {
    const opened = open();
    const { evidenceCount } = opened.summary();
    opened.close();
    return evidenceCount;
  } catch (error) {
    return reportOf(error).code;
  }
};
const opened = attempt(() => openCase(path, 'Exhibit test'));
const viewed = attempt(() => viewCase(path));
process.stdout.write(JSON.stringify({ opened, viewed }));
