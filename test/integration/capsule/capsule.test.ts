/** A capsule holds what another expert needs, and its check names each kind of damage to it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync, type Unzipped } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capsuleContents, type CapsuleContents } from '../../../src-main/engine/capsule/capsule-format.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { encodePngs } from '../../../src-main/engine/media/encode-pictures.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { migrations } from '../../../src-main/engine/cases/migrations/index.ts';
import { makeOlder } from '../../support/older-case.ts';
import { testDecoder } from '../../support/decoder.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let engine: Engine;
/** As it was written. */
let capsule: string;
let sha256: string;
const at = (name: string) => join(folder, name);

const start = () =>
  createEngine({
    ...{ resources: project, settingsFolder: at('settings'), version: 'test', scripts: engineScripts },
    provider: 'cpu',
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-capsule-'));
  await writeFaceClip(at('clip.mp4'));
  engine = start();
  await engine.cases.create(at('a.exhibit'));
  await engine.cases.addEvidence([at('clip.mp4')]);
  const ended = new Promise((resolve) => {
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve(payload);
    });
  });
  await engine.analysis.start([1], {
    sampling: { kind: 'spread', count: 3 },
    ...{ minFacePx: 40, detectSizePx: 640 },
  });
  expect(await ended).toMatchObject({ state: 'done', failed: 0 });
  ({ path: capsule, sha256 } = await engine.cases.writeCapsule(at('a.zip'), false, null));
}, 300_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const filesIn = (path: string): Unzipped => unzipSync(readFileSync(path));
const contentsIn = (files: Unzipped): CapsuleContents =>
  capsuleContents.parse(JSON.parse(Buffer.from(files['capsule.json']!).toString()));

/** Somebody changes files of the capsule. @param listed whether the table of contents is made to agree */
function changed(name: string, change: (files: Unzipped) => Unzipped, listed = false): string {
  const files = change({ ...filesIn(capsule) });
  if (listed) {
    const contents = contentsIn(files);
    for (const each of Object.keys(contents.files)) {
      const bytes = files[each]!;
      contents.files[each] = { sha256: sha256Of(bytes), bytes: bytes.length };
    }
    files['capsule.json'] = Buffer.from(JSON.stringify(contents));
  }
  writeFileSync(at(name), zipSync(files, { level: 0 }));
  return at(name);
}

/** The case inside, edited by a database program. */
function withCase(sql: string) {
  return (files: Unzipped): Unzipped => {
    writeFileSync(at('inside.exhibit'), files['case.exhibit']!);
    tamper(at('inside.exhibit'), sql);
    return { ...files, 'case.exhibit': readFileSync(at('inside.exhibit')) };
  };
}

it('gives the same scores again, from its frames alone', async () => {
  rmSync(at('clip.mp4'));
  const check = (await engine.cases.checkCapsule(capsule))!;
  await writeFaceClip(at('clip.mp4'));
  expect(check).toMatchObject({ fileFaults: [], anchorFault: null, chain: { intact: true } });
  const [video] = check.videos;
  const { tracks } = engine.cases.evidenceDetail(1).finding!;
  const scored = tracks.flatMap(({ faces }) => faces.filter(({ score }) => score !== null));
  expect(scored.length).toBeGreaterThan(2);
  expect(video).toMatchObject({ faces: scored.length, compared: scored.length, problem: null });
  // The same machine and the same frames.
  expect(video!.largestDifference).toBeLessThan(1e-6);
  const { verdict } = engine.cases.evidenceDetail(1).finding!;
  expect(video).toMatchObject({ outcome: verdict.outcome, score: verdict.score, model: 'default' });
  expect(check.sha256).toBe(sha256);
});

it('stands in the log of the case, with its SHA-256', async () => {
  expect(sha256).toBe(sha256Of(readFileSync(capsule)));
  const path = at('later.zip');
  await engine.cases.writeCapsule(path, false, null);
  writeFileSync(at('later.exhibit'), filesIn(path)['case.exhibit']!);
  const later = viewCase(at('later.exhibit'));
  const { action, detail } = later.audit.last()!;
  later.close();
  expect({ action, detail }).toEqual({ action: 'capsule-written', detail: { path: capsule, sha256 } });
});

it('holds the case, the report, the model, a guide, and each frame with a scored face once', () => {
  const names = Object.keys(filesIn(capsule));
  expect(names.filter((name) => !name.startsWith('frames/'))).toEqual([
    'README.txt',
    'case.exhibit',
    'report.html',
    'models/default.zip',
    'capsule.json',
  ]);
  expect(names.filter((name) => name.startsWith('frames/1/')).length).toBe(3);
});

