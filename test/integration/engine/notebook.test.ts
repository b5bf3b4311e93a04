import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { contractHandlers } from '../../../src-main/app/contract-handlers.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { reportOfCase } from '../../../src-main/engine/reports/report.ts';
import type { Note, Opinion } from '../../../src-main/shared/notebook.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

let folder: string;
let engine: Engine;
let casePath: string;

function makeAnalysedCase(): void {
  const file = createCase(casePath, 'Exhibit test');
  for (const path of ['/evidence/a.mp4', '/evidence/b.mp4']) {
    const finding = sampleFinding({ path });
    const { id } = file.evidence.add({ path, sizeBytes: 7 });
    const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => new Uint8Array([0xff, 0xd8]));
    file.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  }
  file.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-notebook-'));
  casePath = join(folder, 'a.exhibit');
  makeAnalysedCase();
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({ resources: project, settingsFolder, version: 'test', scripts: engineScripts });
  await engine.cases.open(casePath);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const code = (value: string) => expect.objectContaining({ code: value });
const named = (name: string) => engine.notebook.store({ kind: 'examiner', content: { name } });
const blindFirst = (first: boolean) => engine.notebook.store({ kind: 'blind', content: { first } });
const impression = (evidenceId: number, opinion: Opinion = 'neither') =>
  engine.notebook.store({
    ...{ kind: 'impression', evidenceId },
    content: { opinion, confidence: 'low', reasons: 'Hair and ears look right.' },
  });
const conclusion = (evidenceId: number, opinion: Opinion, person: number | null = null) =>
  engine.notebook.store({
    ...{ kind: 'conclusion', evidenceId, person },
    content: { opinion, confidence: 'high', reasons: 'The mouth.', reviewed: true },
  });
const note = (evidenceId: number, text: string, subject: string | null = null) => {
  const content: Note = {
    place: { kind: 'frame', at: { frameIndex: 10, ptsMs: 333.7 } },
    ...{ region: { x: 1, y: 2, width: 30, height: 40 }, tags: ['mouth'], text },
  };
  return engine.notebook.store({ kind: 'note', evidenceId, subject, content });
};
const everythingSaid = () =>
  JSON.stringify([
    engine.cases.evidence(),
    engine.cases.evidence().map(({ id }) => engine.cases.evidenceDetail(id)),
    engine.notebook.read(),
    engine.notebook.log(),
  ]);

