/** Each kind of damage to a case, its log and its evidence is made, and `exhibit verify` has to name that one. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { exhibitCommand } from '../../support/exhibit-command.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

let folder: string;
let path: string;
const at = (name: string) => join(folder, name);
const content = 'a video, as it was received';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-verify-'));
  path = at('a.exhibit');
  for (const name of ['first.mp4', 'second.mp4', 'third.mp4']) writeFileSync(at(name), content + name);
  writeCase(path);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two videos with a finding, one that nobody analysed: entries 1 to 8. */
function writeCase(to: string): void {
  const file = createCase(to, 'Exhibit test');
  for (const name of ['first.mp4', 'second.mp4']) {
    const sha256 = sha256Of(content + name);
    const { media } = sampleFinding();
    const finding = sampleFinding({
      path: at(name),
      sha256,
      media: { ...media, sizeBytes: content.length + name.length },
    });
    const { id } = file.evidence.add({ path: at(name), sizeBytes: finding.media.sizeBytes });
    file.evidence.start(id, { sha256, sizeBytes: finding.media.sizeBytes });
    storeFinding(file, finding);
  }
  file.evidence.add({ path: at('third.mp4'), sizeBytes: 1 });
  file.close();
}

function verify(...args: string[]) {
  const run = spawnSync(process.execPath, [exhibitCommand, 'verify', path, ...args], {
    env: { ...process.env, XDG_CONFIG_HOME: at('config') },
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const anchorIn = (out: string) => /^anchor +(\d+:[0-9a-f]{64})$/m.exec(out)![1]!;

it('finds a case as it was left in order, with an anchor to note', () => {
  const { code, out } = verify();
  expect(out).toMatch(/^audit +intact: 8 entries/m);
  expect(out).toMatch(/^files +2 of 3 files unchanged$/m);
  expect(out).toMatch(/^file +not analysed, so there is nothing to compare it with: .*third\.mp4$/m);
  expect(code).toBe(0);
  const checked = verify('--anchor', anchorIn(out)).out;
  expect(checked).toMatch(/^anchor +holds/m);
  expect(checked).toContain(`newest    anchor ${anchorIn(out)}`);
  expect(checked.match(/^anchor /gm)).toHaveLength(1);
});

describe('names the damage where', () => {
  it.each([
    [
      'an entry of the log was edited',
      `UPDATE audit_log SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3`,
      4,
      /^audit +BROKEN: Audit entry 3 was altered/m,
    ],
    ['an entry was taken out', 'DELETE FROM audit_log WHERE seq = 5', 4, /Audit entry 5 is missing\./],
    [
      'a score was edited',
      'UPDATE scores SET score = 0.01 WHERE face_id = 3',
      6,
      /^case +CHANGED: Finding 1 was changed after the analysis/m,
    ],
    ['a crop was exchanged', `UPDATE crops SET jpeg = x'00' WHERE face_id = 5`, 6, /Finding 1 was changed/],
    [
      'a hash was edited',
      `UPDATE evidence SET sha256 = NULL WHERE id = 2`,
      6,
      /The SHA-256 of .*second\.mp4 differs/,
    ],
    [
      'a video was put in',
      `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/b', 'b', 1, 'waiting', 't')`,
      6,
      /\/b is in the case, but the audit log has no entry for it/,
    ],
  ])('%s', (_what, sql, code, words) => {
    tamper(path, sql);
    const run = verify('--no-files');
    expect(run.out).toMatch(words);
    expect(run.code).toBe(code);
  });

  it('two things were edited: both', () => {
    tamper(
      path,
      `UPDATE scores SET score = 0.01 WHERE face_id = 3; UPDATE evidence SET size_bytes = 1 WHERE id = 2`,
    );
    const { out } = verify('--no-files');
    expect(out).toMatch(/Finding 1 was changed/);
    expect(out).toMatch(/The size of .*second\.mp4 differs/);
  });

  it('another MD5 stands in the log beside the right SHA-256', () => {
    const file = openCase(path, 'Exhibit test');
    const hashes = { md5: 'b'.repeat(32), sha1: 'c'.repeat(40), sha256: sha256Of(`${content}first.mp4`) };
    file.audit.append('evidence-hashed', { evidenceId: 1, ...hashes, sizeBytes: 36 });
    file.close();
    const { code, out } = verify();
    expect(out).toMatch(/^audit +intact/m);
    expect(out).toMatch(/^files +1 of 3 files unchanged$/m);
    expect(out).toMatch(/^file +MISSTATED: .*first\.mp4\. Its SHA-256 is right, but the MD5 or the SHA-1/m);
    expect(code).toBe(6);
  });

  it('a file was changed, also one of the same size', () => {
    writeFileSync(at('first.mp4'), `${content}first.mp4 and more`);
    writeFileSync(at('second.mp4'), `${content}second.mp5`);
    const { code, out } = verify();
    expect(out).toMatch(/^file +CHANGED: .*first\.mp4\. Its SHA-256 .*: it had 36 bytes and now has 45\.$/m);
    expect(out).toMatch(/^file +CHANGED: .*second\.mp4\. Its SHA-256 .* Its size is the same\.$/m);
    expect(code).toBe(7);
  });

  it('a file is gone', () => {
    renameSync(at('first.mp4'), at('elsewhere.mp4'));
    const { code, out } = verify();
    expect(out).toMatch(/^files +1 of 3 files unchanged$/m);
    expect(out).toMatch(/^file +MISSING: .*first\.mp4\. The file does not exist/m);
    expect(code).toBe(8);
  });
});

describe('with an anchor from outside the case', () => {
  it('names a case that was set back to an older copy, which nothing else could tell', () => {
    copyFileSync(path, at('older'));
    const file = openCase(path, 'Exhibit test');
    file.evidence.add({ path: at('fourth.mp4'), sizeBytes: 1 });
    file.close();
    const anchor = anchorIn(verify('--no-files').out);
    copyFileSync(at('older'), path);
    expect(verify('--no-files').code).toBe(0);
    const { code, out } = verify('--no-files', '--anchor', anchor);
    expect(out).toMatch(
      /^anchor +CONTRADICTED: The log had \d+ entries when the anchor was noted; now it has 8\./m,
    );
    expect(code).toBe(5);
  });

  it('names a case that was made anew of the same files', () => {
    const anchor = anchorIn(verify('--no-files').out);
    rmSync(path);
    writeCase(path);
    expect(verify('--no-files').code).toBe(0);
    const { code, out } = verify('--no-files', '--anchor', anchor);
    expect(out).toMatch(/^anchor +CONTRADICTED: Entry 8 has another hash than the anchor\./m);
    expect(code).toBe(5);
  });

  it('holds after the case went on', () => {
    const anchor = anchorIn(verify('--no-files').out);
    const file = openCase(path, 'Exhibit test');
    file.evidence.add({ path: at('fourth.mp4'), sizeBytes: 1 });
    file.close();
    expect(verify('--no-files', '--anchor', anchor)).toMatchObject({
      code: 0,
      out: expect.stringContaining('holds'),
    });
  });

  it('refuses what is no anchor', () => {
    const { code, err } = verify('--anchor', '8:abc');
    expect(err).toContain(
      '--anchor takes the number of entries, a colon and the 64 digits of the head [cli/usage]',
    );
    expect(code).toBe(2);
  });
});
