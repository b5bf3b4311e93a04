/** Face rows with crops into a case, as a batch writes them: one transaction a video, `synchronous = FULL`. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCase } from '../src-main/engine/cases/case-file.ts';
import type { Face, Finding } from '../src-main/shared/domain.ts';
import { sampleCard } from '../test/unit/engine/reports/sample-card.ts';
import { timeMs, type Figure } from './figure.ts';

const CROP_BYTES = 5000;
const FACES = 10_000;

export async function benchCaseWrites(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const facesAVideo of [32, 1000, FACES]) {
    const perSecond = await facesASecond(facesAVideo);
    figures.push({
      name: `case: faces with 5 kB crops, ${facesAVideo} a video`,
      value: perSecond,
      unit: 'a second',
      target: 'at least 10000',
    });
  }
  return figures;
}

async function facesASecond(facesAVideo: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-bench-'));
  const file = createCase(join(folder, 'bench.exhibit'), 'Exhibit bench');
  try {
    const crops = Array.from({ length: facesAVideo }, () => randomBytes(CROP_BYTES));
    const finding = findingWith(facesAVideo);
    const videos = Math.ceil(FACES / facesAVideo);
    const rows = Array.from({ length: videos }, (_, i) =>
      file.evidence.add({ path: `/clips/${i}.mp4`, sizeBytes: 1 }),
    );
    const ms = await timeMs(async () => {
      for (const { id } of rows)
        file.findings.save(id, 'bench', { finding, images: { crops, thumbnail: null }, card: sampleCard });
    });
    return (videos * facesAVideo * 1000) / ms;
  } finally {
    file.close();
    rmSync(folder, { recursive: true });
  }
}

function findingWith(faceCount: number): Finding {
  const point = { x: 1, y: 1 };
  const face = (frameIndex: number): Face => ({
    frameIndex,
    pts: frameIndex * 512,
    ptsMs: frameIndex * 40,
    box: { x: 10.5, y: 20.5, width: 80, height: 100 },
    landmarks: [point, point, point, point, point],
    detection: 0.999,
    quality: { sizePx: 80, sharpness: 250, yawDegrees: 3, pitchDegrees: -4, rollDegrees: 1 },
    refused: null,
    score: 0.5,
    classifiers: { sgd: 0.4, forest: 0.6 },
    novelty: 0.8,
  });
  const verdict = {
    outcome: 'inconclusive' as const,
    score: 0.5,
    log10LikelihoodRatio: 0,
    reasons: ['bench'],
  };
  const faces = Array.from({ length: faceCount }, (_, i) => face(i));
  const rate = { num: 25, den: 1 };
  return {
    path: '/clips/bench.mp4',
    sha256: '0'.repeat(64),
    media: {
      kind: 'video',
      container: 'mov',
      sizeBytes: 1,
      durationMs: 1000,
      bitRate: null,
      createdAt: null,
      tags: {},
      video: {
        index: 0,
        codec: 'h264',
        profile: null,
        pixelFormat: 'yuv420p',
        bitDepth: 8,
        width: 1920,
        height: 1080,
        rotationDegrees: 0,
        sampleAspectRatio: { num: 1, den: 1 },
        timeBase: { num: 1, den: 12800 },
        averageFrameRate: rate,
        nominalFrameRate: rate,
        variableFrameRate: false,
        frameCount: faceCount,
        durationMs: 1000,
        bitRate: null,
        colorSpace: null,
        colorTransfer: null,
        colorPrimaries: null,
        colorRange: null,
      },
      streams: [],
    },
    parameters: { sampling: { kind: 'all' }, minFacePx: 20, detectSizePx: null },
    provider: { name: 'cpu', maxDifference: 0, warning: null },
    models: [],
    versions: { exhibit: 'bench', node: process.version, ffmpeg: 'none', decoder: null, onnxRuntime: 'none' },
    band: {
      threshold: 0.5,
      realBelow: 0.3,
      fakeAbove: 0.7,
      gates: { novelty: 0.99, disagreement: 0.35, sizePx: 0, sharpness: 0 },
    },
    frames: [],
    tracks: [{ id: 1, startMs: 0, endMs: 1000, faces, verdict }],
    verdict,
    guests: [],
    decodeWarnings: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
  };
}
