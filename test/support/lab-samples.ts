/** Puts samples into a lab as a data set with faces and vectors, so that a model can be trained without clips. */
import { faceStore } from '../../src-main/engine/lab/face-store.ts';
import type { LabDatabase } from '../../src-main/engine/lab/lab-database.ts';
import type { FaceTools } from '../../src-main/engine/pipeline/analysis-tools.ts';
import { groupedBy } from '../../src-main/engine/support/grouped.ts';
import type { TrainingSample } from '../../src-main/engine/training/training-sample.ts';
import { tools } from '../integration/media/clips.ts';
import { labWith } from './lab.ts';

const sha256 = 'ab'.repeat(32);

/** It also tells people apart, and finds nobody like another. */
const network = { name: 'trial-embedder', sha256, identity: { same: 0, other: 4 } };
export const samplesTools = { ffmpeg: tools, embedder: network, identity: network } as unknown as FaceTools;

/** @param others views of the same clips, each with its faces */
export function labWithSamples(
  file: string,
  samples: readonly TrainingSample[],
  others: Record<string, readonly TrainingSample[]> = {},
): LabDatabase {
  const clips = [...groupedBy(samples, ({ video }) => video)];
  const lab = labWith(
    file,
    clips.map(([path, [first]]) => {
      const { label, identity, donors = [], source = path } = first!;
      return { path, label, identity, donors: [...donors], source };
    }),
  );
  lab.sqlite.exec('DELETE FROM splits');
  const store = faceStore(lab);
  for (const [view, own] of Object.entries({ 'spread 4': samples, ...others })) {
    const byVideo = groupedBy(own, ({ video }) => video);
    for (const [index, [video]] of clips.entries()) {
      const faces = (byVideo.get(video) ?? []).map(({ embedding }, frameIndex) => ({
        ...{ frameIndex, ptsMs: frameIndex, sizePx: 100, sharpness: null },
        crop: Buffer.from(`${view} ${video} ${frameIndex}`),
        landmarks: [0, 1, 2, 3, 4].map((at) => ({ x: at, y: at })) as never,
        vectors: new Map([[sha256, embedding]]),
      }));
      store.add(index + 1, view, faces);
    }
  }
  return lab;
}
