/** Layers of MTCNN made only of Conv, Relu, MaxPool and Add, the operators of ONNX Runtime's blocked layout. */
import type { Convolution, OnnxGraph, Value, Weights } from '../../src-main/engine/inference/onnx-graph.ts';

/** Channels that ONNX Runtime keeps side by side with AVX-512; eight with AVX2, which divides it. */
const CHANNEL_BLOCK = 16;

/** A convolution with its bias, as the builders below rework it. */
export interface Layer {
  weight: Weights;
  bias: Weights;
}

/** Makes a layer that was trained on (x − mean) · scale take x itself. Exact, because the layer has no padding. */
export function foldNormalisation({ weight, bias }: Layer, mean: number, scale: number): Layer {
  const taps = weight.data.length / bias.data.length;
  const shifted = bias.data.map((value, out) => {
    const sum = weight.data.subarray(out * taps, (out + 1) * taps).reduce((total, tap) => total + tap, 0);
    return value - sum * mean * scale;
  });
  return {
    weight: { dims: weight.dims, data: weight.data.map((tap) => tap * scale) },
    bias: { dims: bias.dims, data: shifted },
  };
}

/** Fills up to full blocks: with output channels that are always 0, and with inputs whose weight is 0. */
export function padToBlocks({ weight, bias }: Layer): Layer {
  const [outputs, inputs, height, width] = weight.dims as [number, number, number, number];
  // The picture's three planes are read as they are.
  const allInputs = inputs === 3 ? 3 : blocks(inputs);
  const taps = height * width;
  const data = new Float32Array(blocks(outputs) * allInputs * taps);
  for (let out = 0; out < outputs; out += 1) {
    const kernels = weight.data.subarray(out * inputs * taps, (out + 1) * inputs * taps);
    data.set(kernels, out * allInputs * taps);
  }
  return {
    weight: { dims: [blocks(outputs), allInputs, height, width], data },
    bias: { dims: [blocks(outputs)], data: zerosAfter(bias.data) },
  };
}

function zerosAfter(values: Float32Array): Float32Array {
  const all = new Float32Array(blocks(values.length));
  all.set(values);
  return all;
}

/**
 * slope · x + (1 − slope) · relu(x), each factor as a 1 × 1 convolution of every channel by itself. With
 * slopes up to 1 the second term is relu((1 − slope) · x), a convolution and its activation in one pass.
 */
export function prelu(graph: OnnxGraph, x: Value, name: string, channelSlopes: Float32Array): Value {
  const slopes = zerosAfter(channelSlopes);
  const rest = slopes.map((slope) => 1 - slope);
  const rectified = rest.every((factor) => factor >= 0)
    ? graph.relu(eachChannel(graph, x, `${name}.rectified`, rest))
    : eachChannel(graph, graph.relu(x), `${name}.rectified`, rest);
  return graph.add(rectified, eachChannel(graph, x, `${name}.linear`, slopes));
}

function eachChannel(graph: OnnxGraph, x: Value, name: string, factors: Float32Array): Value {
  const weight = graph.constant(`${name}.factors`, { dims: [factors.length, 1, 1, 1], data: factors });
  return graph.node('Conv', [x, weight], { kernel_shape: [1, 1], group: factors.length }, name);
}

/** A 1 × 1 convolution over PReLU(x), without forming PReLU(x): it is linear in x and in relu(x). */
export function pointwiseOverPrelu(
  graph: OnnxGraph,
  x: Value,
  { weight, bias, slopes, name }: Layer & { slopes: Float32Array; name: string },
): Value {
  const scaled = (factor: (slope: number) => number): Weights => ({
    dims: weight.dims,
    data: weight.data.map((tap, index) => tap * factor(slopes[index % slopes.length]!)),
  });
  const linear = graph.conv(x, { weight: scaled((slope) => slope), bias, name: `${name}.linear` });
  const rectified = { weight: scaled((slope) => 1 - slope), name: `${name}.rectified` };
  return graph.add(linear, graph.conv(graph.relu(x), rectified));
}

/**
 * Conv → PReLU → 2 × 2 max pooling, with the PReLU after the pooling, on a quarter of the values. A slope
 * a ≥ 0 makes PReLU rise with x, so pooling may come first. With a < 0, PReLU(x) = max(x, a · x), so the
 * layer gives a · x as a further channel q beside p = x, and the larger of both is taken when pooled.
 * Either way the result is a linear function of the pooled channels plus relu of another one:
 * a · p + relu((1 − a) · p) or q + relu(p − q), two 1 × 1 convolutions in all. For a > 1 the first form
 * would need a negative relu; −p + relu((1 − a) · p) = −PReLU(p) does not, so the next layer negates.
 * @returns the activation, in full blocks of channels, and the sign of each channel
 */
export function convPreluPool(
  graph: OnnxGraph,
  x: Value,
  layer: Layer & { slopes: Float32Array; name: string },
): { activation: Value; signs: Float32Array } {
  const { slopes, name } = layer;
  const falling = [...slopes.keys()].filter((channel) => slopes[channel]! < 0);
  const widened = repeatScaled(layer, falling, slopes);
  const pooled = graph.maxPool(graph.conv(x, { ...widened, name }), { kernel: 2, stride: 2, ceil: true });

  const inputs = slopes.length + falling.length;
  const outputs = blocks(slopes.length);
  const linear = new Float32Array(outputs * inputs);
  const rectified = new Float32Array(outputs * inputs);
  for (const [p, slope] of slopes.entries()) {
    const row = p * inputs;
    if (slope < 0) {
      const q = slopes.length + falling.indexOf(p);
      linear[row + q] = 1;
      rectified[row + p] = 1;
      rectified[row + q] = -1;
    } else {
      linear[row + p] = slope > 1 ? -1 : slope;
      rectified[row + p] = 1 - slope;
    }
  }
  const pointwise = (data: Float32Array, part: string) =>
    graph.conv(pooled, { weight: { dims: [outputs, inputs, 1, 1], data }, name: `${name}.${part}` });
  const activation = graph.add(graph.relu(pointwise(rectified, 'rectified')), pointwise(linear, 'linear'));
  return { activation, signs: slopes.map((slope) => (slope > 1 ? -1 : 1)) };
}

/** The layer with each input channel times its factor. */
export function scaleInputs({ weight, bias }: Layer, factors: Float32Array): Layer {
  const taps = weight.dims[2]! * weight.dims[3]!;
  const data = weight.data.map((tap, index) => tap * factors[Math.floor(index / taps) % factors.length]!);
  return { weight: { dims: weight.dims, data }, bias };
}

/** The layer with some of its output channels once more, each times its factor. */
function repeatScaled(
  { weight, bias }: Layer,
  channels: readonly number[],
  factors: Float32Array,
): Convolution {
  const [outputs, ...kernel] = weight.dims as [number, number, number, number];
  const taps = weight.data.length / outputs;
  const total = outputs + channels.length;
  const data = new Float32Array(total * taps);
  const shift = new Float32Array(total);
  data.set(weight.data);
  shift.set(bias.data);
  for (const [index, channel] of channels.entries()) {
    const scaled = weight.data
      .subarray(channel * taps, (channel + 1) * taps)
      .map((tap) => tap * factors[channel]!);
    data.set(scaled, (outputs + index) * taps);
    shift[outputs + index] = bias.data[channel]! * factors[channel]!;
  }
  return { weight: { dims: [total, ...kernel], data }, bias: { dims: [total], data: shift } };
}

const blocks = (channels: number) => Math.ceil(channels / CHANNEL_BLOCK) * CHANNEL_BLOCK;
