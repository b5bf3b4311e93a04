/** A detector that a lab brings, from its file to the report, with a network and clips that everybody may have. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import type { EvidenceDetail } from '../../../src-main/shared/case.ts';
import type { AnalysisParameters } from '../../../src-main/shared/domain.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { validReport } from '../../support/valid-report.ts';
import { project } from '../../support/face-clip.ts';
import { writeLabelledClips } from '../../support/labelled-clips.ts';
import { guestDescription, tinyGuest } from '../../support/tiny-guest.ts';

const parameters: AnalysisParameters = {
  sampling: { kind: 'spread', count: 4 },
  minFacePx: 40,
  detectSizePx: 640,
};
const run = { signal: new AbortController().signal, onProgress: () => undefined };
const wish = { detector: 'redness', dataName: 'tinted clips', frames: 4, seed: 1 };

let folder: string;
let engine: Engine;
const at = (...names: string[]) => join(folder, ...names);
const clips = ['real', 'fake'].flatMap((label) =>
  Array.from({ length: 6 }, (_, index) => ({ label, path: join('clips', label, `clip ${index}.mp4`) })),
);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-guests-'));
  await writeLabelledClips(at('clips'), 2);
  writeFileSync(
    at('clips.csv'),
    ['path,label', ...clips.map((each) => `${each.path},${each.label}`)].join('\n'),
  );
  // The fakes are tinted: red loses to green.
  writeFileSync(at('redness.onnx'), tinyGuest({ weights: [-6, 6, 0] }));
  writeFileSync(at('redness.json'), JSON.stringify(guestDescription));
  engine = createEngine({
    resources: project,
    settingsFolder: at('settings'),
    version: 'test',
    scripts: engineScripts,
    provider: 'cpu',
  });
}, 120_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function analyse(name: string): Promise<EvidenceDetail[]> {
  await engine.cases.create(at(name));
  const { added } = await engine.cases.addEvidence([clips[0]!, clips[6]!].map(({ path }) => at(path)));
  const ended = new Promise((resolve) => {
    const stop = engine.on((event) => {
      if (event.name !== 'job:changed' || event.payload.finishedAt === null) return;
      stop();
      resolve(event.payload);
    });
  });
  const ids = added.map(({ id }) => id);
  await engine.analysis.start(ids, parameters);
  expect(await ended).toMatchObject({ state: 'done', failed: 0 });
  return ids.map((id) => engine.cases.evidenceDetail(id));
}

/** What our own model says. */
const ours = (details: readonly EvidenceDetail[]) =>
  details.map(({ finding }) => ({
    verdict: finding!.verdict,
    tracks: finding!.tracks.map(({ faces, verdict }) => ({
      verdict,
      scores: faces.map(({ score }) => score),
    })),
  }));

let before: ReturnType<typeof ours>;
/** Several analyses, each of which starts its networks. */
const timeout = 300_000;

it('says nothing before it is calibrated', { timeout }, async () => {
  await engine.models.addNetwork({
    net: 'detector',
    path: at('redness.onnx'),
    description: at('redness.json'),
  });
  expect(await engine.models.guests()).toEqual([]);
  const details = await analyse('before.exhibit');
  before = ours(details);
  expect(details.map(({ row, finding }) => [row.guests, finding!.guests])).toEqual([
    [[], []],
    [[], []],
  ]);
});

it('is calibrated on labelled clips, with people held out, and gets a card', { timeout }, async () => {
  const { guest, clips: judged } = await engine.training.calibrate(
    { ...wish, manifest: at('clips.csv') },
    run,
  );
  expect(judged).toBe(12);
  const { card, network, margin } = guest;
  expect(card).toMatchObject({
    name: 'redness',
    licence: 'MIT',
    guest: { training: 'nothing' },
    data: { name: 'tinted clips', realVideos: 6, fakeVideos: 6 },
  });
  expect(card.metrics.map(({ classifier, level, split }) => [classifier, level, split])).toEqual([
    ['guest', 'face', 'by-identity'],
    ['guest', 'video', 'by-identity'],
  ]);
  expect(card.metrics[1]!.auc.value).toBeGreaterThan(0.7);
  // Three photographs are three groups, too few to give verdicts on.
  expect(margin).toBeCloseTo(1 / 14, 12);
  expect(card.band.gates).toMatchObject({ novelty: 1, disagreement: 1 });
  expect(await engine.models.guests()).toEqual([{ name: network.name, card, problem: null }]);
});

