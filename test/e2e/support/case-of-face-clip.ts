import { join } from 'node:path';
import { createEngine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';

/** A case in the folder with one clip of a face, analysed by the real model. @returns its path */
export async function caseOfFaceClip(folder: string, frames: number): Promise<string> {
  const clip = join(folder, 'clip.mp4');
  await writeFaceClip(clip);
  const settingsFolder = join(folder, 'settings');
  const engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  try {
    await engine.cases.create(join(folder, 'a.exhibit'));
    await engine.cases.addEvidence([clip]);
    const ended = new Promise<void>((resolve) =>
      engine.on(({ name, payload }) => {
        if (name === 'job:changed' && payload.finishedAt !== null) resolve();
      }),
    );
    const parameters = {
      sampling: { kind: 'spread', count: frames },
      minFacePx: 40,
      detectSizePx: 640,
    } as const;
    await engine.analysis.start([1], parameters);
    await ended;
    return join(folder, 'a.exhibit');
  } finally {
    await engine.close();
  }
}
