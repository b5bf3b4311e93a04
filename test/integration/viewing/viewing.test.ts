import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { createViewing } from '../../../src-main/engine/casework/viewing.ts';
import { createEngine } from '../../../src-main/engine/engine.ts';
import type { Toolbox } from '../../../src-main/engine/toolbox.ts';
import type { Note } from '../../../src-main/shared/notebook.ts';
import type { ViewedEvidence } from '../../../src-main/shared/viewing.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { clipFolder, makeClip, testSource, tools } from '../media/clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

it('shows the stream that was analysed last, as soon as another one was', async () => {
  const path = await makeClip(`${clips.folder}/two-streams.mkv`, [
    ...[...testSource('64x48', 1, 10), ...testSource('80x48', 1, 10)],
    ...['-map', '0:v', '-map', '1:v', '-c:v', 'libx264'],
  ]);
  const findings: { id: number; parameters: { stream?: number } }[] = [{ id: 1, parameters: {} }];
  const opened = {
    opening: 'a',
    file: {
      evidence: { file: () => ({ path, sha256: null, findingId: findings.at(-1)!.id }) },
      findings: { newest: () => findings.at(-1) },
      reach: (named: string) => named,
    },
  };
  const current = { opened: () => opened, onClose: () => {} } as unknown as CurrentCase;
  const viewing = createViewing(
    { settingsFolder: join(clips.folder, 'settings'), version: 'test' },
    { ffmpeg: async () => tools } as unknown as Toolbox,
    current,
    undefined,
    () => {},
  );
  const viewed = { opening: 'a', evidenceId: 1 };
  await viewing.open(viewed);
  expect((await viewing.frame(viewed, 0, 'show')).facts.width).toBe(64);
  findings.push({ id: 2, parameters: { stream: 1 } });
  expect((await viewing.frame(viewed, 0, 'show')).facts.width).toBe(80);
  viewing.leave([1]);
});

/** Two cases whose first video has the same number, in an engine as the app has it. */
async function twoCases(name: string) {
  const folder = join(clips.folder, name);
  const engine = createEngine({
    ...{ resources: project, settingsFolder: folder, version: 'test', scripts: engineScripts },
  });
  onTestFinished(() => engine.close());
  async function open(size: string, seconds: number): Promise<ViewedEvidence> {
    const clip = await makeClip(`${clips.folder}/${name}-${size}.mp4`, [
      ...testSource(size, seconds, 25),
      ...['-c:v', 'libx264', '-g', '200'],
    ]);
    await engine.cases.create(join(clips.folder, `${name}-${size}.exhibit`));
    await engine.cases.addEvidence([clip]);
    return { opening: engine.cases.evidenceDetail(1).opening, evidenceId: 1 };
  }
  return { engine, open };
}

it('gives no frame of another case for a question about a video of the same number', async () => {
  const { engine, open } = await twoCases('identity');
  const before = await open('64x48', 2);
  expect((await engine.viewing.frame(before, 0, 'show')).facts.width).toBe(64);
  const now = await open('80x48', 2);
  const refused = { code: 'case/none-open' };
  await expect(engine.viewing.open(before)).rejects.toMatchObject(refused);
  await expect(engine.viewing.frame(before, 0, 'show')).rejects.toMatchObject(refused);
  await expect(engine.viewing.check(before)).rejects.toMatchObject(refused);
  expect((await engine.viewing.frame(now, 0, 'show')).facts.width).toBe(80);
});

it('lets a note be only about frames, times and parts of the picture that the video on screen has', async () => {
  const { engine, open } = await twoCases('notes');
  const viewed = await open('64x48', 2);
  await engine.viewing.open(viewed);
  await engine.viewing.frame(viewed, 10, 'show');
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
  const mark = (frameIndex: number, ptsMs: number | null, region: Note['region'] = null) =>
    engine.notebook.store({
      ...{ kind: 'note', evidenceId: 1, subject: null },
      content: { place: { kind: 'frame', at: { frameIndex, ptsMs } }, region, tags: [], text: '' },
    });
  mark(10, 400, { x: 0, y: 0, width: 64, height: 48 });
  const refused = expect.objectContaining({ code: 'app/bad-message' });
  expect(() => mark(50, null)).toThrow(refused);
  expect(() => mark(10, 440)).toThrow(refused);
  expect(() => mark(10, 400, { x: 60, y: 0, width: 5, height: 5 })).toThrow(refused);
  expect(engine.notebook.read().records.filter(({ kind }) => kind === 'note')).toHaveLength(1);
});

it.runIf(process.platform === 'linux')(
  'leaves no decoder behind when a case is closed or a video removed, whatever is asked at that moment',
  async () => {
    const { engine, open } = await twoCases('closing');
    // More frames than are kept, so that a decoder that nobody ends waits for ever.
    const viewed = await open('640x360', 12);
    await engine.viewing.open(viewed);
    const ahead = engine.viewing.frame(viewed, 199, 'show').catch(({ code }: { code: string }) => code);
    const closing = engine.cases.close();
    const late = engine.viewing.frame(viewed, 100, 'show');
    await expect(late).rejects.toMatchObject({ code: 'case/none-open' });
    await closing;
    await ahead;
    await expect.poll(decodersOfThisProcess).toBe(0);

    const other = await open('640x352', 12);
    await engine.viewing.frame(other, 0, 'show');
    engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
    engine.cases.remove([1], 'Not of this case');
    await expect(engine.viewing.frame(other, 1, 'show')).rejects.toMatchObject({ code: 'app/bad-message' });
    await expect.poll(decodersOfThisProcess).toBe(0);
  },
);

/** Decoders that this process has started and that run; in the sandbox, bubblewrap is the one that it started. */
function decodersOfThisProcess(): number {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.filter((pid) => {
    try {
      return /ffmpeg|bwrap/.test(readlinkSync(`/proc/${pid}/exe`));
    } catch {
      // It ended meanwhile.
      return false;
    }
  }).length;
}
