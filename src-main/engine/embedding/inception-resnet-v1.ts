/**
 * Inception-ResNet v1 as FaceNet uses it (Szegedy et al. 2016, figures 10 to 14; Schroff et al. 2015):
 * 160 × 160 RGB, (x − 127.5) / 128, → 512 numbers. Layers, names and order are those of facenet-pytorch's
 * `InceptionResnetV1`, so any weights with those names can be used.
 */
import type { Weights } from '../inference/onnx-graph.ts';
import { NormalizedNet } from './normalized-net.ts';
import type { Activation, TensorShape } from './normalized-net.ts';

const side = 160;
/** The value of facenet-pytorch and TensorFlow; PyTorch's default is 1e-5. */
const epsilon = 0.001;

/**
 * Numbers per face. The published networks of 2018 give 512. Those of 2017 give 128 and were trained on individually
 * standardised pictures: with that length the network takes pixels of 0–255 and standardises them itself.
 */
export type FacenetLength = 512 | 128;

/**
 * The network as an ONNX model: `image` [batch, 3, 160, 160] → `embedding` [batch, length], not scaled to unit
 * length.
 * @param weights by PyTorch state-dict name, such as `repeat_1.0.branch1.1.bn.running_mean`; kernels OIHW
 * @param doc where the weights come from; written into the model file
 * @throws EngineError models/invalid if a tensor is missing or has another shape
 */
export function inceptionResnetV1(
  weights: ReadonlyMap<string, Weights>,
  doc = '',
  length: FacenetLength = 512,
): Uint8Array {
  const net = new NormalizedNet({ name: 'inception-resnet-v1', doc, epsilon, weights });
  build(net, length);
  return net.toBytes();
}

/** Every tensor that the network needs, in the order of the layers. */
export function inceptionResnetV1Tensors(length: FacenetLength = 512): readonly TensorShape[] {
  const net = new NormalizedNet({ name: 'inception-resnet-v1', doc: '', epsilon });
  build(net, length);
  return net.tensors;
}

function build(net: NormalizedNet, length: FacenetLength): void {
  const image = net.image(side);
  let x = stem(net, length === 128 ? net.standardise(image, side) : image);
  for (let i = 0; i < 5; i++) x = block35(net, x, `repeat_1.${i}`);
  x = reduction6a(net, x, 'mixed_6a');
  for (let i = 0; i < 10; i++) x = block17(net, x, `repeat_2.${i}`);
  x = reduction7a(net, x, 'mixed_7a');
  for (let i = 0; i < 5; i++) x = net.relu(block8(net, x, `repeat_3.${i}`, 0.2));
  x = block8(net, x, 'block8', 1);
  x = net.linear(net.globalAverage(x), 'last_linear', length);
  net.output('embedding', net.batchNorm(x, 'last_bn'));
}

function stem(net: NormalizedNet, image: Activation): Activation {
  let x = net.conv(image, 'conv2d_1a', 32, 3, { stride: 2 });
  x = net.conv(x, 'conv2d_2a', 32, 3);
  x = net.conv(x, 'conv2d_2b', 64, 3, { same: true });
  x = net.maxPool(x);
  x = net.conv(x, 'conv2d_3b', 80, 1);
  x = net.conv(x, 'conv2d_4a', 192, 3);
  return net.conv(x, 'conv2d_4b', 256, 3, { stride: 2 });
}

function block35(net: NormalizedNet, x: Activation, name: string): Activation {
  const branch0 = net.conv(x, `${name}.branch0`, 32, 1);
  let branch1 = net.conv(x, `${name}.branch1.0`, 32, 1);
  branch1 = net.conv(branch1, `${name}.branch1.1`, 32, 3, { same: true });
  let branch2 = net.conv(x, `${name}.branch2.0`, 32, 1);
  branch2 = net.conv(branch2, `${name}.branch2.1`, 32, 3, { same: true });
  branch2 = net.conv(branch2, `${name}.branch2.2`, 32, 3, { same: true });
  return net.relu(net.residual(x, net.concat([branch0, branch1, branch2]), `${name}.conv2d`, 0.17));
}

function block17(net: NormalizedNet, x: Activation, name: string): Activation {
  const branch0 = net.conv(x, `${name}.branch0`, 128, 1);
  let branch1 = net.conv(x, `${name}.branch1.0`, 128, 1);
  branch1 = net.conv(branch1, `${name}.branch1.1`, 128, [1, 7], { same: true });
  branch1 = net.conv(branch1, `${name}.branch1.2`, 128, [7, 1], { same: true });
  return net.relu(net.residual(x, net.concat([branch0, branch1]), `${name}.conv2d`, 0.1));
}

/** Without a last ReLU: the network's final block has none. */
function block8(net: NormalizedNet, x: Activation, name: string, scale: number): Activation {
  const branch0 = net.conv(x, `${name}.branch0`, 192, 1);
  let branch1 = net.conv(x, `${name}.branch1.0`, 192, 1);
  branch1 = net.conv(branch1, `${name}.branch1.1`, 192, [1, 3], { same: true });
  branch1 = net.conv(branch1, `${name}.branch1.2`, 192, [3, 1], { same: true });
  return net.residual(x, net.concat([branch0, branch1]), `${name}.conv2d`, scale);
}

function reduction6a(net: NormalizedNet, x: Activation, name: string): Activation {
  const branch0 = net.conv(x, `${name}.branch0`, 384, 3, { stride: 2 });
  let branch1 = net.conv(x, `${name}.branch1.0`, 192, 1);
  branch1 = net.conv(branch1, `${name}.branch1.1`, 192, 3, { same: true });
  branch1 = net.conv(branch1, `${name}.branch1.2`, 256, 3, { stride: 2 });
  return net.concat([branch0, branch1, net.maxPool(x)]);
}

function reduction7a(net: NormalizedNet, x: Activation, name: string): Activation {
  let branch0 = net.conv(x, `${name}.branch0.0`, 256, 1);
  branch0 = net.conv(branch0, `${name}.branch0.1`, 384, 3, { stride: 2 });
  let branch1 = net.conv(x, `${name}.branch1.0`, 256, 1);
  branch1 = net.conv(branch1, `${name}.branch1.1`, 256, 3, { stride: 2 });
  let branch2 = net.conv(x, `${name}.branch2.0`, 256, 1);
  branch2 = net.conv(branch2, `${name}.branch2.1`, 256, 3, { same: true });
  branch2 = net.conv(branch2, `${name}.branch2.2`, 256, 3, { stride: 2 });
  return net.concat([branch0, branch1, branch2, net.maxPool(x)]);
}
