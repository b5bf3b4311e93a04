import type { EvidenceRow, StoredFinding, StoredTrack } from '../../../../src-main/shared/case.ts';
import { defaultParameters } from '../../../../src-main/shared/default-parameters.ts';
import type { FrameRecord } from '../../../../src-main/shared/domain.ts';

export function evidenceRow(id: number, row: Partial<EvidenceRow> = {}): EvidenceRow {
  const name = row.name ?? `clip ${id}.mp4`;
  return {
    id,
    path: `/evidence/${name}`,
    name,
    sizeBytes: 1000,
    sha256: null,
    state: 'waiting',
    error: null,
    blind: false,
    findingId: null,
    outcome: null,
    score: null,
    log10LikelihoodRatio: null,
    band: null,
    guests: [],
    corrected: null,
    faceCount: null,
    framesUsed: null,
    durationMs: null,
    codec: null,
    width: null,
    height: null,
    remarks: null,
    analysedAt: null,
    hasThumbnail: false,
    ...row,
  };
}

/** A track with one face on each of the given frames; a null score stands for a refused face. */
export function track(
  id: number,
  scores: readonly [frameIndex: number, score: number | null][],
  mean: number,
): StoredTrack {
  return {
    id,
    startMs: 0,
    endMs: 1000,
    verdict: { outcome: 'inconclusive', score: mean, log10LikelihoodRatio: 0, reasons: ['Inside the band.'] },
    faces: scores.map(([frameIndex, score], index) => ({
      faceId: id * 1000 + index,
      frameIndex,
      pts: frameIndex,
      ptsMs: frameIndex * 40,
      box: { x: 0, y: 0, width: 40, height: 40 },
      landmarks: [
        { x: 10, y: 10 },
        { x: 30, y: 10 },
        { x: 20, y: 20 },
        { x: 12, y: 30 },
        { x: 28, y: 30 },
      ],
      detection: 0.99,
      quality: { sizePx: 40, sharpness: 100, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
      refused: score === null ? 'too-blurred' : null,
      score,
      classifiers: score === null ? null : { sgd: score, forest: score },
      novelty: score === null ? null : 0.5,
    })),
  };
}

export function storedFinding(finding: {
  tracks: StoredTrack[];
  frames: FrameRecord[];
  frameCount: number | null;
}): StoredFinding {
  const rate = { num: 25, den: 1 };
  return {
    id: 1,
    path: '/evidence/clip 1.mp4',
    sha256: 'ab'.repeat(32),
    media: {
      kind: 'video',
      container: 'mp4',
      sizeBytes: 1000,
      durationMs: 4000,
      bitRate: null,
      createdAt: null,
      tags: {},
      streams: [],
      video: {
        index: 0,
        codec: 'h264',
        profile: null,
        pixelFormat: 'yuv420p',
        bitDepth: 8,
        width: 640,
        height: 360,
        rotationDegrees: 0,
        sampleAspectRatio: { num: 1, den: 1 },
        timeBase: { num: 1, den: 25 },
        averageFrameRate: rate,
        nominalFrameRate: rate,
        variableFrameRate: false,
        frameCount: finding.frameCount,
        durationMs: 4000,
        bitRate: null,
        colorSpace: null,
        colorTransfer: null,
        colorPrimaries: null,
        colorRange: null,
      },
    },
    parameters: defaultParameters,
    provider: { name: 'cpu', maxDifference: 0, warning: null },
    models: [],
    versions: { exhibit: '0', node: '24', ffmpeg: '5', decoder: null, onnxRuntime: '1' },
    band: {
      threshold: 0.5,
      realBelow: 0.4,
      fakeAbove: 0.6,
      gates: { novelty: 0.99, disagreement: 0.35, sizePx: 0, sharpness: 0 },
    },
    frames: finding.frames,
    tracks: finding.tracks,
    verdict: {
      outcome: 'inconclusive',
      score: Math.max(...finding.tracks.map((each) => each.verdict.score ?? 0)),
      log10LikelihoodRatio: 0,
      reasons: ['Inside the band.'],
    },
    guests: [],
    decodeWarnings: [],
    startedAt: '2026-03-01T14:00:00Z',
    finishedAt: '2026-03-01T14:00:01Z',
  };
}
