import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FaceTools } from '../../../../src-main/engine/pipeline/analysis-tools.ts';
import { parseTrainedOn } from '../../../../src-main/engine/embedding/trained-on.ts';
import { trainFromManifest } from '../../../../src-main/engine/lab/train-from-manifest.ts';

it('counts neither clips of people that the embedder was trained on nor missing ones, and names them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-known-'));
  try {
    const table = join(folder, 'clips.csv');
    await writeFile(
      table,
      'path,label,identity\na.mp4,real,Anna\nb.mp4,fake,Bert (donor Anna)\nc.mp4,real,Carl\nd.mp4,fake,Dora\n',
    );
    for (const clip of ['a', 'b', 'c']) await writeFile(join(folder, `${clip}.mp4`), '');
    const wish = {
      ...{ folder: join(folder, 'model'), frames: 3, conditions: [], dataName: 'x', licence: 'x' },
      trainedOn: parseTrainedOn('identity,donors,source\nanna,,s\n', 'seen.csv'),
    };
    const run = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(trainFromManifest(table, wish, {} as FaceTools, run)).rejects.toMatchObject({
      code: 'train/too-little-data',
      message:
        'Training needs at least 4 real and 4 fake clips. The clip table gives 1 real and 0 fake ones. ' +
        `1 file is missing, such as ${join(folder, 'd.mp4')} (line 5). ` +
        '2 more clips were excluded: the embedder was trained on their people.',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
