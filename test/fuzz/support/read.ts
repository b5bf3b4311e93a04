/**
 * Entry of the process that reads changed files, each as the product does. It loads what its one reader needs: most of
 * the time of a short run is that.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { answerOnce } from '../../../src-main/engine/support/answer-once.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';

export interface ReadRequest {
  reader: keyof typeof readers;
  paths: readonly string[];
  /** For media. */
  tools?: FfmpegTools;
  /** For cases: what the unchanged one says. */
  content?: string;
  /** For networks: the folder of the product's own. */
  builtIn?: string;
}

export interface Outcome {
  path: string;
  /** That of the error; "right" where there is none. */
  code: string;
  /** What no user may see; null where all is as it should be. */
  problem: string | null;
}

/** Each gives "right", or says in a word what else is as it should be. */
const readers = {
  async case(path: string, { content }: ReadRequest): Promise<string> {
    const { readCase } = await import('./read-case.ts');
    return readCase(path, content!);
  },

  async media(path: string, { tools }: ReadRequest): Promise<string> {
    const { readMedia } = await import('./read-media.ts');
    await readMedia(path, tools!);
    return 'right';
  },

  async model(path: string): Promise<string> {
    const { importModel } = await import('../../../src-main/engine/models/model-archive.ts');
    const library = `${path}.library`;
    try {
      await importModel(path, library, []);
      return 'right';
    } finally {
      rmSync(library, { recursive: true, force: true });
    }
  },

  /** Beside a network lies its description, `NAME.onnx` and `NAME.onnx.json`. */
  async network(path: string, { builtIn }: ReadRequest): Promise<string> {
    const { importNetwork } = await import('../../../src-main/engine/weights/import-network.ts');
    const imported = `${path}.imported`;
    const description = `${path}.json`;
    const net = readFileSync(description, 'utf8').includes('"gives"') ? 'detector' : 'onnx';
    try {
      await importNetwork({ net, path, description }, { builtIn: builtIn!, imported });
      return 'right';
    } finally {
      rmSync(imported, { recursive: true, force: true });
    }
  },

  async torch(path: string): Promise<string> {
    const { readTorchFile } = await import('../../../src-main/engine/weights/torch-file.ts');
    for (const { read } of (await readTorchFile(readFileSync(path))).values()) read();
    return 'right';
  },

  async keras(path: string): Promise<string> {
    const { readKerasFile } = await import('../../../src-main/engine/weights/keras-file.ts');
    for (const { read } of await readKerasFile(readFileSync(path))) read();
    return 'right';
  },

  async clipTable(path: string): Promise<string> {
    const { readTrainingManifest } = await import('../../../src-main/engine/training/training-manifest.ts');
    await readTrainingManifest(path);
    return 'right';
  },

  async dataset(path: string): Promise<string> {
    const { recogniseLayout } = await import('../../../src-main/engine/lab/layouts/recognise-layout.ts');
    await recogniseLayout(dirname(path));
    return 'right';
  },

  async trainedOn(path: string): Promise<string> {
    const { parseTrainedOn } = await import('../../../src-main/engine/embedding/trained-on.ts');
    parseTrainedOn(readFileSync(path, 'utf8'), path);
    return 'right';
  },
};

answerOnce(async (request: ReadRequest): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const path of request.paths) {
    try {
      outcomes.push({ path, code: await readers[request.reader](path, request), problem: null });
    } catch (error) {
      const isCoded = error instanceof EngineError && error.code !== 'app/internal';
      const code = isCoded ? error.code : 'uncoded';
      outcomes.push({ path, code, problem: isCoded ? null : ((error as Error).stack ?? String(error)) });
    }
  }
  return outcomes;
});
