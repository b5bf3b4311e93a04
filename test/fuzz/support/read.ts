/** Entry of the process that reads changed files, each as the product does. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { tryCase } from '../../../src-main/engine/cases/opening.ts';
import { parseTrainedOn } from '../../../src-main/engine/embedding/trained-on.ts';
import { recogniseLayout } from '../../../src-main/engine/lab/layouts/recognise-layout.ts';
import { decode } from '../../../src-main/engine/media/decode.ts';
import type { FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { remarksOn } from '../../../src-main/engine/media/remarks.ts';
import { importModel } from '../../../src-main/engine/models/model-archive.ts';
import { csvReport } from '../../../src-main/engine/reports/csv.ts';
import { htmlReport } from '../../../src-main/engine/reports/html.ts';
import { jsonReport } from '../../../src-main/engine/reports/json.ts';
import { reportOfCase } from '../../../src-main/engine/reports/report.ts';
import { answerOnce } from '../../../src-main/engine/support/answer-once.ts';
import { readTrainingManifest } from '../../../src-main/engine/training/training-manifest.ts';
import { importNetwork } from '../../../src-main/engine/weights/import-network.ts';
import { readKerasFile } from '../../../src-main/engine/weights/keras-file.ts';
import { readTorchFile } from '../../../src-main/engine/weights/torch-file.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import { contentOf } from './case-content.ts';

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
    tryCase(path, false);
    const file = viewCase(path);
    try {
      const { intact, faults } = await file.verify();
      const said = contentOf(file);
      const report = await reportOfCase(file);
      for (const writer of [htmlReport, jsonReport, csvReport]) for (const _ of writer(report));
      if (intact && said !== content) throw new Error(`called intact: ${firstDifference(said, content!)}`);
      if (!intact && faults.length === 0) throw new Error('called broken without a fault');
      return intact ? 'right' : 'named';
    } finally {
      file.close();
    }
  },

  async media(path: string, { tools }: ReadRequest): Promise<string> {
    const media = await probe(path, tools!);
    const index = await indexFrames(path, media, tools!);
    const last = index.pts.length - 1;
    const wanted = [...new Set([0, Math.floor(last / 2), last])];
    for await (const { rgb, width, height } of decode({ path, media, index, wanted, tools: tools! })) {
      if (rgb.length !== 3 * width * height) throw new Error(`${rgb.length} bytes of ${width} × ${height}`);
    }
    await remarksOn(path, media, index, tools!);
    return 'right';
  },

  async model(path: string): Promise<string> {
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
    const tensors = await readTorchFile(readFileSync(path));
    for (const { read } of tensors.values()) read();
    return 'right';
  },

  async keras(path: string): Promise<string> {
    const tensors = await readKerasFile(readFileSync(path));
    for (const { read } of tensors) read();
    return 'right';
  },

  async clipTable(path: string): Promise<string> {
    await readTrainingManifest(path);
    return 'right';
  },

  async dataset(path: string): Promise<string> {
    await recogniseLayout(dirname(path));
    return 'right';
  },

  async trainedOn(path: string): Promise<string> {
    parseTrainedOn(readFileSync(path, 'utf8'), path);
    return Promise.resolve('right');
  },
};

function firstDifference(said: string, content: string): string {
  let at = 0;
  while (said[at] === content[at]) at += 1;
  return `${said.slice(Math.max(0, at - 60), at + 60)} for ${content.slice(Math.max(0, at - 60), at + 60)}`;
}

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
