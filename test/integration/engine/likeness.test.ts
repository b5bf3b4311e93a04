import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordsByVideo, videoLines } from '../../../src-main/cli/notebook-lines.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { placeOf, type Likeness } from '../../../src-main/shared/likeness.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { validReport } from '../../support/valid-report.ts';
import { project } from '../../support/face-clip.ts';
import { declareReference, makeLikenessCase, QUESTIONED, women } from '../../support/likeness-case.ts';
import { tamper } from '../../support/tamper.ts';

/** Each test goes on from the one before, in one case. */
let folder: string;
let casePath: string;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-likeness-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  casePath = await makeLikenessCase(engine, folder);
}, 600_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const declare = (evidenceId: number, woman: number, person: string) =>
  declareReference(engine, evidenceId, woman, person);
const viewed = (evidenceId: number) => ({
  ...{ opening: engine.cases.evidenceDetail(evidenceId).opening, evidenceId },
});
const compare = (woman: number, person: string): Promise<Likeness | null> =>
  engine.faces.likeness(viewed(QUESTIONED), women(engine, QUESTIONED)[woman]!.id, person);
const stored = () => engine.notebook.read().records.filter(({ kind }) => kind === 'likeness');
const written = async (format: 'html' | 'json' | 'csv') => {
  const path = join(folder, `report.${format}`);
  await engine.cases.writeReport(format, path, true);
  return readFileSync(path, 'utf8');
};
const notComparable = (why: string) => ({
  code: 'case/not-comparable',
  message: expect.stringContaining(why) as string,
});

it('needs to know who declares a reference', () => {
  expect(() => declare(1, 0, 'Anna')).toThrow(expect.objectContaining({ code: 'case/no-examiner' }));
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
});

it('takes no place without a face for a reference', () => {
  const face = { frameIndex: 0, ptsMs: 0, box: { x: 2, y: 2, width: 20, height: 20 } };
  expect(() =>
    engine.notebook.store({
      ...{ kind: 'reference', evidenceId: 1, subject: null, content: { person: 'Anna', face } },
    }),
  ).toThrow(expect.objectContaining(notComparable('no face at that place')));
});

it('needs three independent clips, and a file is none for itself', async () => {
  declare(1, 0, 'Anna');
  declare(2, 0, 'Anna');
  declare(QUESTIONED, 0, 'Anna');
  await expect(compare(0, 'Anna')).rejects.toMatchObject(
    notComparable('of Anna there are 2 beside this file'),
  );
  expect(stored()).toEqual([]);
});

it('puts a further clip of the person above another person, and stores both results apart from the scores', async () => {
  declare(3, 0, 'Anna');
  declare(4, 0, 'Anna');
  for (const evidenceId of [1, 2, 3]) declare(evidenceId, 2, 'Berta');
  const before = engine.cases.evidenceDetail(QUESTIONED).finding;
  const own = (await compare(0, 'Anna'))!;
  const other = (await compare(2, 'Anna'))!;
  expect(own.references.map(({ evidenceId }) => evidenceId)).toEqual([1, 2, 3, 4]);
  expect(own.others.map(({ person, evidenceId }) => [person, evidenceId])).toEqual([
    ['Berta', 1],
    ['Berta', 2],
    ['Berta', 3],
  ]);
  expect(own.similarity).toBeGreaterThan(0.8);
  expect(Math.max(...own.others.map(({ similarity }) => similarity))).toBeLessThan(own.similarity - 0.3);
  expect(placeOf(other)).toMatch(/^(as-others|less-alike)$/);
  expect(engine.cases.evidenceDetail(QUESTIONED).finding).toEqual(before);
  expect(engine.cases.evidence()[QUESTIONED - 1]).toMatchObject({ score: before!.verdict.score });
  expect(stored()).toHaveLength(2);
  expect(await engine.cases.verify()).toMatchObject({ intact: true });
});

it('is the same when it is asked for again', async () => {
  const [first] = stored();
  expect(await compare(0, 'Anna')).toEqual(first!.content);
  expect(stored()).toHaveLength(2);
});

it('stands in every report and on the command line with what it can’t say, and in no score column', async () => {
  const page = await written('html');
  expect(page).toContain('The claimed person');
  expect(page).toContain('5 files: 1 questioned, 4 known-genuine references');
  expect(page.match(/>known-genuine reference</g)).toHaveLength(4);
  expect(page.match(/>questioned; holds a known-genuine reference</g)).toHaveLength(1);
  // One photograph in five lights is no five recordings.
  expect(page).toContain('nearly copies of each other');
  expect(page).toContain('keeps the face and passes');
  expect(page).toContain('declared as known-genuine by A. Smith');
  const { videos } = validReport(await written('json')) as { videos: { likeness: Likeness[] }[] };
  expect(videos.map(({ likeness }) => likeness.length)).toEqual([0, 0, 0, 0, 2]);
  const rows = parse<Record<string, string>>(await written('csv'), { columns: true });
  expect(rows[QUESTIONED - 1]!['likeness']).toMatch(
    /track \d to Anna: (as|less) alike (as|than) the 4 references/,
  );
  expect(rows[0]!['references']).toContain('Reference of “Anna”');
  const lines = videoLines(
    recordsByVideo(engine.notebook.read()).get(QUESTIONED)!,
    engine.cases.evidence()[QUESTIONED - 1]!,
  );
  expect(lines.join('\n')).toMatch(
    /said to show Anna: (as|less) alike (as|than) the 4 references \([01]\.\d\d\); the references are nearly copies/,
  );
});

it('is taken back like everything that is written down, and so is a reference', () => {
  engine.notebook.undo();
  expect(stored().filter(({ content }) => content !== null)).toHaveLength(1);
  engine.notebook.redo();
  const last = engine.notebook
    .read()
    .records.find(({ kind, evidenceId }) => kind === 'reference' && evidenceId === 4)!;
  engine.notebook.store({ kind: 'reference', evidenceId: 4, subject: last.subject, content: null });
  expect(engine.notebook.read().undo?.subject).toBe(last.subject);
});

it('says that other references are there now', async () => {
  expect(await written('html')).toContain('references of this person were changed after this comparison');
});

it('compares nothing where a reference is another file by now', async () => {
  const path = join(folder, 'clip 3.mp4');
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(8)]));
  await engine.cases.close();
  await engine.cases.open(casePath);
  await expect(compare(0, 'Anna')).rejects.toMatchObject({ code: 'media/changed-since-analysis' });
  writeFileSync(path, bytes);
});

it('stores nothing when it is cancelled', async () => {
  const count = stored().length;
  const comparing = compare(1, 'Anna');
  engine.faces.cancel();
  expect(await comparing).toBeNull();
  expect(stored()).toHaveLength(count);
});

it('is hidden, and not made, while the video is looked at blind', async () => {
  engine.notebook.store({ kind: 'blind', content: { first: true } });
  await expect(compare(0, 'Anna')).rejects.toMatchObject({ code: 'case/blind' });
  expect(stored()).toEqual([]);
  engine.notebook.undo();
  engine.notebook.store({ kind: 'blind', content: { first: false } });
  expect(stored()).not.toEqual([]);
});

it('is found out where somebody edits it', async () => {
  await engine.cases.close();
  tamper(
    casePath,
    `UPDATE records SET content = replace(content, '"track":', '"track" :') WHERE kind = 'likeness'`,
  );
  await engine.cases.open(casePath);
  const { faults } = await engine.cases.verify();
  expect(faults.map(({ problem }) => problem).join(' ')).toMatch(
    /The likeness of track \d of evidence 5 to Anna was changed outside/,
  );
});