describe('blind first', () => {
  it('hides every score and verdict of a video until a first impression of it is stored', () => {
    named('A. Smith');
    blindFirst(true);
    const { verdict, tracks } = sampleFinding();
    const scores = tracks.flatMap(({ faces }) => faces.flatMap(({ score }) => score ?? []));
    const before = everythingSaid();
    // With the colon of a member in front: the seconds of a time may have the digits of a score.
    for (const score of [verdict.score, ...scores]) expect(before).not.toContain(`:${score}`);
    for (const words of [verdict.outcome, ...verdict.reasons]) expect(before).not.toContain(words);
    impression(1);
    expect(engine.cases.evidence().map(({ outcome, blind }) => [outcome, blind])).toEqual([
      ['likely-fake', false],
      [null, true],
    ]);
    expect(engine.cases.evidenceDetail(1).finding?.verdict).toEqual(sampleFinding().verdict);
    expect(engine.cases.evidenceDetail(2).finding?.verdict.score).toBeNull();
  });

  it('hides them from whoever sits down next, and what the first examiner wrote too', () => {
    named('A. Smith');
    blindFirst(true);
    impression(1, 'fake-strongly');
    conclusion(1, 'fake-moderately');
    note(1, 'Ghosting at the chin.');
    named('B. Jones');
    const before = everythingSaid();
    for (const hidden of ['fake-strongly', 'fake-moderately', 'Ghosting', 'likely-fake']) {
      expect(before).not.toContain(hidden);
    }
    expect(engine.notebook.history('conclusion/1/video/A. Smith')).toEqual([]);
    impression(1, 'neither');
    const after = everythingSaid();
    for (const shown of ['fake-strongly', 'fake-moderately', 'Ghosting', 'likely-fake']) {
      expect(after).toContain(shown);
    }
  });

  it('tells the window of the video that is no longer hidden', () => {
    named('A. Smith');
    blindFirst(true);
    const heard: unknown[] = [];
    engine.on((event) => heard.push(event));
    impression(1);
    expect(heard).toContainEqual({
      name: 'evidence:changed',
      payload: expect.objectContaining({ id: 1, blind: false, outcome: 'likely-fake' }),
    });
  });

  it('lets nobody change a note that is hidden, whose words would then stand in the log', () => {
    named('A. Smith');
    blindFirst(true);
    const { subject } = note(1, 'Ghosting at the chin.');
    named('B. Jones');
    expect(() => note(1, 'mine', subject)).toThrow(code('app/bad-message'));
    expect(everythingSaid()).not.toContain('Ghosting');
  });

  it('keeps an examiner’s own note on the screen as it was, when another who is not blind has changed it', () => {
    named('A. Smith');
    const { subject } = note(1, 'Seam at the jaw.');
    blindFirst(true);
    named('B. Jones');
    impression(1);
    note(1, 'Ghosting at the chin.', subject);
    named('A. Smith');
    const own = () => engine.notebook.read().records.filter(({ kind }) => kind === 'note');
    expect(own()).toMatchObject([{ subject, author: 'A. Smith', content: { text: 'Seam at the jaw.' } }]);
    expect(() => note(1, 'mine', subject)).toThrow(code('case/blind'));
    expect(everythingSaid()).not.toContain('Ghosting');
    impression(1);
    expect(own()).toMatchObject([{ author: 'B. Jones', content: { text: 'Ghosting at the chin.' } }]);
  });

  it('takes no conclusion before the first impression, and no second first impression', () => {
    named('A. Smith');
    blindFirst(true);
    expect(() => conclusion(1, 'neither')).toThrow(code('case/blind'));
    impression(1);
    expect(() => impression(1, 'fake-weakly')).toThrow(code('app/bad-message'));
    expect(conclusion(1, 'fake-weakly').content).toMatchObject({ opinion: 'fake-weakly' });
  });

  it('writes no report and no results while verdicts are hidden', async () => {
    named('A. Smith');
    blindFirst(true);
    await expect(engine.cases.writeReport('csv', join(folder, 'r.csv'), false)).rejects.toThrow(
      code('case/blind'),
    );
    await engine.cases.writeResults(join(folder, 'r.json'), [1, 2], []);
    expect(readFileSync(join(folder, 'r.json'), 'utf8')).not.toMatch(/likely-fake|0\.8/);
    impression(1);
    impression(2);
    await engine.cases.writeReport('csv', join(folder, 'r.csv'), false);
  });

  it('hides what others wrote from a report, too, while the analysis of the video has failed', async () => {
    named('A. Smith');
    impression(2, 'fake-strongly');
    conclusion(2, 'fake-moderately');
    note(2, 'Ghosting at the chin.');
    blindFirst(true);
    impression(1);
    named('B. Jones');
    impression(1);
    await engine.cases.close();
    const file = openCase(casePath, 'Exhibit test');
    file.evidence.fail(2, { code: 'media/decode-failed', message: 'It is damaged.' });
    file.close();
    await engine.cases.open(casePath);
    for (const format of ['html', 'json', 'csv'] as const) {
      const { path } = await engine.cases.writeReport(format, join(folder, `r.${format}`), false);
      expect(readFileSync(path, 'utf8')).not.toMatch(
        /Ghosting|fake-strongly|strongly support|fake[-,] ?moderately|moderately support/i,
      );
    }
  });

  it('tells no verdict in a report that was begun before the analysis ended', async () => {
    await engine.cases.close();
    const file = openCase(casePath, 'Exhibit test');
    file.records.store({ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name: 'B' } });
    file.records.store({ kind: 'blind', subject: 'blind', evidenceId: null, content: { first: true } });
    const { videos, counts } = await reportOfCase(file);
    expect([...videos()].map(({ finding }) => finding)).toEqual([null, null]);
    expect(counts['likely-fake']).toBe(0);
    file.close();
  });

  it('can be switched off, which the log keeps', () => {
    named('A. Smith');
    blindFirst(true);
    blindFirst(false);
    expect(engine.cases.evidence()[0]).toMatchObject({ outcome: 'likely-fake', blind: false });
    expect(engine.notebook.log().map(({ action }) => action)).toContain('blind-stored');
  });
});

it('stores nothing that was meant for a case that is no longer open', async () => {
  named('A. Smith');
  const { opening } = engine.notebook.read();
  await engine.cases.create(join(folder, 'b.exhibit'));
  const details = {
    number: '12',
    agency: '',
    request: '',
    propositionReal: '',
    propositionFake: '',
    notes: '',
  };
  named('A. Smith');
  const ask = contractHandlers(engine);
  const late = ask['notebook:store']({ opening, change: { kind: 'details', content: details } });
  await expect(late).rejects.toMatchObject({ code: 'case/none-open' });
  await expect(ask['notebook:undo']({ opening })).rejects.toMatchObject({ code: 'case/none-open' });
  expect(engine.notebook.read().records.map(({ kind }) => kind)).toEqual(['examiner']);
});

