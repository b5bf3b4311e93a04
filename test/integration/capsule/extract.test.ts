/** A capsule of chosen files: of the others nothing is in it, and it is checked like any other. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capsuleContents } from '../../../src-main/engine/capsule/capsule-format.ts';
import { cuts } from '../../../src-main/engine/cases/extract-case.ts';
import { viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { migrations } from '../../../src-main/engine/cases/migrations/index.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import type { StoredFinding } from '../../../src-main/shared/case.ts';
import { faceAnchorOf } from '../../support/corrected.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let engine: Engine;
let capsule: string;
let other: StoredFinding;
const at = (name: string) => join(folder, name);
/** What speaks of the other file or of somebody in it alone. */
const secrets = ['quarrel-at-noon', 'Berenike', 'a remark on the other one'];

const details = (request: string) => ({
  ...{ number: 'A 1', agency: '', request, propositionReal: '', propositionFake: '', notes: '' },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-extract-'));
  await writeFaceClip(at('chosen.mp4'));
  await writeFaceClip(at('quarrel-at-noon.mp4'), 2, 'eq=brightness=0.1,hflip');
  engine = createEngine({
    ...{ resources: project, settingsFolder: at('settings'), version: 'test', scripts: engineScripts },
    provider: 'cpu',
  });
  const { cases, notebook } = engine;
  await cases.create(at('a.exhibit'));
  await cases.addEvidence([at('quarrel-at-noon.mp4'), at('chosen.mp4')]);
  const ended = new Promise((resolve) => {
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve(payload);
    });
  });
  await engine.analysis.start([1, 2], {
    sampling: { kind: 'spread', count: 3 },
    ...{ minFacePx: 40, detectSizePx: 640 },
  });
  expect(await ended).toMatchObject({ state: 'done', failed: 0 });
  other = cases.evidenceDetail(1).finding!;
  notebook.store({ kind: 'examiner', content: { name: 'R. Weiss' } });
  notebook.store({ kind: 'details', content: details('Compare with Quarrel-at-noon.mp4') });
  const note = (evidenceId: number, text: string) =>
    notebook.store({
      ...{ kind: 'note', evidenceId, subject: null },
      content: { place: { kind: 'video' }, region: null, tags: [], text },
    });
  note(1, 'a remark on the other one');
  note(2, 'the light is even');
  note(2, 'the same room as in quarrel-at-noon');
  note(2, 'Berenike stands there too');
  const [face] = other.tracks[0]!.faces;
  notebook.store({
    ...{ kind: 'people', evidenceId: 1 },
    act: { kind: 'name', face: faceAnchorOf(face!), name: 'Berenike' },
  });
  ({ path: capsule } = await cases.writeCapsule(at('a.zip'), false, [2]));
}, 300_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const filesIn = (path: string) => unzipSync(readFileSync(path));
const contentsOf = () =>
  capsuleContents.parse(JSON.parse(Buffer.from(filesIn(capsule)['capsule.json']!).toString()));

function caseInside() {
  writeFileSync(at('inside.exhibit'), filesIn(capsule)['case.exhibit']!);
  return viewCase(at('inside.exhibit'));
}

