/** `npm run photographs`: the pictures of the sample case, from the package that ships them under MIT. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectFolder } from './folders.ts';

/** Three of the six: their faces look at the camera. */
const photographs = ['sample3.jpg', 'sample5.jpg', 'sample6.jpg'];

const demo = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const target = join(projectFolder, 'resources', 'sample');
mkdirSync(target, { recursive: true });
for (const [index, name] of photographs.entries()) {
  copyFileSync(join(demo, name), join(target, `photograph ${index + 1}.jpg`));
}
