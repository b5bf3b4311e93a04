import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import type { EvidenceDetail, Job } from '../../../src-main/shared/case.ts';
import type { AnalysisParameters } from '../../../src-main/shared/domain.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';

const parameters: AnalysisParameters = {
  sampling: { kind: 'spread', count: 6 },
  minFacePx: 40,
  detectSizePx: 640,
};

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-engine-'));
  await writeFaceClip(join(folder, 'clip.mp4'));
  engine = createEngine({
    resources: project,
    settingsFolder: join(folder, 'settings'),
    version: 'test',
    scripts: engineScripts,
    provider: 'cpu',
  });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const newCase = async (name: string) => engine.cases.create(join(folder, name));

async function add(...names: string[]): Promise<number[]> {
  const { added } = await engine.cases.addEvidence(names.map((name) => join(folder, name)));
  return added.map((row) => row.id);
}

function ended(): Promise<Job> {
  return new Promise((resolve) => {
    engine.on((event) => {
      if (event.name === 'job:changed' && event.payload.finishedAt !== null) resolve(event.payload);
    });
  });
}

async function analyse(evidenceIds: number[], changes: Partial<AnalysisParameters> = {}): Promise<Job> {
  const end = ended();
  await engine.analysis.start(evidenceIds, { ...parameters, ...changes });
  return end;
}

const detail = (evidenceId: number): EvidenceDetail => engine.cases.evidenceDetail(evidenceId);

