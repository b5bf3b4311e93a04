/**
 * Writes a neural network as an ONNX model, layer by layer: `conv`, `relu`, `gemm` and so on take a value and give the
 * next one. The bytes depend only on the calls, so a network built from the same weights has the same SHA-256 on every
 * machine. Layouts are those of ONNX: activations NCHW, kernels OIHW.
 */
import { modelBytes, nodeFields, tensorFields, valueFields } from './onnx-proto.ts';
import type { Attribute, Dimension, Field } from './onnx-proto.ts';

/** Version of the ONNX operator set. */
const opset = 17;

/** An activation inside the graph: output of one layer and input of another. */
export interface Value {
  readonly name: string;
}

/** Trained numbers in row-major order. */
export interface Weights {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** One number for both axes, or `[height, width]`. */
type Size = number | readonly [number, number];

/** Rows or columns added at each side: one number for all, or `[top, left, bottom, right]`. */
export type Padding = number | readonly [number, number, number, number];

export interface Convolution {
  /** [out channels, in channels of a group, height, width] */
  weight: Weights;
  bias?: Weights;
  stride?: Size;
  padding?: Padding;
  /** Number of groups of channels; equal to the number of channels for a depthwise convolution. */
  groups?: number;
  /** Name of the layer and its weights; generated if absent. */
  name?: string;
}

interface Pooling {
  kernel: Size;
  stride: Size;
  padding?: Padding;
  /** Includes a last window that goes over the edge (as Caffe and dlib; most others do not). */
  ceil?: boolean;
}

interface BatchNormalization {
  scale: Weights;
  shift: Weights;
  mean: Weights;
  variance: Weights;
  epsilon: number;
  name?: string;
}

interface FullyConnected {
  /** [outputs, inputs], as in PyTorch; with `transposed: false`, [inputs, outputs], as in Keras. */
  weight: Weights;
  bias?: Weights;
  transposed?: boolean;
  name?: string;
}

export class OnnxGraph {
  readonly #name: string;
  readonly #doc: string;
  readonly #nodes: Field[][] = [];
  readonly #initializers: Field[][] = [];
  readonly #inputs: Field[][] = [];
  readonly #outputs: Field[][] = [];
  readonly #names = new Set<string>();

  /** @param doc where the weights come from; written into the model file */
  constructor(name: string, doc = '') {
    this.#name = name;
    this.#doc = doc;
  }

  input(name: string, dims: readonly Dimension[]): Value {
    this.#inputs.push(valueFields(this.#claim(name), dims));
    return { name };
  }

  /** Names a value as an output of the model. */
  output(name: string, value: Value, dims: readonly Dimension[]): void {
    this.#outputs.push(valueFields(this.#claim(name), dims));
    this.#append('Identity', `${name}/identity`, [value], {}, name);
  }

  /** @throws RangeError if the count of numbers does not fit the dimensions */
  constant(name: string, { dims, data }: Weights): Value {
    const count = dims.reduce((product, dim) => product * dim, 1);
    if (count !== data.length) {
      throw new RangeError(`${name}: ${data.length} numbers do not fill [${dims.join(', ')}]`);
    }
    this.#initializers.push(tensorFields(this.#claim(name), dims, data));
    return { name };
  }

  /** Integers such as sizes and axes, which some operators take as an input. */
  integers(name: string, values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt);
    this.#initializers.push(tensorFields(this.#claim(name), [values.length], data));
    return { name };
  }

