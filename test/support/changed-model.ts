/** The default model as somebody else would hand it on who changed what it says: all hashes in it are right. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, modelFiles, type ModelManifest } from '../../src-main/engine/models/model-folder.ts';
import { sha256Of } from '../../src-main/engine/support/sha256.ts';
import type { ModelCard } from '../../src-main/shared/model-card.ts';
import { project } from './face-clip.ts';

export interface ModelPapers {
  manifest: ModelManifest;
  card: ModelCard;
}

export function changedModel(folder: string, change: (papers: ModelPapers) => void): void {
  cpSync(join(project, 'models', 'default'), folder, { recursive: true });
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as never;
  const papers: ModelPapers = { manifest: read(MANIFEST_FILE), card: read(modelFiles.card) };
  change(papers);
  const card = JSON.stringify(papers.card);
  papers.manifest.files[modelFiles.card] = sha256Of(card);
  writeFileSync(join(folder, modelFiles.card), card);
  writeFileSync(join(folder, MANIFEST_FILE), JSON.stringify(papers.manifest));
}

/** As a lab has it that trained the model under another name. */
export const named =
  (name: string) =>
  ({ manifest, card }: ModelPapers): void => {
    manifest.name = name;
    card.name = name;
  };