describe('names what was changed:', () => {
  const check = async (path: string) => (await engine.cases.checkCapsule(path))!;

  it('a frame', async () => {
    const path = changed('frame.zip', (files) => {
      const [name] = Object.keys(files).filter((each) => each.startsWith('frames/'));
      const bytes = Uint8Array.from(files[name!]!);
      bytes[bytes.length >> 1]! ^= 1;
      return { ...files, [name!]: bytes };
    });
    const { fileFaults, videos } = await check(path);
    expect(fileFaults).toEqual([expect.stringMatching(/^frames\/1\/\d+\.png was changed/)]);
    expect(videos[0]!.problem).not.toBeNull();
  });

  it('a frame, with the table of contents made to agree: its scores differ', async () => {
    const tools = await testDecoder();
    const files = filesIn(capsule);
    const contents = contentsIn(files);
    const frame = contents.videos[0]!.frames[0]!;
    const { width, height } = frame;
    const rgb = new Uint8Array(width * height * 3).fill(90);
    const [png] = await encodePngs([{ rgb, width, height }], tools);
    frame.rgbSha256 = sha256Of(rgb);
    const path = changed(
      'scores.zip',
      (old) => ({
        ...old,
        [`frames/1/${frame.frameIndex}.png`]: new Uint8Array(png!),
        'capsule.json': Buffer.from(JSON.stringify(contents)),
      }),
      true,
    );
    const { fileFaults, videos } = await check(path);
    expect(fileFaults).toEqual([]);
    expect(videos[0]!.problem).toMatch(/scored faces? of \d+ were not found again/);
  });

  it('a score in the case, with the table of contents made to agree', async () => {
    const path = changed('case.zip', withCase('UPDATE scores SET score = 0.02'), true);
    const { fileFaults, chain, videos } = await check(path);
    expect(fileFaults).toEqual([]);
    expect(chain.faults).toContainEqual(expect.objectContaining({ kind: 'content' }));
    expect(videos[0]!.problem).toMatch(/^A score or novelty differs by 0\.\d+, which is more than 0\.01\. /);
  });

  it('a verdict over the right scores', async () => {
    const sql = `UPDATE verdicts SET outcome = 'likely-real', score = 0.02; UPDATE tracks SET outcome = 'likely-real'`;
    const { videos } = await check(changed('verdict.zip', withCase(sql), true));
    expect(videos[0]!.problem).toMatch(/Track 1 has the verdict likely real .*; by the stated scores it is/);
    expect(videos[0]!.problem).toMatch(
      /The video has the verdict likely real \(score 0\.02.*; by the stated/,
    );
  });

  it.each([
    ['metrics[0].auc.value', '0.999'],
    ['abstention.full.wrongReal', '0'],
    ['limits[0]', `'It never errs.'`],
    ['limits[#]', `'A further one.'`],
  ])('a card that is not that of the model: %s', async (member, value) => {
    const sql = `UPDATE models SET card = json_set(card, '$.${member}', ${value}) WHERE card IS NOT NULL`;
    const { videos } = await check(changed('card.zip', withCase(sql), true));
    expect(videos[0]!.problem).toBe(
      'The card of the model in the case has other figures or words than the card of the model here.',
    );
  });

  it('a picture of a face that is not in its frame', async () => {
    const swap = `UPDATE crops SET jpeg = (SELECT jpeg FROM crops WHERE face_id = (SELECT max(face_id) FROM crops))
      WHERE face_id = (SELECT min(face_id) FROM crops)`;
    const { videos } = await check(changed('crop.zip', withCase(swap), true));
    expect(videos[0]!.problem).toMatch(
      /^The case shows 1 picture of \d+ scored faces that the frames do not have\.$/,
    );
  });

  it('a reason that the scores do not give', async () => {
    const sql = `UPDATE verdicts SET reasons = '["Nothing in this video points to a forgery."]'`;
    const { videos } = await check(changed('reasons.zip', withCase(sql), true));
    expect(videos[0]!.problem).toBe('The video has other reasons under its verdict than its scores give.');
  });

  it('a face that was left out of the finding, though it is in the frames', async () => {
    const sql = 'DELETE FROM scores WHERE face_id IN (SELECT id FROM faces WHERE track_id = 1)';
    const { videos } = await check(changed('face.zip', withCase(sql), true));
    expect(videos[0]!.problem).toMatch(/\d usable faces? in the frames (has|have) no score in the finding\./);
  });

  it('a frame that is left out where another is named twice', async () => {
    const path = changed('twice.zip', (files) => {
      const contents = contentsIn(files);
      const { frames } = contents.videos[0]!;
      const left = `frames/1/${frames[2]!.frameIndex}.png`;
      frames[2] = frames[0]!;
      const without = <T>(all: Record<string, T>) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => name !== left));
      const listed = { ...contents, files: without(contents.files) };
      return { ...without(files), 'capsule.json': Buffer.from(JSON.stringify(listed)) };
    });
    const { fileFaults, videos } = await check(path);
    expect(fileFaults).toEqual([]);
    expect(videos).toMatchObject([
      { compared: 0, problem: expect.stringContaining('each frame in which a face was scored') as string },
    ]);
  });

  it('a video whose frames were left out', async () => {
    const path = changed('left-out.zip', (files) => {
      const contents = { ...contentsIn(files), videos: [] };
      return { ...files, 'capsule.json': Buffer.from(JSON.stringify(contents)) };
    });
    expect((await check(path)).videos).toMatchObject([
      { compared: 0, problem: 'The capsule holds no frames of this finding.' },
    ]);
  });

  it('a log that was cut off', async () => {
    const path = changed('log.zip', withCase('DELETE FROM audit_log WHERE seq > 2'), true);
    expect((await check(path)).fileFaults).toEqual([
      expect.stringMatching(/^The audit log in case\.exhibit is not the listed one: it has 2 entries/),
    ]);
  });

  it('a log that goes on: somebody worked on the case in the capsule', async () => {
    const path = changed(
      'worked-on.zip',
      (files) => {
        writeFileSync(at('worked-on.exhibit'), files['case.exhibit']!);
        openCase(at('worked-on.exhibit'), 'Exhibit test').close();
        return { ...files, 'case.exhibit': readFileSync(at('worked-on.exhibit')) };
      },
      true,
    );
    const { fileFaults, chain } = await check(path);
    expect(chain.intact).toBe(true);
    expect(fileFaults).toEqual([
      expect.stringMatching(/^The audit log in case\.exhibit is not the listed one/),
    ]);
  });

  it('a file that is missing, and one that was added', async () => {
    const path = changed('files.zip', ({ 'report.html': _, ...files }) => ({
      ...files,
      'notes.txt': new Uint8Array(3),
    }));
    expect((await check(path)).fileFaults).toEqual([
      'report.html is missing.',
      'notes.txt is not in the table of contents.',
    ]);
  });

  it('a file that Exhibit does not write, with the table of contents made to agree', async () => {
    const path = changed(
      'listed.zip',
      (files) => {
        const contents = contentsIn(files);
        contents.files['READ-ME-FIRST.html'] = { sha256: '0'.repeat(64), bytes: 3 };
        return {
          ...files,
          'READ-ME-FIRST.html': new Uint8Array(3),
          'capsule.json': Buffer.from(JSON.stringify(contents)),
        };
      },
      true,
    );
    expect((await check(path)).fileFaults).toEqual([
      'READ-ME-FIRST.html is no file of a capsule: Exhibit did not write it.',
    ]);
  });
});

