/** One thread of `step-threads.ts`: detects in a frame, or embeds the faces of one. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FaceInFrame } from '../src-main/engine/embedding/embedder.ts';
import { openEmbedder } from '../src-main/engine/embedding/open-embedder.ts';
import type { MtcnnSettings } from '../src-main/engine/faces/mtcnn/mtcnn.ts';
import type { Frame } from '../src-main/engine/media/frame.ts';
import { networkFolders, openMtcnn } from './material.ts';

export type StepRequest = { frame: Frame } | { faces: FaceInFrame[] };

const detector = await openMtcnn(workerData as MtcnnSettings);
const embedder = await openEmbedder('faceplugin-feature', networkFolders, { provider: 'cpu', threads: 1 });

parentPort!.on('message', (request: StepRequest) => {
  const work = 'frame' in request ? detector.detect([request.frame]) : embedder.embed(request.faces);
  void work.then((result) => parentPort!.postMessage(result));
});
parentPort!.postMessage('open');
