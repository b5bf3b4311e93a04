/**
 * Layers of a batch-normalised residual network with PyTorch's names. Each layer knows the shape of its weights, so
 * imported weights are checked when the network is built, and the list of shapes is available without weights.
 * Convolutions have no bias; the runtime merges the batch norms into them.
 */
import { EngineError } from '../../shared/errors.ts';
import { OnnxGraph } from '../inference/onnx-graph.ts';
import type { Padding, Value, Weights } from '../inference/onnx-graph.ts';

export interface TensorShape {
  name: string;
  dims: readonly number[];
}

/** A value of the graph and its number of channels. */
export interface Activation {
  value: Value;
  channels: number;
}

interface Geometry {
  stride?: number;
  /** Keeps the size of the picture; if absent, the kernel stays inside the picture. */
  same?: boolean;
  /** One kernel per channel; channels are not mixed. */
  depthwise?: boolean;
}

interface NetSettings {
  name: string;
  /** Where the weights come from; written into the model file. */
  doc: string;
  /** Added to the variance by the batch norms: 1e-3 in TensorFlow and Keras, 1e-5 in PyTorch. */
  epsilon: number;
  /** By PyTorch name; absent if only the shapes are needed, then all weights are zero. */
  weights?: ReadonlyMap<string, Weights>;
}

export class NormalizedNet {
  readonly tensors: TensorShape[] = [];
  readonly #graph: OnnxGraph;
  readonly #weights: ReadonlyMap<string, Weights> | undefined;
  readonly #epsilon: number;

  constructor({ name, doc, epsilon, weights }: NetSettings) {
    this.#graph = new OnnxGraph(name, doc);
    this.#epsilon = epsilon;
    this.#weights = weights;
  }

  image(side: number): Activation {
    return { value: this.#graph.input('image', ['batch', 3, side, side]), channels: 3 };
  }

  output(name: string, { value, channels }: Activation): void {
    this.#graph.output(name, value, ['batch', channels]);
  }

  toBytes(): Uint8Array {
    return this.#graph.toBytes();
  }

  /** Convolution, batch norm, ReLU. */
  conv(
    x: Activation,
    name: string,
    channels: number,
    kernel: number | readonly [number, number],
    geometry?: Geometry,
  ): Activation {
    const y = this.convolution(x, `${name}.conv`, channels, kernel, geometry);
    return this.relu(this.batchNorm(y, `${name}.bn`));
  }

  convolution(
    x: Activation,
    name: string,
    channels: number,
    kernel: number | readonly [number, number],
    { stride = 1, same = false, depthwise = false }: Geometry = {},
  ): Activation {
    const [height, width] = typeof kernel === 'number' ? [kernel, kernel] : kernel;
    const [rows, columns] = same ? [(height - 1) / 2, (width - 1) / 2] : [0, 0];
    const groups = depthwise ? x.channels : 1;
    const value = this.#graph.conv(x.value, {
      weight: this.#tensor(`${name}.weight`, [channels, x.channels / groups, height, width]),
      ...{ stride, groups, name },
      padding: [rows, columns, rows, columns],
    });
    return { value, channels };
  }

  batchNorm(x: Activation, name: string): Activation {
    const dims = [x.channels];
    const value = this.#graph.batchNorm(x.value, {
      scale: this.#tensor(`${name}.weight`, dims),
      shift: this.#tensor(`${name}.bias`, dims),
      mean: this.#tensor(`${name}.running_mean`, dims),
      variance: this.#tensor(`${name}.running_var`, dims),
      epsilon: this.#epsilon,
      name,
    });
    return { value, channels: x.channels };
  }

  /** x + scale · (1 × 1 convolution of the branches); the scale is multiplied into that convolution's weights. */
  residual(x: Activation, branches: Activation, name: string, scale: number): Activation {
    const scaled = ({ dims, data }: Weights) => ({ dims, data: data.map((weight) => weight * scale) });
    const update = this.#graph.conv(branches.value, {
      weight: scaled(this.#tensor(`${name}.weight`, [x.channels, branches.channels, 1, 1])),
      bias: scaled(this.#tensor(`${name}.bias`, [x.channels])),
      name,
    });
    return { value: this.#graph.add(x.value, update), channels: x.channels };
  }

  linear(x: Activation, name: string, outputs: number): Activation {
    const weight = this.#tensor(`${name}.weight`, [outputs, x.channels]);
    return { value: this.#graph.gemm(x.value, { weight, name }), channels: outputs };
  }

  relu({ value, channels }: Activation): Activation {
    return { value: this.#graph.relu(value), channels };
  }

  /** 3 × 3 at every second pixel; these networks always reduce a picture this way. */
  maxPool({ value, channels }: Activation, padding: Padding = 0): Activation {
    return { value: this.#graph.maxPool(value, { kernel: 3, stride: 2, padding }), channels };
  }

  /** [batch, channels, height, width] → [batch, channels] */
  globalMax({ value, channels }: Activation): Activation {
    return { value: this.#graph.flatten(this.#graph.globalMaxPool(value)), channels };
  }

  add(a: Activation, b: Activation): Activation {
    return { value: this.#graph.add(a.value, b.value), channels: a.channels };
  }

  /** [batch, channels, height, width] → [batch, channels] */
  globalAverage({ value, channels }: Activation): Activation {
    return { value: this.#graph.flatten(this.#graph.globalAveragePool(value)), channels };
  }

  /**
   * Scales each picture to zero mean and unit variance over all its pixels and channels, as TensorFlow's
   * `per_image_standardization`. A uniform picture is divided by 1/√n instead.
   */
  standardise({ value, channels }: Activation, side: number): Activation {
    const graph = this.#graph;
    const mean = (x: Value) => graph.node('ReduceMean', [x], { axes: [1, 2, 3], keepdims: 1 });
    const centred = graph.sub(value, mean(value));
    const deviation = graph.node('Sqrt', [mean(graph.mul(centred, centred))]);
    const least = Float32Array.of(1 / Math.sqrt(channels * side * side));
    const floor = graph.constant('least-deviation', { dims: [1], data: least });
    return { value: graph.node('Div', [centred, graph.node('Max', [deviation, floor])]), channels };
  }

  concat(branches: readonly Activation[]): Activation {
    const value = this.#graph.concat(
      branches.map((branch) => branch.value),
      1,
    );
    return { value, channels: branches.reduce((sum, branch) => sum + branch.channels, 0) };
  }

  #tensor(name: string, dims: readonly number[]): Weights {
    this.tensors.push({ name, dims });
    if (!this.#weights) return { dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)) };
    const weights = this.#weights.get(name);
    if (weights && String(weights.dims) === String(dims)) return weights;
    const found = weights ? `is [${weights.dims.join(', ')}]` : 'is missing';
    throw new EngineError(
      'models/invalid',
      `The weights do not fit this network: ${name} ${found}, but must be [${dims.join(', ')}]. Check the file of weights.`,
    );
  }
}
