import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { log10LikelihoodRatio } from '../../../src-main/engine/classifiers/likelihood-ratio.ts';
import { modelManifest } from '../../../src-main/engine/models/model-folder.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { videoLines } from '../../../src-main/cli/notebook-lines.ts';
import { decideTrack } from '../../../src-main/engine/verdict/decide.ts';
import { ruleOfCard } from '../../../src-main/engine/verdict/rule-of-card.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { detailText } from '../../../src-main/shared/audit-wording.ts';
import { peopleSubject, type SpokenAct } from '../../../src-main/shared/people.ts';
import { correction, faceAnchorOf, facesAt, findingOf } from '../../support/corrected.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const rule = ruleOfCard(sampleFinding().band, sampleCard, () => 0.25);
const early = facesAt([0, 10, 20, 30], 100, 0.9);
const late = facesAt([60, 70, 80, 90], 110, 0.2);
const other = facesAt([0, 10, 20, 30, 60, 70, 80, 90], 600, 0.1);

let folder: string;
let casePath: string;
let engine: Engine;

function analysed(finding: Finding): void {
  const file = openCase(casePath, 'Exhibit test');
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
  const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => new Uint8Array([0xff, 0xd8]));
  file.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  file.close();
}

async function reopened(change: () => void = () => undefined): Promise<void> {
  await engine.cases.close();
  change();
  await engine.cases.open(casePath);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-people-'));
  casePath = join(folder, 'a.exhibit');
  createCase(casePath, 'Exhibit test').close();
  analysed(findingOf([early, late, other], rule));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({ resources: project, settingsFolder, version: 'test', scripts: engineScripts });
  await engine.cases.open(casePath);
  named('A. Smith');
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const named = (name: string) => engine.notebook.store({ kind: 'examiner', content: { name } });
const correct = (act: SpokenAct) => engine.notebook.store({ kind: 'people', evidenceId: 1, act });
const merge = () => correct({ kind: 'merge', faces: [faceAnchorOf(early[0]!), faceAnchorOf(late[0]!)] });
const noFace = () => correct({ kind: 'no-face', face: faceAnchorOf(early[0]!) });
const row = () => engine.cases.evidence()[0]!;
const people = () => engine.cases.people(1);
const code = (value: string) => expect.objectContaining({ code: value });

describe('a correction', () => {
  it('leaves the finding as it was and gives a result of its own beside it', async () => {
    const before = engine.cases.evidenceDetail(1).finding;
    merge();
    expect(engine.cases.evidenceDetail(1).finding).toEqual(before);
    const { people: all, verdict } = (await people())!;
    const { outcome, score, reasons } = decideTrack([...early, ...late], rule);
    expect(all.find(({ id }) => id === 1)?.verdict).toMatchObject({ outcome, score, reasons });
    expect(row()).toMatchObject({
      outcome: before!.verdict.outcome,
      corrected: {
        outcome: verdict.outcome,
        score: verdict.score,
        authors: ['A. Smith'],
        people: 2,
        tracks: 3,
      },
    });
    expect(await engine.cases.verify()).toMatchObject({ intact: true });
  });

  it('is told to the window as a changed row', () => {
    const heard: unknown[] = [];
    engine.on((event) => heard.push(event));
    merge();
    engine.notebook.undo();
    expect(heard).toMatchObject([
      { name: 'evidence:changed', payload: { id: 1, corrected: { people: 2 } } },
      { name: 'evidence:changed', payload: { id: 1, corrected: null } },
    ]);
  });

  it('says that it has no likelihood ratio, as the model of the finding is not installed', async () => {
    merge();
    expect((await people())!.ratioGap).toContain('is not installed here');
    expect((await people())!.people[0]!.verdict.log10LikelihoodRatio).toBeNull();
  });

  it('has the likelihood ratio of the finding’s own model where that is installed', async () => {
    const manifest = readFileSync(join(project, 'models', 'default', 'manifest.json'), 'utf8');
    const { likelihood } = modelManifest.parse(JSON.parse(manifest));
    const models = [{ role: 'classifier' as const, name: 'default', sha256: sha256Of(manifest) }];
    await reopened(() => analysed(findingOf([early, late, other], rule, { models })));
    merge();
    const { ratioGap, people: all } = (await people())!;
    const { score, log10LikelihoodRatio: ratio } = all[0]!.verdict;
    expect(ratioGap).toBeNull();
    expect(ratio).toBe(log10LikelihoodRatio(score!, likelihood));
    // Of a track that did not change, the finding has it.
    expect(all[1]!.verdict.log10LikelihoodRatio).toBe(0.25);
  });

  it('is told on the command line with the result that comes of it', () => {
    merge();
    expect(videoLines(engine.notebook.read().records, row()).join('\n')).toMatch(
      /corrected: Inconclusive 0\.\d\d \(1 correction\)\. Corrected by A\. Smith: 2 people; the machine said 3 tracks/,
    );
  });

  it('has one of at most 500 of a video, and makes the log longer by itself alone', async () => {
    const list = Array.from({ length: 499 }, (_, index) =>
      correction(
        { kind: 'name', face: faceAnchorOf(other[0]!), name: `Person ${index}` },
        { number: index + 1 },
      ),
    );
    await reopened(() => {
      const file = openCase(casePath, 'Exhibit test');
      file.records.store({
        ...{ kind: 'people', subject: peopleSubject(1), evidenceId: 1 },
        content: { corrections: list },
      });
      file.close();
    });
    merge();
    expect(JSON.stringify(engine.notebook.log().at(-1)).length).toBeLessThan(2000);
    expect(detailText(engine.notebook.log().at(-1)!)).toMatch(/: Merged as one person: [^;]*$/);
    expect(noFace).toThrow(
      expect.objectContaining({
        code: 'case/nothing-to-correct',
        message: expect.stringContaining('at most 500 corrections of one video') as string,
      }),
    );
    engine.notebook.undo();
    noFace();
    expect(await engine.cases.verify()).toMatchObject({ intact: true });
  });

  it('is undone and redone, also after the case was closed, and taken back by its number', async () => {
    merge();
    noFace();
    await reopened();
    engine.notebook.undo();
    expect((await people())!.corrections.map(({ act }) => act.kind)).toEqual(['merge']);
    engine.notebook.redo();
    expect((await people())!.corrections.map(({ act }) => act.kind)).toEqual(['merge', 'no-face']);
    engine.notebook.store({ kind: 'people-withdrawal', evidenceId: 1, number: 1 });
    expect((await people())!.corrections.map(({ act }) => act.kind)).toEqual(['no-face']);
    engine.notebook.store({ kind: 'people-withdrawal', evidenceId: 1, number: 2 });
    expect(await people()).toBeNull();
    expect(row().corrected).toBeNull();
    expect(
      engine.notebook
        .log()
        .map(({ action }) => action)
        .slice(-4),
    ).toEqual(['people-stored', 'people-stored', 'people-stored', 'people-removed']);
    expect(await engine.cases.verify()).toMatchObject({ intact: true });
  });

  it('that would change nothing is refused with the reason', () => {
    const away = { ...faceAnchorOf(early[0]!), box: { x: 0, y: 600, width: 50, height: 50 } };
    expect(() => correct({ kind: 'no-face', face: away })).toThrow(code('case/nothing-to-correct'));
    expect(() => engine.notebook.store({ kind: 'people-withdrawal', evidenceId: 1, number: 1 })).toThrow(
      code('case/nothing-to-correct'),
    );
  });

  it('that was edited outside Exhibit breaks the check of the case', async () => {
    noFace();
    await reopened(() =>
      tamper(casePath, `UPDATE records SET content = replace(content, 'no-face', 'name')`),
    );
    const [fault] = (await engine.cases.verify()).faults;
    expect(fault!.problem).toContain('The list of corrected tracks of evidence 1');
  });

  it('holds on when the video is analysed again, with other sampling', async () => {
    merge();
    noFace();
    await reopened(() =>
      analysed(
        findingOf(
          [
            facesAt([5, 25, 65, 85], 601, 0.1),
            facesAt([5, 15, 25], 102, 0.9),
            facesAt([65, 75, 85], 108, 0.2),
          ],
          rule,
        ),
      ),
    );
    const { people: all, corrections } = (await people())!;
    expect(corrections.map(({ unused }) => unused)).toEqual([null, null]);
    expect(all.map(({ id, tracks, noFace: who }) => [id, tracks, who])).toEqual([
      [1, [1], null],
      [2, [2, 3], 'A. Smith'],
    ]);
  });
});

describe('conclusions and corrections', () => {
  it('a conclusion names the faces that it was about, where these are not as found', () => {
    const conclude = () =>
      engine.notebook.store({
        ...{ kind: 'conclusion', evidenceId: 1, person: 1 },
        content: { opinion: 'neither', confidence: 'low', reasons: '', reviewed: false },
      });
    expect(conclude().content).not.toHaveProperty('basis.person');
    merge();
    expect(conclude().content).toHaveProperty('basis.person', expect.stringMatching(/^[0-9a-f]{16}$/));
  });
});

describe('blind first', () => {
  const blindFirst = () => engine.notebook.store({ kind: 'blind', content: { first: true } });
  const everythingSaid = async () =>
    JSON.stringify([
      row(),
      engine.cases.evidenceDetail(1),
      await people(),
      engine.notebook.read(),
      engine.notebook.log(),
    ]);

  it('lets tracks be corrected without telling a score or a verdict', async () => {
    blindFirst();
    merge();
    noFace();
    const { people: all } = (await people())!;
    expect(all.map(({ id, tracks, noFace: who }) => [id, tracks, who])).toEqual([
      [1, [1, 2], 'A. Smith'],
      [3, [3], null],
    ]);
    expect(await everythingSaid()).not.toMatch(/likely-|inconclusive|"score":0|"sgd"/);
  });

  it('hides the corrections of another examiner, also where both wrote in one list', async () => {
    merge();
    blindFirst();
    named('B. Jones');
    expect(await people()).toBeNull();
    noFace();
    const seen = (await people())!;
    expect(seen.corrections.map(({ author }) => author)).toEqual(['B. Jones']);
    expect(seen.people.map(({ tracks }) => tracks)).toEqual([[1], [3], [2]]);
    const told = await everythingSaid();
    expect(told).toContain('no-face');
    expect(told).not.toContain('merge');
    engine.notebook.store({
      ...{ kind: 'impression', evidenceId: 1 },
      content: { opinion: 'neither', confidence: 'low', reasons: '' },
    });
    expect((await people())!.corrections.map(({ author }) => author)).toEqual(['A. Smith', 'B. Jones']);
  });
});

describe('a report', () => {
  it('lists corrections also while the video has no finding, as after an analysis that failed', async () => {
    merge();
    await reopened(() => {
      const file = openCase(casePath, 'Exhibit test');
      file.evidence.fail(1, { code: 'media/decode-failed', message: 'It is damaged.' });
      file.close();
    });
    for (const format of ['html', 'json', 'csv'] as const) {
      expect(await written(format)).toMatch(/Merged as one person|"kind":"merge"/);
    }
  });

  const written = async (format: 'html' | 'json' | 'csv') => {
    const path = join(folder, `report.${format}`);
    await engine.cases.writeReport(format, path, true);
    return readFileSync(path, 'utf8');
  };

  it('lists each correction with author and time, and both results apart', async () => {
    merge();
    noFace();
    const found = row();
    const { corrections, verdict } = (await people())!;
    const html = await written('html');
    expect(html.indexOf('Corrected by the examiner')).toBeGreaterThan(0);
    expect(html.indexOf('As the machine found it')).toBeGreaterThan(
      html.indexOf('Corrected by the examiner'),
    );
    expect(html).toContain('Merged as one person');
    expect(html).toContain('No face (A. Smith)');

    const [video] = (validReport(await written('json')) as { videos: Record<string, unknown>[] }).videos;
    expect(video).toMatchObject({
      finding: { verdict: { outcome: found.outcome }, tracks: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      corrected: { verdict, corrections: corrections.map(({ author, at }) => ({ author, at })) },
    });

    const [line] = parse(await written('csv'), { columns: true }) as Record<string, string>[];
    expect(line).toMatchObject({
      ...{ verdict: found.outcome, corrected_verdict: verdict.outcome, corrected_people: '1' },
      corrections: expect.stringContaining(`(A. Smith, ${corrections[0]!.at})`),
    });
  });
});

describe('people by name', () => {
  const nameAs = (name: string, evidenceId = 1) =>
    engine.notebook.store({
      ...{ kind: 'people', evidenceId },
      act: { kind: 'name', face: faceAnchorOf(early[0]!), name },
    });
  const seenAs = async () =>
    (await engine.cases.namedPeople()).map(({ name, seen }) => [
      name,
      seen.map(({ evidenceId, person }) => `${evidenceId}/${person}`),
    ]);

  it('are one where videos have the same name or a reference of it, as the newest correction says', async () => {
    await reopened(() => analysed(findingOf([early, other], rule, { path: '/evidence/b.mp4' })));
    expect(await seenAs()).toEqual([]);
    nameAs('J. Doe');
    nameAs('B. Klein', 2);
    const face = faceAnchorOf(other[0]!);
    engine.notebook.store({
      ...{ kind: 'reference', evidenceId: 2, subject: null },
      content: { person: 'J. Doe', face },
    });
    expect(await seenAs()).toEqual([
      ['B. Klein', ['2/1']],
      ['J. Doe', ['1/1', '2/2']],
    ]);
    nameAs('J. Doe', 2);
    expect(await seenAs()).toEqual([['J. Doe', ['1/1', '2/1', '2/2']]]);
    expect((await engine.cases.namedPeople())[0]!.seen[0]).toMatchObject({
      ...{ faces: early.length, usable: early.length, outcome: decideTrack(early, rule).outcome },
    });
    noFace();
    engine.cases.remove([2], 'not of this case');
    expect(await seenAs()).toEqual([]);
  });

  it('are seen without what the machine says of them before the first impression', async () => {
    nameAs('J. Doe');
    engine.notebook.store({ kind: 'blind', content: { first: true } });
    expect((await engine.cases.namedPeople())[0]!.seen).toMatchObject([{ outcome: null, score: null }]);
    named('B. Klein');
    expect(await engine.cases.namedPeople()).toEqual([]);
  });
});
