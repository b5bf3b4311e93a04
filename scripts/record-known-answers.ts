/**
 * Writes the known answers of `exhibit validate` anew from what this machine says, on the CPU. Run it when the default
 * model changes, and look at the difference.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installation } from '../src-main/cli/installation.ts';
import { createEngine } from '../src-main/engine/engine.ts';
import { sha256Of } from '../src-main/engine/support/sha256.ts';
import { projectFolder } from './folders.ts';

const answersFile = join(projectFolder, 'resources', 'validation', 'known-answers.json');
const sample = join(projectFolder, 'resources', 'sample');
const pictures = readdirSync(sample)
  .filter((name) => name.endsWith('.jpg'))
  .sort()
  .map((name) => ({ name, sha256: sha256Of(readFileSync(join(sample, name))), faces: [] }));
const write = (answers: unknown) => writeFileSync(answersFile, `${JSON.stringify(answers, null, 2)}\n`);

write({ model: '', pictures });
const settingsFolder = mkdtempSync(join(tmpdir(), 'exhibit-answers-'));
const engine = createEngine({ ...installation(), settingsFolder, provider: 'cpu' });
try {
  const { record } = await engine.validation.run();
  const facesOf = new Map(record.knownAnswers.map(({ name, faces }) => [name, faces]));
  write({
    model: record.model.sha256,
    pictures: pictures.map((picture) => ({ ...picture, faces: facesOf.get(picture.name) })),
  });
} finally {
  await engine.close();
  rmSync(settingsFolder, { recursive: true });
}
