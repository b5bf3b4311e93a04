/** Known answers are given again, what differs is named, and labelled clips are counted, each of them. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import type { KnownAnswers } from '../../../src-main/engine/validation/known-answers.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { writeLabelledClips } from '../../support/labelled-clips.ts';

let folder: string;
let engine: Engine;
const at = (...names: string[]) => join(folder, ...names);
const answersFile = () => at('installed', 'resources', 'validation', 'known-answers.json');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-validation-'));
  // An installation whose known answers can be changed.
  mkdirSync(at('installed', 'resources'), { recursive: true });
  symlinkSync(join(project, 'models'), at('installed', 'models'), 'junction');
  for (const name of ['sample', 'decoder-check', 'validation'])
    cpSync(join(project, 'resources', name), at('installed', 'resources', name), { recursive: true });
  engine = createEngine({
    ...{ resources: at('installed'), settingsFolder: at('settings'), version: 'test' },
    ...{ scripts: engineScripts, provider: 'cpu' },
  });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

it('passes where pictures give the known faces and scores, and leaves a dated record', async () => {
  expect(await engine.validation.last()).toBeNull();
  const { record, path } = await engine.validation.run();
  expect(record).toMatchObject({ faults: [], clips: null, provider: 'cpu', model: { name: 'default' } });
  expect(record.knownAnswers.map(({ faces }) => faces.length)).toEqual([3, 5, 4]);
  for (const { largestDifference } of record.knownAnswers)
    expect(largestDifference).toBeLessThanOrEqual(0.01);
  expect(path).toMatch(/\d{4}-\d\d-\d\dT\d{6}Z\.json$/);
  expect(await engine.validation.last()).toEqual(record);
});

it('names a score, a face and a picture that are not the known ones', async () => {
  const known = readFileSync(answersFile(), 'utf8');
  const changed = JSON.parse(known) as KnownAnswers;
  const [first, second, third] = changed.pictures;
  const scored = first!.faces.find(({ score }) => score !== null)!;
  scored.score = scored.score! > 0.5 ? scored.score! - 0.1 : scored.score! + 0.1;
  second!.faces.pop();
  third!.sha256 = '0'.repeat(64);
  writeFileSync(answersFile(), JSON.stringify(changed));
  const { record } = await engine.validation.run();
  writeFileSync(answersFile(), known);
  expect(record.faults).toEqual([
    expect.stringMatching(/^photograph 1\.jpg: A score differs by 0\.1\d*, which is more than 0\.01\.$/),
    'photograph 2.jpg: 5 faces found, 4 of the 4 known ones.',
    'photograph 3.jpg: The picture itself is another one than was recorded. Install Exhibit again.',
  ]);
});

it('counts every clip of a table, and is named in the next report', async () => {
  await writeLabelledClips(at('clips'), 1);
  const lines = ['real', 'fake'].flatMap((label) =>
    [0, 1].map((number) => `${join('clips', label, `clip ${number}.mp4`)},${label}`),
  );
  writeFileSync(at('clips.csv'), ['path,label', ...lines, 'gone.mp4,real'].join('\n'));
  const { record } = await engine.validation.run(at('clips.csv'));
  const { listed, real, fake, unscored, answers } = record.clips!;
  expect(listed).toBe(5);
  expect(real + fake + unscored.length).toBe(5);
  expect(unscored).toContainEqual({ path: at('gone.mp4'), reason: expect.stringMatching(/./) as string });
  const answered = Object.values(answers).reduce((sum, each) => sum + each.real + each.fake, 0);
  expect(answered).toBe(4);
  await engine.cases.create(at('a.exhibit'));
  await engine.cases.writeReport('html', at('report.html'), false);
  expect(readFileSync(at('report.html'), 'utf8').replaceAll(/\s+/g, ' ')).toContain(
    `was validated on ${record.at} with Exhibit test on CPU and the model default`,
  );
});

it('stops no report where its last record was changed into something else', async () => {
  const [last] = readdirSync(at('settings', 'validation')).sort().reverse();
  for (const text of ['no JSON', '[]', '{"format":1,"faults":[]}']) {
    writeFileSync(at('settings', 'validation', last!), text);
    expect(await engine.validation.last()).toBeNull();
  }
});
