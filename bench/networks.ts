/** How much of ONNX Runtime's own speed is left after alignment, packing and normalisation. */
import { alignFace } from '../src-main/engine/faces/align.ts';
import { loadEmbedderModel } from '../src-main/engine/inference/manifest.ts';
import { imagesToTensor } from '../src-main/engine/inference/tensor.ts';
import { modelsFolder, openToolbox, photographAs } from './material.ts';
import { pairedMs, type Figure } from './figure.ts';

// Loaded after the engine has switched its telemetry off.
const ort = await import('onnxruntime-node');

const FACES = 64;
const RUNS = 7;

export async function benchNetworks(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const frame = await photographAs(1920, 1080);
  for (const name of ['faceplugin-feature', 'dlib-face-recognition']) {
    const toolbox = openToolbox();
    const { embedder, detector } = await toolbox.faceTools(name);
    const [detections] = await detector({ minFacePx: 40, detectSizePx: null }).detect([frame]);
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
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ['cpu'] });
    const raw = async () => {
      for (let done = 0; done < FACES; done += batch) {
        await session.run({ [entry.input.name]: new ort.Tensor('float32', data, [...dims]) });
      }
    };
    const { a, b, ratio } = await pairedMs(RUNS, raw, () => embedder.embed(faces));
    figures.push(
      { name: `${name}: raw ONNX Runtime`, value: a / FACES, unit: 'ms a face' },
      { name: `${name}: embedder, alignment included`, value: b / FACES, unit: 'ms a face' },
      {
        name: `${name}: throughput against raw ONNX Runtime`,
        value: ratio,
        unit: 'times',
        target: 'at least 0.9',
      },
    );
    await session.release();
    await toolbox.dispose();
  }
  return figures;
}