describe('an analysis', () => {
  it('gives a video its verdict with reasons, tracks over time and a picture of every face', async () => {
    await newCase('first.exhibit');
    const [id] = await add('clip.mp4');
    expect(await analyse([id!])).toMatchObject({ state: 'done', done: 1, failed: 0 });
    const { row, finding } = detail(id!);
    expect(row).toMatchObject({ state: 'done', framesUsed: 6, hasThumbnail: true });
    expect(finding!.verdict.reasons.length).toBeGreaterThan(0);
    expect(finding!.models.map((model) => model.role)).toContain('classifier');
    const longest = finding!.tracks.toSorted((a, b) => b.faces.length - a.faces.length)[0]!;
    expect(longest.faces).toHaveLength(6);
    for (const { faceId, score } of longest.faces) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const { mime, bytes } = engine.cases.crop(faceId);
      expect(mime).toBe('image/jpeg');
      expect(bytes.length).toBeGreaterThan(500);
    }
  });

  it('gives the same report in another case, byte for byte, but for times, ids and the log that has them', async () => {
    const reports: string[] = [];
    for (const name of ['again-a', 'again-b']) {
      await newCase(`${name}.exhibit`);
      await analyse(await add('clip.mp4'));
      const path = join(folder, `${name}.json`);
      await engine.cases.writeReport('json', path, false);
      reports.push(readFileSync(path, 'utf8'));
    }
    const [first, second] = reports.map((report) =>
      report
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replaceAll(/"(id|faceId)":\d+/g, '"$1":0')
        .replace(/"head": "[0-9a-f]{64}"/, '"head": ""')
        .replace(/again-[ab]\.exhibit/, 'again.exhibit'),
    );
    expect(first).toContain('"score":0.');
    expect(second).toBe(first);
  });

  it('is not repeated for the same file, settings and models, and is for other settings', async () => {
    await newCase('repeat.exhibit');
    const [id] = await add('clip.mp4');
    await analyse([id!]);
    const first = detail(id!).finding!.id;
    await analyse([id!]);
    expect(detail(id!).finding!.id).toBe(first);
    await analyse([id!], { sampling: { kind: 'first', count: 2 } });
    expect(detail(id!).finding!.id).not.toBe(first);
  });

  it('goes on after a file that can not be read, and names it with its code', async () => {
    // It begins like a film: a text would be left out when it is added.
    writeFileSync(join(folder, 'broken.mp4'), '\0\0\0\x18ftypisomnot a video');
    await newCase('broken.exhibit');
    const ids = await add('broken.mp4', 'clip.mp4');
    expect(await analyse(ids)).toMatchObject({ state: 'done', done: 2, failed: 1 });
    expect(detail(ids[0]!).row.error!.code).toMatch(/^media\//);
    expect(detail(ids[1]!).row.state).toBe('done');
  });

  it('says of a picture that was cut short that it was', async () => {
    await newCase('cut.exhibit');
    const noise = {
      width: 320,
      height: 240,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    } as const;
    const whole = await sharp({ create: { ...noise, background: 'grey' } })
      .jpeg()
      .toBuffer();
    writeFileSync(join(folder, 'whole.jpg'), whole);
    writeFileSync(join(folder, 'cut.jpg'), whole.subarray(0, whole.length / 2));
    const [intact, cut] = await add('whole.jpg', 'cut.jpg');
    await analyse([intact!, cut!]);
    const reasonsOf = async (id: number) => detail(id).finding!.verdict.reasons.join(' ');
    expect(await reasonsOf(intact!)).not.toContain('cut short');
    expect(await reasonsOf(cut!)).toContain('The file is cut short: ');
  });

  it('refuses a file that is not the one it knows', async () => {
    copyFileSync(join(folder, 'clip.mp4'), join(folder, 'swapped.mp4'));
    await newCase('swapped.exhibit');
    const [id] = await add('swapped.mp4');
    await analyse([id!]);
    appendFileSync(join(folder, 'swapped.mp4'), 'x');
    await analyse([id!], { minFacePx: 30 });
    const { opening, row, finding } = engine.cases.evidenceDetail(id!);
    expect(row.error!.code).toBe('media/changed-since-analysis');
    expect(finding).not.toBeNull();
    // Old scores must not stand over the new file's frames.
    const changed = { code: 'media/changed-since-analysis' };
    const viewed = { opening, evidenceId: id! };
    await expect(engine.viewing.check(viewed)).rejects.toMatchObject(changed);
    await expect(engine.viewing.frame(viewed, 0, 'show')).rejects.toMatchObject(changed);
  });

  it('ends when it is cancelled, keeps what is finished and leaves the rest waiting', async () => {
    // 4 frames beside 40: the test lasts as long as the short clip.
    await writeFaceClip(join(folder, 'short.mp4'), 0.4);
    await writeFaceClip(join(folder, 'long.mp4'), 4);
    await newCase('cancelled.exhibit');
    const [short, long] = await add('short.mp4', 'long.mp4');
    const end = ended();
    const stopListening = engine.on((event) => {
      if (event.name !== 'evidence:changed') return;
      const { id, state } = event.payload;
      if (id === short && state === 'done') engine.analysis.cancel(1);
    });
    await engine.analysis.start([short!, long!], { ...parameters, sampling: { kind: 'all' } });
    expect(await end).toMatchObject({ state: 'cancelled', done: 1 });
    stopListening();
    expect(detail(short!).row.state).toBe('done');
    expect(detail(long!).row.state).toBe('waiting');
    expect(engine.analysis.jobs()[0]!.left).toBe(0);
  });

  it('goes on, where it was, in a case that was closed while it ran', async () => {
    await writeFaceClip(join(folder, 'next.mp4'), 0.4);
    await newCase('interrupted.exhibit');
    const ids = await add('clip.mp4', 'next.mp4');
    const { id: jobId } = await engine.analysis.start(ids, parameters);
    await engine.cases.close();
    await engine.cases.open(join(folder, 'interrupted.exhibit'));
    expect(engine.analysis.jobs()).toMatchObject([{ id: jobId, state: 'cancelled', done: 0, left: 2 }]);
    const end = ended();
    await engine.analysis.resume(jobId);
    expect(await end).toMatchObject({ id: jobId, state: 'done', total: 2, done: 2, left: 0 });
    for (const id of ids) expect(detail(id).finding!.parameters).toMatchObject(parameters);
    await expect(engine.analysis.resume(jobId)).rejects.toMatchObject({ code: 'app/bad-message' });
  });

  it('leaves nothing to go on with once its videos were analysed in another job', async () => {
    await newCase('again.exhibit');
    const [id] = await add('clip.mp4');
    const { id: jobId } = await engine.analysis.start([id!], parameters);
    await engine.cases.close();
    await engine.cases.open(join(folder, 'again.exhibit'));
    const done = new Promise<void>((resolve) => {
      engine.on((event) => {
        if (event.name === 'job:changed' && event.payload.state === 'done') resolve();
      });
    });
    await engine.analysis.start([id!], parameters);
    await done;
    expect(engine.analysis.jobs().find((job) => job.id === jobId)).toMatchObject({ left: 0 });
  });
});

describe('the open case', () => {
  it('is announced when it is made, opened, looked at or closed, whoever asks', async () => {
    const announced: (string | null)[] = [];
    const end = engine.on((event) => {
      if (event.name === 'case:changed') announced.push(event.payload?.path ?? null);
    });
    const [first, second] = [join(folder, 'one.exhibit'), join(folder, 'two.exhibit')];
    await engine.cases.create(first);
    await engine.cases.openOrCreate(second);
    await engine.cases.open(first);
    await expect(engine.cases.open(join(folder, 'gone.exhibit'))).rejects.toMatchObject({
      code: 'case/not-found',
    });
    await engine.cases.close();
    await engine.cases.view(second);
    await engine.cases.close();
    end();
    expect(announced).toEqual([first, second, first, null, second, null]);
  });
});

describe('the sample case', () => {
  it('is made of real and self-blended clips, and made again from what is there', async () => {
    const sample = join(folder, 'sample');
    const { evidenceCount } = await engine.cases.makeSample(sample);
    const names = engine.cases.evidence().map((row) => row.name);
    expect(names).toHaveLength(evidenceCount);
    expect(names.filter((name) => name.includes('real'))).toHaveLength(evidenceCount / 2);
    await engine.cases.close();
    expect((await engine.cases.makeSample(sample)).evidenceCount).toBe(evidenceCount);
  });
});
