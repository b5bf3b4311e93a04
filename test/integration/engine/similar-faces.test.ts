import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { LOOKS_ALIKE } from '../../../src-main/shared/similar-faces.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { makeLikenessCase, QUESTIONED, women } from '../../support/likeness-case.ts';

/** Each test goes on from the one before, in one case: five clips of the same three women. */
let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-similar-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  await makeLikenessCase(engine, folder);
}, 600_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const others = [1, 2, 3, 4];
const similar = (woman: number) =>
  engine.faces.similar(
    { opening: engine.cases.evidenceDetail(QUESTIONED).opening, evidenceId: QUESTIONED },
    women(engine, QUESTIONED)[woman]!.id,
  );

it('needs to know who looks', async () => {
  await expect(similar(0)).rejects.toMatchObject({ code: 'case/no-examiner' });
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
});

it('lists the same woman in every other video, the most alike first, and nobody else', async () => {
  const before = engine.notebook.read();
  const { found, others: less, left } = (await similar(0))!;
  expect(found.map(({ evidenceId }) => evidenceId).sort((a, b) => a - b)).toEqual(others);
  for (const { evidenceId, person, name, similarity, usable } of found) {
    expect(person).toBe(women(engine, evidenceId)[0]!.id);
    expect(similarity).toBeGreaterThan(0.8);
    expect(usable).toBeGreaterThan(0);
    expect(name).toBeNull();
  }
  const similarities = found.map(({ similarity }) => similarity);
  expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
  expect(Math.min(...similarities)).toBeGreaterThanOrEqual(LOOKS_ALIKE);
  expect(less).toBe(others.reduce((count, id) => count + women(engine, id).length - 1, 0));
  expect(left).toEqual([]);
  // A suggestion is stored nowhere.
  expect(engine.notebook.read()).toEqual(before);
});

it('gives a face that names its track when the examiner accepts it', async () => {
  const [first] = (await similar(0))!.found;
  const { evidenceId, face, faceId, person } = first!;
  engine.notebook.store({ kind: 'people', evidenceId, act: { kind: 'name', face, name: 'Anna' } });
  expect(await engine.cases.namedPeople()).toMatchObject([{ name: 'Anna', seen: [{ evidenceId, person }] }]);
  const again = (await similar(0))!.found.find((each) => each.faceId === faceId);
  expect(again).toMatchObject({ evidenceId, name: 'Anna' });
});

it('puts her own tracks before those of another woman who looks alike', async () => {
  const { found } = (await similar(1))!;
  expect(found.length).toBeGreaterThan(others.length);
  for (const { evidenceId, person } of found.slice(0, others.length))
    expect(person).toBe(women(engine, evidenceId)[1]!.id);
});

it('leaves a track out that was marked as no face', async () => {
  const { evidenceId, face } = (await similar(0))!.found[0]!;
  engine.notebook.store({ kind: 'people', evidenceId, act: { kind: 'no-face', face } });
  const { found } = (await similar(0))!;
  expect(found.map((each) => each.evidenceId).sort((a, b) => a - b)).toEqual(
    others.filter((id) => id !== evidenceId),
  );
  engine.notebook.undo();
});

it('names a video that was changed since its analysis, and compares the others', async () => {
  const path = join(folder, 'clip 3.mp4');
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(8)]));
  const casePath = join(folder, 'a.exhibit');
  await engine.cases.close();
  await engine.cases.open(casePath);
  const { found, left } = (await similar(0))!;
  expect(left).toEqual([{ evidenceId: 3, why: expect.stringContaining('is not the file') as string }]);
  expect(found.map(({ evidenceId }) => evidenceId).sort((a, b) => a - b)).toEqual([1, 2, 4]);
  writeFileSync(path, bytes);
});

it('gives nothing when it is cancelled', async () => {
  const looking = similar(2);
  engine.faces.cancel();
  expect(await looking).toBeNull();
});

it('is refused while the video is looked at blind', async () => {
  engine.notebook.store({ kind: 'blind', content: { first: true } });
  await expect(similar(0)).rejects.toMatchObject({ code: 'case/blind' });
});
