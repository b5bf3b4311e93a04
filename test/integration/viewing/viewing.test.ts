import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { createViewing } from '../../../src-main/engine/casework/viewing.ts';
import type { Toolbox } from '../../../src-main/engine/toolbox.ts';
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
    file: {
      evidence: { get: () => ({ path, sha256: null }) },
      findings: { history: () => findings.map(({ id }) => id).toReversed(), newest: () => findings.at(-1) },
    },
  };
  const current = { opened: () => opened } as unknown as CurrentCase;
  const viewing = createViewing({ ffmpeg: async () => tools } as unknown as Toolbox, current);
  await viewing.open(1);
  expect((await viewing.frame(1, 0, 'show')).facts.width).toBe(64);
  findings.push({ id: 2, parameters: { stream: 1 } });
  expect((await viewing.frame(1, 0, 'show')).facts.width).toBe(80);
  viewing.close();
});