  /** Any operator of the standard set with one output; the layers below use it. */
  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name = this.#newName(operator),
  ): Value {
    return this.#append(operator, name, inputs, attributes, this.#claim(`${name}/out`));
  }

  conv(
    x: Value,
    { weight, bias, stride = 1, padding = 0, groups = 1, name = this.#newName('conv') }: Convolution,
  ): Value {
    const inputs = [x, this.constant(`${name}.weight`, weight)];
    if (bias) inputs.push(this.constant(`${name}.bias`, bias));
    const shape = { kernel_shape: weight.dims.slice(2), strides: pair(stride), pads: sides(padding) };
    return this.node('Conv', inputs, groups === 1 ? shape : { ...shape, group: groups }, name);
  }

  batchNorm(
    x: Value,
    { scale, shift, mean, variance, epsilon, name = this.#newName('norm') }: BatchNormalization,
  ): Value {
    const inputs = [
      x,
      this.constant(`${name}.scale`, scale),
      this.constant(`${name}.shift`, shift),
      this.constant(`${name}.mean`, mean),
      this.constant(`${name}.variance`, variance),
    ];
    return this.node('BatchNormalization', inputs, { epsilon: { float: epsilon } }, name);
  }

  /** y = x · weightᵀ + bias over rows of x: [batch, inputs] → [batch, outputs]. */
  gemm(x: Value, { weight, bias, transposed = true, name = this.#newName('dense') }: FullyConnected): Value {
    const inputs = [x, this.constant(`${name}.weight`, weight)];
    if (bias) inputs.push(this.constant(`${name}.bias`, bias));
    return this.node('Gemm', inputs, { transB: transposed ? 1 : 0 }, name);
  }

  relu(x: Value): Value {
    return this.node('Relu', [x]);
  }

  /** One slope per channel; its dimensions must broadcast over x, e.g. [channels, 1, 1] for NCHW. */
  prelu(x: Value, slope: Weights, name = this.#newName('prelu')): Value {
    return this.node('PRelu', [x, this.constant(`${name}.slope`, slope)], {}, name);
  }

  softmax(x: Value, axis: number): Value {
    return this.node('Softmax', [x], { axis });
  }

  maxPool(x: Value, { kernel, stride, padding = 0, ceil = false }: Pooling): Value {
    const shape = { kernel_shape: pair(kernel), strides: pair(stride), pads: sides(padding) };
    return this.node('MaxPool', [x], { ...shape, ceil_mode: ceil ? 1 : 0 });
  }

  averagePool(x: Value, { kernel, stride, padding = 0, ceil = false }: Pooling): Value {
    const shape = { kernel_shape: pair(kernel), strides: pair(stride), pads: sides(padding) };
    return this.node('AveragePool', [x], { ...shape, ceil_mode: ceil ? 1 : 0 });
  }

  /** [batch, channels, height, width] → [batch, channels, 1, 1] */
  globalAveragePool(x: Value): Value {
    return this.node('GlobalAveragePool', [x]);
  }

  /** [batch, channels, height, width] → [batch, channels, 1, 1] */
  globalMaxPool(x: Value): Value {
    return this.node('GlobalMaxPool', [x]);
  }

  add(a: Value, b: Value): Value {
    return this.node('Add', [a, b]);
  }

  sub(a: Value, b: Value): Value {
    return this.node('Sub', [a, b]);
  }

  mul(a: Value, b: Value): Value {
    return this.node('Mul', [a, b]);
  }

  concat(values: readonly Value[], axis: number): Value {
    return this.node('Concat', values, { axis });
  }

  /** [batch, a, b, …] → [batch, a · b · …] */
  flatten(x: Value): Value {
    return this.node('Flatten', [x], { axis: 1 });
  }

  transpose(x: Value, order: readonly number[]): Value {
    return this.node('Transpose', [x], { perm: order });
  }

  toBytes(): Uint8Array {
    return modelBytes(
      {
        name: this.#name,
        doc: this.#doc,
        nodes: this.#nodes,
        initializers: this.#initializers,
        inputs: this.#inputs,
        outputs: this.#outputs,
      },
      opset,
    );
  }

  #append(
    operator: string,
    name: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    output: string,
  ): Value {
    const names = inputs.map((input) => input.name);
    this.#nodes.push(nodeFields({ operator, name, inputs: names, outputs: [output], attributes }));
    return { name: output };
  }

  #newName(kind: string): string {
    return `${kind.toLowerCase()}_${this.#nodes.length}`;
  }

  #claim(name: string): string {
    if (this.#names.has(name)) throw new RangeError(`the name ${name} is taken in graph ${this.#name}`);
    this.#names.add(name);
    return name;
  }
}

function pair(size: Size): readonly number[] {
  return typeof size === 'number' ? [size, size] : size;
}

function sides(padding: Padding): readonly number[] {
  return typeof padding === 'number' ? [padding, padding, padding, padding] : padding;
}