describe('refuses', () => {
  const check = (path: string) => engine.cases.checkCapsule(path);

  it('a zip of another kind, and one that was packed again', async () => {
    writeFileSync(at('other.zip'), zipSync({ 'a.txt': new Uint8Array(9) }));
    await expect(check(at('other.zip'))).rejects.toMatchObject({ code: 'capsule/not-a-capsule' });
    writeFileSync(at('packed.zip'), zipSync(filesIn(capsule), { level: 6 }));
    await expect(check(at('packed.zip'))).rejects.toMatchObject({
      code: 'capsule/not-a-capsule',
      message: expect.stringContaining('packed again') as string,
    });
  });

  it('one that was cut short, and a table of contents that says nothing', async () => {
    const bytes = readFileSync(capsule);
    writeFileSync(at('short.zip'), bytes.subarray(0, bytes.length - 1000));
    await expect(check(at('short.zip'))).rejects.toMatchObject({
      code: 'capsule/damaged',
      message: expect.not.stringContaining('..') as string,
    });
    const path = changed('empty.zip', (files) => ({ ...files, 'capsule.json': Buffer.from('{}') }));
    await expect(check(path)).rejects.toMatchObject({ code: 'capsule/damaged' });
  });

  it('to show frames of a file that is not the one that was analysed', async () => {
    rmSync(at('clip.mp4'));
    await writeFaceClip(at('clip.mp4'), 1);
    await expect(engine.cases.writeCapsule(at('b.zip'), false, null)).rejects.toMatchObject({
      code: 'media/changed-since-analysis',
    });
  });
});

it('is checked by a later version too: the case inside is updated, and its log stays as it was', async () => {
  const path = changed(
    'older.zip',
    (files) => {
      writeFileSync(at('older.exhibit'), files['case.exhibit']!);
      makeOlder(at('older.exhibit'), migrations.length - 1);
      return { ...files, 'case.exhibit': readFileSync(at('older.exhibit')) };
    },
    true,
  );
  expect(await engine.cases.checkCapsule(path)).toMatchObject({
    ...{ fileFaults: [], chain: { intact: true } },
    videos: [{ problem: null }],
  });
});

it('is no capsule: a case', async () => {
  expect(await engine.cases.checkCapsule(at('a.exhibit'))).toBeNull();
});
