/** A copy that is encoded one step further down and scored: one case, each test goes on from the one before. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import type { Progress } from '../../../src-main/shared/domain.ts';
import { testDecoder } from '../../support/decoder.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';
import { validReport } from '../../support/valid-report.ts';

let folder: string;
let engine: Engine;
const [VIDEO, PICTURE] = [1, 2];
const clip = () => join(folder, 'clip.mp4');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-reencode-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  await writeFaceClip(clip());
  const { ffmpeg } = await testDecoder();
  const picture = join(folder, 'face.png');
  execFileSync(ffmpeg, ['-v', 'error', '-i', clip(), '-frames:v', '1', picture]);
  await engine.cases.create(join(folder, 'a.exhibit'));
  await engine.cases.addEvidence([clip(), picture]);
  const ended = new Promise<void>((resolve) =>
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve();
    }),
  );
  const parameters = { sampling: { kind: 'spread', count: 6 }, minFacePx: 40, detectSizePx: 640 } as const;
  await engine.analysis.start([VIDEO, PICTURE], parameters);
  await ended;
}, 600_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** As `exhibit case` lists it. */
const asked = () => engine.cases.askedOf(engine.cases.evidence().find(({ id }) => id === VIDEO)!);
const logged = () => engine.notebook.log().filter(({ action }) => action === 'evidence-reencoded');
/** Those of this process; its own folder has another name. */
const leftOver = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`exhibit-${process.pid}-`));
const written = async (format: 'html' | 'json' | 'csv') => {
  const path = join(folder, `report.${format}`);
  await engine.cases.writeReport(format, path, true);
  return readFileSync(path, 'utf8');
};

it('says in the report that nobody asked, so that it does not look like an answer that stays', async () => {
  expect(await written('html')).toContain(
    'The score of a copy that is encoded one step further down was not computed.',
  );
});

it('leaves nothing behind where it is given up', async () => {
  const begun = engine.cases.reencode(VIDEO, ({ stage }) => {
    if (stage === 'degrade') engine.cases.stopReencoding();
  });
  await expect(begun).rejects.toMatchObject({ code: 'case/cancelled' });
  expect(logged()).toEqual([]);
  expect(leftOver()).toEqual([]);
});

it('is made once at a time: who asks again gives up the copy before', async () => {
  const first = engine.cases.reencode(VIDEO);
  const second = engine.cases.reencode(VIDEO, ({ stage }) => {
    if (stage === 'degrade') engine.cases.stopReencoding();
  });
  const cancelled = { status: 'rejected', reason: { code: 'case/cancelled' } };
  expect(await Promise.allSettled([first, second])).toMatchObject([cancelled, cancelled]);
  expect(logged()).toEqual([]);
  expect(leftOver()).toEqual([]);
});

it('stores the answer on a copy with fewer bits in the audit log, beside the finding', async () => {
  const told: Progress[] = [];
  const reencoding = await engine.cases.reencode(VIDEO, (progress) => told.push(progress));
  const { finding } = engine.cases.evidenceDetail(VIDEO);
  const { outcome, score } = finding!.verdict;
  expect(reencoding).toMatchObject({
    ...{ findingId: finding!.id, asAnalysed: { outcome, score }, by: { provider: 'cpu', exhibit: 'test' } },
    copy: { framesUsed: 6, outcome: expect.any(String) as string },
  });
  const { file, copy } = reencoding.bitsPerPixel;
  expect(copy).toBeLessThan(file!);
  // Of the same faces at the same places, compressed more: near, and not the same.
  const { of, faces, largest } = reencoding.paired;
  expect(faces).toBeGreaterThan(of / 2);
  expect(largest).toBeGreaterThan(0);
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['degrade', 'detect']));
  expect(told.filter(({ stage }) => stage === 'degrade').at(-1)).toMatchObject({ done: 20, total: 20 });
  expect(leftOver()).toEqual([]);
  const { at, ...content } = reencoding;
  expect(logged()).toMatchObject([{ at, evidenceId: VIDEO, detail: content }]);
  expect(engine.cases.evidenceDetail(VIDEO).reencoding).toEqual(reencoding);
  expect((await engine.cases.verify()).faults).toEqual([]);
});

it('takes the answer from the log where it is asked again', async () => {
  const [entry] = logged();
  expect((await engine.cases.reencode(VIDEO)).at).toBe(entry!.at);
  expect(logged()).toHaveLength(1);
});

it('stands in every report, and in the annex in full', async () => {
  const { reencoding } = engine.cases.evidenceDetail(VIDEO);
  const html = await written('html');
  expect(html).not.toContain('was not computed');
  expect(html).toContain('Encoded again (H.264 at CRF');
  const annex = html.slice(html.indexOf('Annex: what an opposing expert could ask'));
  expect(annex).toContain('None: as analysed');
  const { videos } = validReport(await written('json')) as { videos: { reencoding: unknown }[] };
  expect(videos[0]!.reencoding).toMatchObject(reencoding!);
  expect(videos[1]!.reencoding).toBeNull();
  const [row, picture] = parse(await written('csv'), { columns: true }) as unknown as Record<
    string,
    string
  >[];
  expect(row).toMatchObject({
    reencoded_step: reencoding!.step,
    reencoded_verdict: reencoding!.copy.outcome,
    reencoded_score: String(reencoding!.copy.score),
  });
  expect(picture).toMatchObject({ reencoded_step: '', reencoded_verdict: '' });
});

it('is made of no still picture', async () => {
  await expect(engine.cases.reencode(PICTURE)).rejects.toMatchObject({ code: 'case/nothing-to-reencode' });
});

it('hides it, and its entry in the log, from whoever works blind first', async () => {
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
  engine.notebook.store({ kind: 'blind', content: { first: true } });
  expect(engine.cases.evidenceDetail(VIDEO).reencoding).toBeUndefined();
  expect(asked().reencoding).toBeUndefined();
  expect(logged()[0]!.detail).toEqual({ hidden: true });
  await expect(engine.cases.reencode(VIDEO)).rejects.toMatchObject({ code: 'case/blind' });
  engine.notebook.store({ kind: 'blind', content: { first: false } });
  expect(asked().reencoding).toBeDefined();
});

it('is shown beside no other finding, and made of no file that is another one now', async () => {
  const ended = new Promise<void>((resolve) =>
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve();
    }),
  );
  const parameters = { sampling: { kind: 'spread', count: 4 }, minFacePx: 40, detectSizePx: 640 } as const;
  await engine.analysis.start([VIDEO], parameters);
  await ended;
  expect(asked().reencoding).toBeUndefined();
  renameSync(clip(), join(folder, 'kept.mp4'));
  await writeFaceClip(clip(), 1);
  await expect(engine.cases.reencode(VIDEO)).rejects.toMatchObject({ code: 'media/changed-since-analysis' });
  expect(logged()).toHaveLength(1);
}, 300_000);

it('gives up with the case what reads its files, so that nothing of it reaches another case', async () => {
  const stopped = Promise.allSettled([engine.cases.hashEvidence(VIDEO)]);
  await engine.cases.create(join(folder, 'b.exhibit'));
  const [hashes] = await stopped;
  expect(hashes).toMatchObject({ status: 'rejected', reason: { code: 'case/cancelled' } });
  expect(engine.notebook.log().map(({ action }) => action)).not.toContain('evidence-hashed');
});
