/**
 * Xception (Chollet 2017, figure 5) without its classifier: 299 × 299 RGB, (x − 127.5) / 127.5, → 2,048
 * numbers. Layers, names and order are those of the PyTorch port that FaceForensics++ used (Rössler et al.
 * 2019), so any weights with those names can be used.
 */
import type { Padding, Weights } from '../inference/onnx-graph.ts';
import { NormalizedNet } from './normalized-net.ts';
import type { Activation, TensorShape } from './normalized-net.ts';

export const xceptionSidePx = 299;
export const xceptionLength = 2048;

/**
 * The conventions that the weights were trained with. Keras adds 1e-3 to variances and pads a picture of even side only
 * at the right and bottom edges. The PyTorch port adds 1e-5 and pads all edges equally.
 */
type XceptionHabits = 'pytorch' | 'keras';

const epsilons = { pytorch: 1e-5, keras: 1e-3 } as const;

interface Block {
  channels: number;
  /** Output channels of each separable convolution. */
  widths: readonly number[];
  /** Side of the map that the block halves; null if the block keeps the size and adds its unchanged input. */
  halves: number | null;
}

const middleFlow: readonly Block[] = Array.from({ length: 8 }, () => ({
  channels: 728,
  widths: [728, 728, 728],
  halves: null,
}));

const blocks: readonly Block[] = [
  { channels: 128, widths: [128, 128], halves: 147 },
  { channels: 256, widths: [256, 256], halves: 74 },
  { channels: 728, widths: [728, 728], halves: 37 },
  ...middleFlow,
  { channels: 1024, widths: [728, 1024], halves: 19 },
];

/**
 * The network as an ONNX model: `image` [batch, 3, 299, 299] → `maximum` and `average` of the last map over all its
 * positions, [batch, 2048] each, not scaled to unit length.
 * @param weights by PyTorch state-dict name, such as `block2.rep.1.pointwise.weight`; kernels OIHW
 * @param doc where the weights come from; written into the model file
 * @throws EngineError models/invalid if a tensor is missing or has another shape
 */
export function xception(
  weights: ReadonlyMap<string, Weights>,
  doc = '',
  habits: XceptionHabits = 'pytorch',
): Uint8Array {
  const net = new NormalizedNet({ name: 'xception', doc, epsilon: epsilons[habits], weights });
  build(net, habits);
  return net.toBytes();
}

/** Every tensor that the network needs, in the order of the layers. */
export function xceptionTensors(): readonly TensorShape[] {
  const net = new NormalizedNet({ name: 'xception', doc: '', epsilon: epsilons.pytorch });
  build(net, 'pytorch');
  return net.tensors;
}

function build(net: NormalizedNet, habits: XceptionHabits): void {
  const image = net.image(xceptionSidePx);
  let x = net.relu(net.batchNorm(net.convolution(image, 'conv1', 32, 3, { stride: 2 }), 'bn1'));
  x = net.relu(net.batchNorm(net.convolution(x, 'conv2', 64, 3), 'bn2'));
  for (const [index, block] of blocks.entries()) x = residual(net, x, `block${index + 1}`, block, habits);
  x = net.relu(net.batchNorm(separable(net, x, 'conv3', 1536), 'bn3'));
  x = net.relu(net.batchNorm(separable(net, x, 'conv4', xceptionLength), 'bn4'));
  net.output('maximum', net.globalMax(x));
  net.output('average', net.globalAverage(x));
}

/** The port counts each ReLU as a layer of a block; its first block starts without a ReLU. */
function residual(
  net: NormalizedNet,
  input: Activation,
  name: string,
  { channels, widths, halves }: Block,
  habits: XceptionHabits,
): Activation {
  const shortcut =
    halves === null
      ? input
      : net.batchNorm(net.convolution(input, `${name}.skip`, channels, 1, { stride: 2 }), `${name}.skipbn`);
  let x = input;
  let layer = 0;
  for (const [index, width] of widths.entries()) {
    if (name !== 'block1' || index > 0) {
      x = net.relu(x);
      layer++;
    }
    x = separable(net, x, `${name}.rep.${layer++}`, width);
    x = net.batchNorm(x, `${name}.rep.${layer++}`);
  }
  if (halves !== null) x = net.maxPool(x, edges(halves, habits));
  return net.add(x, shortcut);
}

function edges(side: number, habits: XceptionHabits): Padding {
  return habits === 'keras' && side % 2 === 0 ? [0, 0, 1, 1] : 1;
}

/** One convolution per channel, then a 1 × 1 convolution over all channels. */
function separable(net: NormalizedNet, x: Activation, name: string, channels: number): Activation {
  const spread = net.convolution(x, `${name}.conv1`, x.channels, 3, { same: true, depthwise: true });
  return net.convolution(spread, `${name}.pointwise`, channels, 1);
}
