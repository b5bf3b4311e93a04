/** Whoever was named last in a case stays at work there: a command that stores something says in whose name it does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCase } from '../../../src-main/engine/cases/case-file.ts';
import { exhibitCommand } from '../../support/exhibit-command.ts';

let folder: string;
let path: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-at-work-'));
  path = at('a.exhibit');
  writeFileSync(at('clip.mp4'), 'a video, as it was received');
});
afterAll(() => rmSync(folder, { recursive: true }));

function writeCase(examiner: string | null): void {
  rmSync(path, { force: true });
  const file = createCase(path, 'Exhibit test');
  file.evidence.add({ path: at('clip.mp4'), sizeBytes: 27 });
  if (examiner !== null)
    file.records.store({
      ...{ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name: examiner } },
    });
  file.close();
}

function run(...args: string[]) {
  const env = { ...process.env, XDG_CONFIG_HOME: at('config') };
  const { stderr } = spawnSync(process.execPath, [exhibitCommand, ...args], { env, encoding: 'utf8' });
  return stderr;
}

it.each([
  ['hash', () => ['hash', path]],
  ['report', () => ['report', path, '--out', at('report.csv'), '--overwrite', '--format', 'csv']],
])('says it for exhibit %s, with the name in its quotation', (_command, args) => {
  writeCase('A. Smith” is not at work, “nobody');
  expect(run(...args())).toContain(
    "This case names “A. Smith' is not at work, 'nobody” as the examiner at work: the audit log stores what is done now under that name.",
  );
});

it('says nothing where nobody is named, or where nothing is stored', () => {
  writeCase(null);
  expect(run('hash', path)).not.toContain('at work');
  writeCase('A. Smith');
  expect(run('verify', path)).not.toContain('at work');
});
