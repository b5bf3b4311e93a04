/** How much of ONNX Runtime's own speed is left at the same batch and threads. */
import { alignFace } from '../src-main/engine/faces/align.ts';
import { loadEmbedderModel } from '../src-main/engine/inference/manifest.ts';
import { openEmbedder } from '../src-main/engine/embedding/open-embedder.ts';
import { openSession } from '../src-main/engine/inference/onnx-session.ts';
import { imagesToTensor } from '../src-main/engine/inference/tensor.ts';
import { modelsFolder, networkFolders, openMtcnn, photographAs } from './material.ts';
import { medianMs, pairedMs, type Figure } from './figure.ts';

// Loaded after the engine has switched its telemetry off.
const ort = await import('onnxruntime-node');

const FACES = 64;
const RUNS = 7;

export async function benchNetworks(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const frame = await photographAs(1920, 1080);
  const detector = await openMtcnn({ minFacePx: 40, detectSizePx: null });
  const [detections] = await detector.detect([frame]);
  await detector.dispose();
  for (const name of ['artefact', 'faceplugin-feature', 'dlib-face-recognition']) {
    const embedder = await openEmbedder(name, networkFolders, { provider: 'cpu', threads: 0 });
    const faces = Array.from({ length: FACES }, (_, i) => ({
      frame,
      landmarks: detections![i % detections!.length]!.landmarks,
    }));

    const { entry, bytes } = await loadEmbedderModel(modelsFolder, name);
    const batch = entry.input.batch ?? 8;
    const crops = faces
      .slice(0, batch)
      .map(({ landmarks }) => alignFace(frame, landmarks, entry.input.sizePx, entry.template));
    const { data, dims } = imagesToTensor(crops, entry.input.sizePx, entry.input.sizePx, entry.input);
    // Idle threads of one pool must not spin on the other's core, or neither figure means anything.
    const raw = await ort.InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const ours = await openSession(bytes, { provider: 'cpu', threads: 0 });
    const nets = await pairedMs(
      RUNS,
      () => repeat(() => raw.run({ [entry.input.name]: new ort.Tensor('float32', data, [...dims]) })),
      () => repeat(() => ours.run({ [entry.input.name]: { data, dims } })),
    );
    const embedMs = await medianMs(RUNS, () => embedder.embed(faces));
    async function repeat(run: () => Promise<unknown>) {
      for (let done = 0; done < FACES; done += batch) await run();
    }
    figures.push(
      { name: `${name}: raw ONNX Runtime`, value: nets.a / FACES, unit: 'ms a face' },
      { name: `${name}: our session`, value: nets.b / FACES, unit: 'ms a face' },
      {
        name: `${name}: throughput against raw ONNX Runtime`,
        value: nets.ratio,
        unit: 'times',
        target: 'at least 0.9',
      },
      {
        name: `${name}: with alignment and packing`,
        value: embedMs / FACES,
        unit: 'ms a face',
        ...(name === 'artefact' && { target: 'at most 15' }),
      },
    );
    await raw.release();
    await ours.dispose();
    await embedder.dispose();
  }
  return figures;
}
