/**
 * The layers of the Keras ports with the tensors that Keras 2 keeps of each, written down from the ports' own
 * loops: what a file of theirs holds. Beside each layer stands the PyTorch module that it is.
 */
export interface KerasLayer {
  layer: string;
  module: string;
  /** [height, width, in, out], [in, out] or [channels] by role. */
  tensors: Record<string, readonly number[]>;
}

type Kernel = readonly [height: number, width: number];

const point: Kernel = [1, 1];
const square: Kernel = [3, 3];

/** keras-facenet's `InceptionResNetV1`: no bias and no gamma. */
export function kerasFacenet(length: number): KerasLayer[] {
  const layers: KerasLayer[] = [];
  const conv = (layer: string, module: string, input: number, output: number, [height, width]: Kernel) => {
    const norm = { beta: [output], moving_mean: [output], moving_variance: [output] };
    layers.push({ layer, module: `${module}.conv`, tensors: { kernel: [height, width, input, output] } });
    layers.push({ layer: `${layer}_BatchNorm`, module: `${module}.bn`, tensors: norm });
  };
  const up = (layer: string, module: string, input: number, output: number) =>
    layers.push({ layer, module, tensors: { kernel: [1, 1, input, output], bias: [output] } });

  conv('Conv2d_1a_3x3', 'conv2d_1a', 3, 32, square);
  conv('Conv2d_2a_3x3', 'conv2d_2a', 32, 32, square);
  conv('Conv2d_2b_3x3', 'conv2d_2b', 32, 64, square);
  conv('Conv2d_3b_1x1', 'conv2d_3b', 64, 80, point);
  conv('Conv2d_4a_3x3', 'conv2d_4a', 80, 192, square);
  conv('Conv2d_4b_3x3', 'conv2d_4b', 192, 256, square);
  for (let i = 1; i <= 5; i++) {
    const [block, module] = [`Block35_${i}`, `repeat_1.${i - 1}`];
    conv(`${block}_Branch_0_Conv2d_1x1`, `${module}.branch0`, 256, 32, point);
    conv(`${block}_Branch_1_Conv2d_0a_1x1`, `${module}.branch1.0`, 256, 32, point);
    conv(`${block}_Branch_1_Conv2d_0b_3x3`, `${module}.branch1.1`, 32, 32, square);
    conv(`${block}_Branch_2_Conv2d_0a_1x1`, `${module}.branch2.0`, 256, 32, point);
    conv(`${block}_Branch_2_Conv2d_0b_3x3`, `${module}.branch2.1`, 32, 32, square);
    conv(`${block}_Branch_2_Conv2d_0c_3x3`, `${module}.branch2.2`, 32, 32, square);
    up(`${block}_Conv2d_1x1`, `${module}.conv2d`, 96, 256);
  }
  conv('Mixed_6a_Branch_0_Conv2d_1a_3x3', 'mixed_6a.branch0', 256, 384, square);
  conv('Mixed_6a_Branch_1_Conv2d_0a_1x1', 'mixed_6a.branch1.0', 256, 192, point);
  conv('Mixed_6a_Branch_1_Conv2d_0b_3x3', 'mixed_6a.branch1.1', 192, 192, square);
  conv('Mixed_6a_Branch_1_Conv2d_1a_3x3', 'mixed_6a.branch1.2', 192, 256, square);
  for (let i = 1; i <= 10; i++) {
    const [block, module] = [`Block17_${i}`, `repeat_2.${i - 1}`];
    conv(`${block}_Branch_0_Conv2d_1x1`, `${module}.branch0`, 896, 128, point);
    conv(`${block}_Branch_1_Conv2d_0a_1x1`, `${module}.branch1.0`, 896, 128, point);
    conv(`${block}_Branch_1_Conv2d_0b_1x7`, `${module}.branch1.1`, 128, 128, [1, 7]);
    conv(`${block}_Branch_1_Conv2d_0c_7x1`, `${module}.branch1.2`, 128, 128, [7, 1]);
    up(`${block}_Conv2d_1x1`, `${module}.conv2d`, 256, 896);
  }
  conv('Mixed_7a_Branch_0_Conv2d_0a_1x1', 'mixed_7a.branch0.0', 896, 256, point);
  conv('Mixed_7a_Branch_0_Conv2d_1a_3x3', 'mixed_7a.branch0.1', 256, 384, square);
  conv('Mixed_7a_Branch_1_Conv2d_0a_1x1', 'mixed_7a.branch1.0', 896, 256, point);
  conv('Mixed_7a_Branch_1_Conv2d_1a_3x3', 'mixed_7a.branch1.1', 256, 256, square);
  conv('Mixed_7a_Branch_2_Conv2d_0a_1x1', 'mixed_7a.branch2.0', 896, 256, point);
  conv('Mixed_7a_Branch_2_Conv2d_0b_3x3', 'mixed_7a.branch2.1', 256, 256, square);
  conv('Mixed_7a_Branch_2_Conv2d_1a_3x3', 'mixed_7a.branch2.2', 256, 256, square);
  for (let i = 1; i <= 6; i++) {
    const [block, module] = [`Block8_${i}`, i === 6 ? 'block8' : `repeat_3.${i - 1}`];
    conv(`${block}_Branch_0_Conv2d_1x1`, `${module}.branch0`, 1792, 192, point);
    conv(`${block}_Branch_1_Conv2d_0a_1x1`, `${module}.branch1.0`, 1792, 192, point);
    conv(`${block}_Branch_1_Conv2d_0b_1x3`, `${module}.branch1.1`, 192, 192, [1, 3]);
    conv(`${block}_Branch_1_Conv2d_0c_3x1`, `${module}.branch1.2`, 192, 192, [3, 1]);
    up(`${block}_Conv2d_1x1`, `${module}.conv2d`, 384, 1792);
  }
  layers.push({ layer: 'Bottleneck', module: 'last_linear', tensors: { kernel: [1792, length] } });
  const norm = { beta: [length], moving_mean: [length], moving_variance: [length] };
  layers.push({ layer: 'Bottleneck_BatchNorm', module: 'last_bn', tensors: norm });
  return layers;
}

