/**
 * dlib's face-recognition ResNet (King, "High Quality Face Recognition with Deep Metric Learning", 2017):
 * 29 convolutions, 150 × 150 RGB → 128 numbers, trained with a metric loss on about three million faces.
 * The weights are those of face-api, which stores them in 8 bits. The released net has no batch norm, only a scale and
 * a shift per channel after each convolution; both are folded into the convolution here.
 */
import { OnnxGraph } from '../../src-main/engine/inference/onnx-graph.ts';
import type { Padding, Value, Weights } from '../../src-main/engine/inference/onnx-graph.ts';
import { kernelToOihw } from './tfjs-weights.ts';

type WeightMap = ReadonlyMap<string, Weights>;

interface Layer {
  stride: number;
  padding: Padding;
}

const same: Layer = { stride: 1, padding: 1 };
const down: Layer = { stride: 2, padding: 0 };

const stages = [
  ['conv32_1', 'conv32_2', 'conv32_3'],
  ['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ['conv128_down', 'conv128_1', 'conv128_2'],
  ['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
] as const;

/** Blocks that double the channels, and those whose shortcut comes out one row and column larger. */
const doubling = new Set(['conv64_down', 'conv128_down', 'conv256_down']);
const short = new Set(['conv256_down', 'conv256_down_out']);

/** @param weights by the names of face-api's `face_recognition_model` */
export function dlibFaceRecognition(weights: WeightMap): Uint8Array {
  const net = new DlibNet(weights);
  const image = net.graph.input('image', ['batch', 3, 150, 150]);
  let x = net.graph.relu(net.convolution(image, 'conv32_down', down));
  x = net.graph.maxPool(x, { kernel: 3, stride: 2 });
  for (const block of stages.flat())
    x = block.includes('down') ? net.downBlock(x, block) : net.block(x, block);
  const pooled = net.graph.flatten(net.graph.globalAveragePool(x));
  const embedding = net.graph.gemm(pooled, { weight: net.weight('fc'), transposed: false, name: 'fc' });
  net.graph.output('embedding', embedding, ['batch', 128]);
  return net.graph.toBytes();
}

class DlibNet {
  readonly graph = new OnnxGraph(
    'dlib-face-recognition',
    'dlib face-recognition ResNet, weights of face-api',
  );
  readonly #weights: WeightMap;

  constructor(weights: WeightMap) {
    this.#weights = weights;
  }

  weight(name: string): Weights {
    const weights = this.#weights.get(name);
    if (!weights) throw new Error(`The weights of face-api have no tensor ${name}.`);
    return weights;
  }

  convolution(x: Value, name: string, layer: Layer): Value {
    const kernel = kernelToOihw(this.weight(`${name}/conv/filters`));
    const bias = this.weight(`${name}/conv/bias`).data;
    const scale = this.weight(`${name}/scale/weights`).data;
    const shift = this.weight(`${name}/scale/biases`).data;
    const perChannel = kernel.data.length / scale.length;
    return this.graph.conv(x, {
      name,
      ...layer,
      weight: { dims: kernel.dims, data: kernel.data.map((v, i) => v * scale[Math.floor(i / perChannel)]!) },
      bias: { dims: [bias.length], data: bias.map((v, i) => v * scale[i]! + shift[i]!) },
    });
  }

  block(x: Value, name: string): Value {
    const first = this.graph.relu(this.convolution(x, `${name}/conv1`, same));
    return this.graph.relu(this.graph.add(this.convolution(first, `${name}/conv2`, same), x));
  }

  /** Halves the picture; zeros stand in for what the average-pooled shortcut or the main path lacks. */
  downBlock(x: Value, name: string): Value {
    const first = this.graph.relu(this.convolution(x, `${name}/conv1`, down));
    let main = this.convolution(first, `${name}/conv2`, same);
    let shortcut = this.graph.averagePool(x, { kernel: 2, stride: 2 });
    if (short.has(name)) main = this.#pad(main, `${name}/edge`, [0, 0, 0, 0, 0, 0, 1, 1]);
    if (doubling.has(name)) {
      const channels = this.weight(`${name}/conv1/scale/weights`).data.length / 2;
      shortcut = this.#pad(shortcut, `${name}/channels`, [0, 0, 0, 0, 0, channels, 0, 0]);
    }
    return this.graph.relu(this.graph.add(main, shortcut));
  }

  /** @param pads at the start of each axis, then at the end of each: batch, channel, row, column */
  #pad(x: Value, name: string, pads: readonly number[]): Value {
    return this.graph.node('Pad', [x, this.graph.integers(name, pads)]);
  }
}