it('gives its own score and verdict beside ours, which stay as they were', { timeout }, async () => {
  const details = await analyse('beside.exhibit');
  expect(ours(details)).toEqual(before);
  const [real, fake] = details.map(({ finding }) => finding!.guests[0]!);
  const sha256 = sha256Of(readFileSync(at('settings', 'guests', 'redness', 'manifest.json')));
  for (const [index, guest] of [real!, fake!].entries()) {
    const { row, finding } = details[index]!;
    expect(guest).toMatchObject({ name: 'redness', sha256 });
    expect(guest.verdict.reasons.length).toBeGreaterThan(0);
    expect(row.guests).toEqual([
      { name: 'redness', outcome: guest.verdict.outcome, score: guest.verdict.score, band: guest.band },
    ]);
    expect(guest.tracks.map(({ scores }) => scores.map((score) => score === null))).toEqual(
      finding!.tracks.map(({ faces }) => faces.map(({ refused }) => refused !== null)),
    );
    expect(finding!.models).toContainEqual({ role: 'guest', name: 'redness', sha256 });
  }
  expect(fake!.verdict.score).toBeGreaterThan(real!.verdict.score!);
  expect(await engine.cases.verify()).toMatchObject({ intact: true });
});

it('stands in every report, named as the lab’s own', async () => {
  const [written] = engine.cases.evidence();
  for (const format of ['html', 'json', 'csv'] as const)
    await engine.cases.writeReport(format, at(`report.${format}`), true);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const page = read('report.html').replaceAll(/"data:[^"]*"/g, '""');
  expect(page).toContain('by redness');
  expect(page).toContain('A detector that the lab brought. It has no part in the verdict above.');
  expect(page).toContain('one convolution; trained on: nothing');
  expect(page).not.toContain('The findings were made with 2 different models');
  const { videos, classifiers } = validReport(read('report.json')) as {
    videos: { finding: { guests: unknown[] } }[];
    classifiers: { card: { name: string } }[];
  };
  expect(videos[0]!.finding.guests).toEqual(engine.cases.evidenceDetail(written!.id).finding!.guests);
  expect(classifiers.map(({ card }) => card.name)).toEqual(['default', 'redness']);
  const [first] = parse(read('report.csv'), { columns: true }) as Record<string, string>[];
  expect(first).toMatchObject({ guests: 'redness', guest_verdicts: written!.guests[0]!.outcome });
  expect(Number(first!['guest_scores'])).toBe(written!.guests[0]!.score);
  await engine.cases.writeResults(at('results.json'), [written!.id], []);
  const results = JSON.parse(read('results.json')) as { videos: { guests: unknown[] }[] };
  expect(results.videos[0]!.guests).toMatchObject([{ name: 'redness', score: written!.guests[0]!.score }]);
});

it('stops the analysis where its files were changed, and says how to go on', async () => {
  const card = at('settings', 'guests', 'redness', 'card.json');
  const kept = readFileSync(card);
  writeFileSync(card, '{}');
  await expect(analyse('changed.exhibit')).rejects.toMatchObject({
    code: 'models/hash-mismatch',
    message: expect.stringContaining('exhibit models calibrate redness') as string,
  });
  expect(await engine.models.guests()).toMatchObject([
    { name: 'redness', card: null, problem: { code: 'models/hash-mismatch' } },
  ]);
  writeFileSync(card, kept);
});

it('goes with its calibration when it is removed', async () => {
  await engine.models.removeNetwork('redness');
  expect(await engine.models.guests()).toEqual([]);
  await engine.models.addNetwork({
    net: 'detector',
    path: at('redness.onnx'),
    description: at('redness.json'),
  });
  expect(await engine.models.guests()).toEqual([]);
});