describe('a note', () => {
  const at = (place: Note['place'], subject: string | null = null, text = '') =>
    engine.notebook.store({
      ...{ kind: 'note', evidenceId: 1, subject },
      content: { place, region: null, tags: [], text },
    });
  const frame = (frameIndex: number) => ({ frameIndex, ptsMs: null });

  it('is about a frame, a segment or a track that the video has', () => {
    named('A. Smith');
    const [first] = engine.cases.evidence();
    const [, other] = engine.cases.evidence();
    // The sample finding has 300 frames and tracks 0 and 1.
    at({ kind: 'frame', at: frame(299) });
    at({ kind: 'track', track: 1, findingId: first!.findingId! });
    const refused = code('app/bad-message');
    expect(() => at({ kind: 'frame', at: frame(300) })).toThrow(refused);
    expect(() => at({ kind: 'segment', from: frame(10), to: frame(300) })).toThrow(refused);
    expect(() => at({ kind: 'track', track: 2, findingId: first!.findingId! })).toThrow(refused);
    expect(() => at({ kind: 'track', track: 1, findingId: other!.findingId! })).toThrow(refused);
    expect(engine.notebook.read().records.filter(({ kind }) => kind === 'note')).toHaveLength(2);
  });

  it('that was written about a longer file can still be changed in its words', async () => {
    await engine.cases.close();
    const file = openCase(casePath, 'Exhibit test');
    file.records.store({ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name: 'A' } });
    const place: Note['place'] = { kind: 'frame', at: frame(900) };
    const content = { place, region: null, tags: [], text: 'before' };
    const { subject } = file.records.store({ kind: 'note', subject: 'note/1', evidenceId: 1, content });
    file.close();
    await engine.cases.open(casePath);
    expect(at(place, subject, 'after').content).toMatchObject({ text: 'after' });
  });
});

describe('a conclusion', () => {
  it('is of a file and a finding, which the engine knows', () => {
    named('A. Smith');
    const row = engine.cases.evidence()[0]!;
    expect(conclusion(1, 'real-weakly').content).toMatchObject({
      basis: { sha256: row.sha256, findingId: row.findingId },
    });
    expect(row.findingId).toBeGreaterThan(0);
  });

  it('of one person stands beside that of the video and that of another examiner', () => {
    named('A. Smith');
    conclusion(1, 'real-weakly');
    conclusion(1, 'fake-weakly', 1);
    named('B. Jones');
    conclusion(1, 'cannot-say');
    const { records } = engine.notebook.read();
    expect(records.filter(({ kind }) => kind === 'conclusion')).toHaveLength(3);
  });
});

describe('the agreement of a case', () => {
  it('is over the videos that both examiners have judged', () => {
    named('A. Smith');
    impression(1, 'fake-strongly');
    impression(2, 'neither');
    named('B. Jones');
    impression(1, 'fake-strongly');
    impression(2, 'neither');
    expect(engine.notebook.read().agreement).toEqual([
      expect.objectContaining({
        authors: ['A. Smith', 'B. Jones'],
        videos: 2,
        kappa: { value: 1, low: 1, high: 1 },
      }),
    ]);
  });
});

describe('the audit log', () => {
  it('is read with author, evidence and what changed, and is exported as it is filtered', async () => {
    named('A. Smith');
    const first = note(1, 'Ghosting.');
    note(1, 'Ghosting at the chin.', first.subject);
    const lines = engine.notebook.log();
    expect(lines.at(-1)).toMatchObject({
      ...{ action: 'note-stored', author: 'A. Smith', evidence: 'a.mp4' },
      detail: { old: { text: 'Ghosting.' }, new: { text: 'Ghosting at the chin.' } },
    });
    const path = join(folder, 'log.csv');
    await engine.notebook.writeLog(path, { text: 'chin', author: 'A. Smith', action: '' }, false);
    const rows = parse(readFileSync(path, 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      { author: 'A. Smith', action: 'Note', what: expect.stringContaining('chin') },
    ]);
    expect(engine.notebook.log().at(-1)).toMatchObject({ action: 'log-written', detail: { entries: 1 } });
    await expect(
      engine.notebook.writeLog(casePath, { text: '', author: '', action: '' }, false),
    ).rejects.toThrow(code('report/write-failed'));
  });
});