/** `keras.applications.Xception`; its shortcuts have names counted up through the session. */
export function kerasXception(): KerasLayer[] {
  const layers: KerasLayer[] = [];
  let counted = 4;
  const norm = (layer: string, module: string, channels: number) => {
    const dims = [channels];
    const tensors = { gamma: dims, beta: dims, moving_mean: dims, moving_variance: dims };
    layers.push({ layer, module, tensors });
  };
  const separable = (layer: string, module: string, normModule: string, input: number, output: number) => {
    const tensors = { depthwise_kernel: [3, 3, input, 1], pointwise_kernel: [1, 1, input, output] };
    layers.push({ layer, module, tensors });
    norm(`${layer}_bn`, normModule, output);
  };
  const shortcut = (module: string, input: number, output: number) => {
    counted++;
    layers.push({
      layer: `conv2d_${counted}`,
      module: `${module}.skip`,
      tensors: { kernel: [1, 1, input, output] },
    });
    norm(`batch_normalization_${counted}`, `${module}.skipbn`, output);
  };

  layers.push({ layer: 'block1_conv1', module: 'conv1', tensors: { kernel: [3, 3, 3, 32] } });
  norm('block1_conv1_bn', 'bn1', 32);
  layers.push({ layer: 'block1_conv2', module: 'conv2', tensors: { kernel: [3, 3, 32, 64] } });
  norm('block1_conv2_bn', 'bn2', 64);
  shortcut('block1', 64, 128);
  separable('block2_sepconv1', 'block1.rep.0', 'block1.rep.1', 64, 128);
  separable('block2_sepconv2', 'block1.rep.3', 'block1.rep.4', 128, 128);
  shortcut('block2', 128, 256);
  separable('block3_sepconv1', 'block2.rep.1', 'block2.rep.2', 128, 256);
  separable('block3_sepconv2', 'block2.rep.4', 'block2.rep.5', 256, 256);
  shortcut('block3', 256, 728);
  separable('block4_sepconv1', 'block3.rep.1', 'block3.rep.2', 256, 728);
  separable('block4_sepconv2', 'block3.rep.4', 'block3.rep.5', 728, 728);
  for (let i = 5; i <= 12; i++) {
    for (let n = 1; n <= 3; n++) {
      const place = 3 * n - 2;
      separable(
        `block${i}_sepconv${n}`,
        `block${i - 1}.rep.${place}`,
        `block${i - 1}.rep.${place + 1}`,
        728,
        728,
      );
    }
  }
  shortcut('block12', 728, 1024);
  separable('block13_sepconv1', 'block12.rep.1', 'block12.rep.2', 728, 728);
  separable('block13_sepconv2', 'block12.rep.4', 'block12.rep.5', 728, 1024);
  separable('block14_sepconv1', 'conv3', 'bn3', 1024, 1536);
  separable('block14_sepconv2', 'conv4', 'bn4', 1536, 2048);
  return layers;
}
