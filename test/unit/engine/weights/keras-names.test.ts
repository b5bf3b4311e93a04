import { describe, expect, it } from 'vitest';
import { inceptionResnetV1Tensors } from '../../../../src-main/engine/embedding/inception-resnet-v1.ts';
import { xceptionTensors } from '../../../../src-main/engine/embedding/xception.ts';
import { facenetFromKeras } from '../../../../src-main/engine/weights/keras-facenet.ts';
import type { KerasTensor } from '../../../../src-main/engine/weights/keras-file.ts';
import { xceptionFromKeras } from '../../../../src-main/engine/weights/keras-xception.ts';
import type { StoredTensors } from '../../../../src-main/engine/weights/stored-tensor.ts';
import { kerasFacenet, kerasXception, type KerasLayer } from '../../../support/keras-layers.ts';

const tensorsOf = (layers: readonly KerasLayer[], within: readonly string[] = []): KerasTensor[] =>
  layers.flatMap(({ layer, tensors }) =>
    Object.entries(tensors).map(([role, dims]) => ({
      ...{ groups: [...within, layer, layer], role, dims },
      read: () => new Float32Array(),
    })),
  );

const shapes = (tensors: StoredTensors) =>
  new Map([...tensors].map(([name, { dims }]) => [name, String(dims)]));
const wantedShapes = (tensors: readonly { name: string; dims: readonly number[] }[]) =>
  new Map(tensors.map(({ name, dims }) => [name, String(dims)]));

describe('the names that Keras gives to weights', () => {
  it.each([512, 128] as const)(
    'of FaceNet with %i numbers a face lead to every tensor, and to no other',
    (length) => {
      const named = facenetFromKeras(tensorsOf(kerasFacenet(length)), inceptionResnetV1Tensors());
      expect(shapes(named)).toEqual(wantedShapes(inceptionResnetV1Tensors(length)));
    },
  );

  it.each([[], ['model', 'xception']])(
    'of Xception lead to every tensor, and to no other, also as a layer of a model: %j',
    (...within) => {
      const named = xceptionFromKeras(tensorsOf(kerasXception(), within), xceptionTensors());
      expect(shapes(named)).toEqual(wantedShapes(xceptionTensors()));
    },
  );

  it('stay with a layer that belongs to no net of ours', () => {
    const odd = { layer: 'lstm', module: '', tensors: { kernel: [4, 4] } };
    const named = xceptionFromKeras(tensorsOf([...kerasXception(), odd]), xceptionTensors());
    expect([...named.keys()].at(-1)).toBe('lstm/lstm/kernel');
  });

  it('leave the scale of a batch norm at one where Keras has none', () => {
    const named = facenetFromKeras(tensorsOf(kerasFacenet(512)), inceptionResnetV1Tensors());
    expect([...named.get('conv2d_1a.bn.weight')!.read()]).toEqual(Array(32).fill(1));
  });
});
