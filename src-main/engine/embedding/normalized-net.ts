/**
 * Layers of a batch-normalised residual net in PyTorch's naming: each knows the shape its weights must
 * have, so weights from outside are checked as the net is built, and the list of shapes can be had
 * without any weights. Convolutions have no bias of their own; the runtime folds the batch norms in.
 */
import { EngineError } from '../../shared/errors.ts';
import { OnnxGraph } from '../inference/onnx-graph.ts';
import type { Value, Weights } from '../inference/onnx-graph.ts';

export interface TensorShape {
  name: string;
  dims: readonly number[];
}

/** A value of the graph and how many channels it has. */
export interface Activation {
  value: Value;
  channels: number;
}

export interface Geometry {
  stride?: number;
  /** Keeps the size of the picture; without it the kernel stays inside. */
  same?: boolean;
}

/** facenet-pytorch's; PyTorch's own default is 1e-5. */
const epsilon = 0.001;

export class NormalizedNet {
  readonly tensors: TensorShape[] = [];
  readonly #graph: OnnxGraph;
  readonly #weights: ReadonlyMap<string, Weights> | undefined;

  /** @param weights left out when only the shapes are wanted: all of them are zero then */
  constructor(name: string, doc: string, weights?: ReadonlyMap<string, Weights>) {
    this.#graph = new OnnxGraph(name, doc);
    this.#weights = weights;
  }

  image(side: number): Activation {
    return { value: this.#graph.input('image', ['batch', 3, side, side]), channels: 3 };
  }

  embedding({ value, channels }: Activation): void {
    this.#graph.output('embedding', value, ['batch', channels]);
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
    { stride = 1, same = false }: Geometry = {},
  ): Activation {
    const [height, width] = typeof kernel === 'number' ? [kernel, kernel] : kernel;
    const [rows, columns] = same ? [(height - 1) / 2, (width - 1) / 2] : [0, 0];
    const value = this.#graph.conv(x.value, {
      weight: this.#tensor(`${name}.conv.weight`, [channels, x.channels, height, width]),
      stride,
      padding: [rows, columns, rows, columns],
      name: `${name}.conv`,
    });
    return this.relu(this.batchNorm({ value, channels }, `${name}.bn`));
  }

  batchNorm(x: Activation, name: string): Activation {
    const dims = [x.channels];
    const value = this.#graph.batchNorm(x.value, {
      scale: this.#tensor(`${name}.weight`, dims),
      shift: this.#tensor(`${name}.bias`, dims),
      mean: this.#tensor(`${name}.running_mean`, dims),
      variance: this.#tensor(`${name}.running_var`, dims),
      epsilon,
      name,
    });
    return { value, channels: x.channels };
  }

  /** x + scale · (1 × 1 convolution of the branches); the scale goes into that convolution's weights. */
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

  /** 3 × 3 at every second pixel, as wherever these nets shrink a picture. */
  maxPool({ value, channels }: Activation): Activation {
    return { value: this.#graph.maxPool(value, { kernel: 3, stride: 2 }), channels };
  }

  /** [batch, channels, height, width] → [batch, channels] */
  globalAverage({ value, channels }: Activation): Activation {
    return { value: this.#graph.flatten(this.#graph.globalAveragePool(value)), channels };
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
      `the weights do not fit this network: ${name} ${found}, [${dims.join(', ')}] is needed`,
    );
  }
}