describe('a capsule of chosen files', () => {
  it('has nothing of the others in any byte: no name, hash, person, note, picture or score', () => {
    const file = engine.cases;
    const faces = other.tracks.flatMap((track) => track.faces);
    const doubles = faces
      .flatMap(({ score, novelty, quality }) => [score, novelty, quality.sharpness])
      .filter((value) => value !== null)
      .map((value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleBE(value);
        return bytes;
      });
    const texts = [
      ...secrets.flatMap((text) => [text, text.toLowerCase(), encodeURIComponent(text)]),
      ...[other.sha256, 'quarrel-at-noon.mp4', 'Quarrel-at-noon.mp4'],
      ...faces.flatMap(({ score }) => (score === null ? [] : [String(score)])),
    ].map((text) => Buffer.from(text));
    const crops = faces.map(({ faceId }) => Buffer.from(file.crop(faceId).bytes));
    const pictures = [...crops, Buffer.from(file.thumbnail(1).bytes)];
    expect(doubles.length).toBeGreaterThan(6);
    const files = Object.entries(filesIn(capsule));
    for (const [name, content] of files) {
      const bytes = Buffer.from(content);
      for (const needle of [...texts, ...doubles]) {
        if (bytes.includes(needle)) expect.fail(`${needle.toString()} stands in ${name}`);
      }
      for (const picture of pictures) {
        // A page of SQLite holds part of a picture; the report holds it in Base64.
        expect(bytes.includes(picture.subarray(700, 900))).toBe(false);
        expect(bytes.includes(picture.subarray(0, 3000).toString('base64').slice(1000, 1200))).toBe(false);
      }
      expect(name).not.toContain('frames/1/');
    }
    expect(files.filter(([name]) => name.startsWith('frames/2/'))).toHaveLength(3);
  });

  it('would be found out by that test: the whole case has all of it', async () => {
    const { path } = await engine.cases.writeCapsule(at('whole.zip'), false, null);
    const bytes = Buffer.from(filesIn(path)['case.exhibit']!);
    for (const text of [...secrets, other.sha256]) expect(bytes.includes(text)).toBe(true);
    const crop = Buffer.from(engine.cases.crop(other.tracks[0]!.faces[0]!.faceId).bytes);
    expect(bytes.includes(crop.subarray(700, 900))).toBe(true);
  });

  it('has the chosen file with its finding, and the notes that speak of nothing else', () => {
    const inside = caseInside();
    expect(inside.evidence.list().map(({ name }) => name)).toEqual(['chosen.mp4']);
    expect(inside.findings.newest(2)).toEqual(engine.cases.evidenceDetail(2).finding);
    const notes = [...inside.records.headings()].map(({ kind }) => kind).sort();
    inside.close();
    expect(notes).toEqual(['examiner', 'note']);
  });

  it('is checked: its scores are computed again, and it says how much of the log it can show', async () => {
    const check = (await engine.cases.checkCapsule(capsule))!;
    const { hashes } = contentsOf().extract!;
    expect(check).toMatchObject({
      ...{ fileFaults: [], anchorFault: null },
      chain: { intact: true, entries: hashes.length, head: hashes.at(-1), faults: [] },
      extract: { inside: 1, files: 2, removed: 0, entries: hashes.length, tiedFrom: null },
      videos: [{ problem: null }],
    });
    const shown = check.extract!.shown;
    expect(shown).toBeGreaterThan(3);
    expect(shown).toBeLessThan(hashes.length);
  });

  it('has the head of the whole log, which an anchor confirms', async () => {
    const { entries, head } = contentsOf().log;
    const line = engine.notebook.log()[entries - 1]!;
    expect(line.seq).toBe(entries);
    const holds = await engine.cases.checkCapsule(capsule, { entries, head });
    expect(holds!.anchorFault).toBeNull();
    const another = await engine.cases.checkCapsule(capsule, { entries, head: 'a'.repeat(64) });
    expect(another!.anchorFault).toMatch(/has another hash than the anchor/);
    const cutOff = await engine.cases.checkCapsule(capsule, { entries: entries + 9, head });
    expect(cutOff!.anchorFault).toMatch(/^The log had \d+ entries when the anchor was noted/);
  });

  it('says so in its guide and on the first page of its report', () => {
    const files = filesIn(capsule);
    const said = 'This is an extract: 1 of the 2 files of the case.';
    for (const name of ['README.txt', 'report.html'])
      expect(Buffer.from(files[name]!).toString()).toContain(said);
  });

  it('stands in the log of the case with the ids of its files', () => {
    const entry = engine.notebook.log().find(({ action }) => action === 'capsule-written')!;
    expect(entry.detail).toMatchObject({ path: capsule, evidenceIds: [2] });
  });

  it('names an entry, a score or a note that was changed in it, with the table of contents made to agree', async () => {
    const changed = async (sql: string) => {
      const files = filesIn(capsule);
      writeFileSync(at('changed.exhibit'), files['case.exhibit']!);
      tamper(at('changed.exhibit'), sql);
      const bytes = readFileSync(at('changed.exhibit'));
      const contents = contentsOf();
      contents.files['case.exhibit'] = { sha256: sha256Of(bytes), bytes: bytes.length };
      const all = {
        ...{ ...files, 'case.exhibit': bytes },
        'capsule.json': Buffer.from(JSON.stringify(contents)),
      };
      writeFileSync(at('changed.zip'), zipSync(all, { level: 0 }));
      return (await engine.cases.checkCapsule(at('changed.zip')))!.chain.faults;
    };
    expect(await changed('UPDATE scores SET score = 0.02')).toContainEqual(
      expect.objectContaining({
        kind: 'content',
        problem: expect.stringMatching(/^Finding \d+ was changed/),
      }),
    );
    expect(await changed(`UPDATE records SET content = '{}' WHERE kind = 'note'`)).toContainEqual(
      expect.objectContaining({ kind: 'content' }),
    );
    expect(
      await changed(`UPDATE audit_log SET detail = '{"software":"x"}' WHERE action = 'case-created'`),
    ).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'log', seq: 1 },
        problem: 'Audit entry 1 was altered: its content does not give its hash.',
      }),
    );
    expect(await changed(`DELETE FROM audit_log WHERE action = 'analysis-finished'`)).not.toEqual([]);
  });

  it('is not written of a file that the case does not have, or of a case that was changed', async () => {
    await expect(engine.cases.writeCapsule(at('b.zip'), false, [7])).rejects.toMatchObject({
      code: 'report/unknown-choice',
    });
  });

  it('names what it deletes of every table of a case', () => {
    const sqlite = new Sqlite(':memory:');
    for (const step of migrations) step.apply(sqlite);
    const tables = sqlite
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
      )
      .pluck()
      .all();
    sqlite.close();
    expect(Object.keys(cuts).toSorted()).toEqual(tables);
  });
});
