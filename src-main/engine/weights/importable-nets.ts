/** The networks that Exhibit builds from a user's weights: the required tensors, and the network built from them. */
import {
  inceptionResnetV1,
  inceptionResnetV1Tensors,
  type FacenetLength,
} from '../embedding/inception-resnet-v1.ts';
import { facenetEntry, xceptionEntry, type NetEntry } from '../embedding/net-entries.ts';
import { xception, xceptionTensors } from '../embedding/xception.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { facenetFromKeras } from './keras-facenet.ts';
import { xceptionFromKeras } from './keras-xception.ts';
import type { WeightsFormat, WeightsTarget } from './read-weights.ts';

interface ImportableNet {
  target: WeightsTarget;
  build(weights: ReadonlyMap<string, Weights>, format: WeightsFormat): { model: Uint8Array; entry: NetEntry };
}

/** The same text for every file, so the same weights give the same network. */
const doc = 'weights imported by the user';

/** 128 numbers only if the last layer in the file has 128. */
const facenetLength = (dims: readonly number[] | undefined): FacenetLength => (dims?.[0] === 128 ? 128 : 512);

const facenet: ImportableNet = {
  target: {
    net: 'FaceNet (Inception-ResNet v1)',
    wanted: (found) => inceptionResnetV1Tensors(facenetLength(found.get('last_linear.weight')?.dims)),
    fromKeras: (tensors) => facenetFromKeras(tensors, inceptionResnetV1Tensors()),
    unneeded: /^logits\.|\.num_batches_tracked$/,
  },
  build(weights) {
    const length = facenetLength(weights.get('last_linear.weight')?.dims);
    return { model: inceptionResnetV1(weights, doc, length), entry: facenetEntry(length) };
  },
};

const xceptionNet: ImportableNet = {
  target: {
    net: 'Xception',
    wanted: () => xceptionTensors(),
    fromKeras: (tensors) => xceptionFromKeras(tensors, xceptionTensors()),
    unneeded: /^(fc|last_linear)\.|^predictions\/|\.num_batches_tracked$/,
  },
  build: (weights, format) => ({
    model: xception(weights, doc, format === 'keras' ? 'keras' : 'pytorch'),
    entry: xceptionEntry,
  }),
};

export const importableNets = { facenet, xception: xceptionNet } as const;
export type ImportableName = keyof typeof importableNets;
