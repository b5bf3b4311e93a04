import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { isSameFace } from '../../../src-main/engine/people/resolve-anchor.ts';
import type { StoredFinding, StoredTrack } from '../../../src-main/shared/case.ts';
import type { Box } from '../../../src-main/shared/domain.ts';
import { isAdded } from '../../../src-main/shared/people.ts';
import { validReport } from '../../support/valid-report.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';
import { tamper } from '../../support/tamper.ts';

/** Each test goes on from the one before, in one case. */
let folder: string;
let casePath: string;
let engine: Engine;
/** The track that is most often seen, as found when the detector may look for small faces. */
let track: StoredTrack;

const blind = { minFacePx: 400 };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-missed-'));
  casePath = join(folder, 'a.exhibit');
  await writeFaceClip(join(folder, 'clip.mp4'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  await engine.cases.create(casePath);
  await engine.cases.addEvidence([join(folder, 'clip.mp4')]);
  track = (await analysed(40)).tracks.toSorted((a, b) => b.faces.length - a.faces.length)[0]!;
  expect((await analysed(blind.minFacePx)).tracks).toEqual([]);
}, 300_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function analysed(minFacePx: number, count = 6): Promise<StoredFinding> {
  const ended = new Promise((resolve) => {
    const listening = engine.on((event) => {
      if (event.name !== 'job:changed' || event.payload.finishedAt === null) return;
      listening();
      resolve(event.payload);
    });
  });
  const sampling = { kind: 'spread', count } as const;
  await engine.analysis.start([1], { sampling, minFacePx, detectSizePx: 640 });
  await ended;
  return engine.cases.evidenceDetail(1).finding!;
}

/** As somebody draws who does not know where the detector would put its box. */
const drawnAbout = ({ x, y, width, height }: Box): Box => ({
  ...{ x: x - 8, y: y - 14 },
  ...{ width: width + 20, height: height + 16 },
});
const viewed = () => ({ opening: engine.cases.evidenceDetail(1).opening, evidenceId: 1 });
const addAt = (face = track.faces[2]!, box = drawnAbout(face.box)) =>
  engine.faces.add(viewed(), face.frameIndex, box);
const people = async () => (await engine.cases.people(1))!;
const written = async (format: 'html' | 'json' | 'csv') => {
  const path = join(folder, `report.${format}`);
  await engine.cases.writeReport(format, path, true);
  return readFileSync(path, 'utf8');
};

it('needs to know who says so', async () => {
  await expect(addAt()).rejects.toMatchObject({ code: 'case/no-examiner' });
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
});

it('refuses a box without a face that could be aligned, and stores nothing', async () => {
  const sky = { x: 300, y: 0, width: 40, height: 12 };
  await expect(addAt(track.faces[0], sky)).rejects.toMatchObject({
    code: 'case/nothing-to-correct',
    message: expect.stringContaining('Without its landmarks') as string,
  });
  expect(await engine.cases.people(1)).toBeNull();
});

it('stores nothing when it is cancelled', async () => {
  const adding = addAt();
  engine.faces.cancel();
  expect(await adding).toBeNull();
  expect(await engine.cases.people(1)).toBeNull();
});

it('finds the face that was meant, and follows it over the sampled frames', async () => {
  const heard: number[] = [];
  const listening = engine.on((event) => {
    if (event.name === 'face:progress') heard.push(event.payload.done);
  });
  expect(await addAt()).toMatchObject({ faces: 6, needed: 3 });
  listening();
  expect(Math.max(...heard)).toBe(6);
  const [person, ...others] = (await people()).people;
  expect(others).toEqual([]);
  expect(person!.faces.map(({ frameIndex }) => frameIndex)).toEqual(
    track.faces.map(({ frameIndex }) => frameIndex),
  );
  for (const [at, face] of person!.faces.entries()) {
    expect(isSameFace(face.box, track.faces[at]!.box)).toBe(true);
    expect(isAdded(face)).toBe(true);
    expect(engine.cases.crop(face.faceId).bytes.length).toBeGreaterThan(500);
    // Landmarks from other squares than the detector's own are a pixel or two aside.
    expect(face.score! - track.faces[at]!.score!).toBeCloseTo(0, 0);
  }
  expect(await engine.cases.verify()).toMatchObject({ intact: true });
});

it('leaves the finding as it was, and says both in list and reports', async () => {
  const { row, finding } = engine.cases.evidenceDetail(1);
  expect(finding!.tracks).toEqual([]);
  expect(row).toMatchObject({ outcome: 'not-applicable', corrected: { people: 1, tracks: 0 } });
  const html = await written('html');
  for (const told of [
    'Added: a face that the machine left out',
    '6 faces added by hand',
    'As the machine found it',
  ]) {
    expect(html.includes(told)).toBe(true);
  }
  const { videos } = validReport(await written('json')) as { videos: Record<string, unknown>[] };
  expect(videos[0]).toMatchObject({
    finding: { tracks: [], verdict: { outcome: 'not-applicable' } },
    corrected: {
      people: [{ faces: [-1, -2, -3, -4, -5, -6] }],
      // By the same numbers its records are found.
      corrections: [{ act: { kind: 'add', faces: [-1, -2, -3, -4, -5, -6].map((faceId) => ({ faceId })) } }],
    },
  });
  const [line] = parse(await written('csv'), { columns: true }) as Record<string, string>[];
  expect(line).toMatchObject({ tracks: '0', corrected_people: '1' });
});

it('refuses the same face a second time', async () => {
  await expect(addAt(track.faces[4])).rejects.toMatchObject({
    message: expect.stringContaining('among the tracks already') as string,
  });
});

it('is undone and done again', async () => {
  engine.notebook.undo();
  expect(await engine.cases.people(1)).toBeNull();
  engine.notebook.redo();
  expect((await people()).people).toHaveLength(1);
});

it('is kept in a later analysis of other frames, and gives way where the machine then finds the face', async () => {
  await analysed(blind.minFacePx, 3);
  expect((await people()).people[0]!.faces).toHaveLength(6);
  await analysed(40);
  const { key, corrections } = await people();
  expect(key).toBeNull();
  expect(corrections[0]!.unused).toContain('among the tracks already');
  await analysed(blind.minFacePx, 7);
});

it('tells no score of it while the examiner works blind', async () => {
  engine.notebook.store({ kind: 'blind', content: { first: true } });
  expect((await people()).people[0]!.faces).toHaveLength(6);
  const said = [
    engine.cases.evidenceDetail(1),
    await people(),
    engine.notebook.read(),
    engine.notebook.log(),
  ];
  expect(JSON.stringify(said).match(/"score":[01]|"sgd"|likely-/)).toBeNull();
  engine.notebook.store({ kind: 'blind', content: { first: false } });
});

it.each([
  [
    'planted',
    'INSERT INTO added_crops (id, jpeg) VALUES (99, zeroblob(9))',
    'The picture 99 of an added face is in the case',
  ],
  [
    'changed',
    'UPDATE added_crops SET jpeg = zeroblob(9) WHERE id = 2',
    'The picture 2 of an added face was changed',
  ],
  ['removed', 'DELETE FROM added_crops WHERE id = 2', 'The picture 2 of an added face was taken out'],
])('notices a picture that was %s with another program', async (_how, sql, problem) => {
  await engine.cases.close();
  tamper(casePath, sql);
  await engine.cases.open(casePath);
  const { faults } = await engine.cases.verify();
  expect(faults.map((fault) => fault.problem).join(' ')).toContain(problem);
});
