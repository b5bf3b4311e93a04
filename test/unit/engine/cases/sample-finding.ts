/** A finding as the engine would make it, of a video with two people: what the case's tests store. */
import type { Face, Finding, Refusal, Track } from '../../../../src-main/shared/domain.ts';

const hash = (digit: string) => digit.repeat(64);

export function sampleFace(frameIndex: number, score: number | null, refused: Refusal | null = null): Face {
  const x = 100 + frameIndex / 3;
  return {
    frameIndex,
    pts: frameIndex * 512,
    ptsMs: (frameIndex * 1000) / 29.97,
    box: { x, y: 80.25, width: 96.5, height: 120 },
    landmarks: [
      { x: x + 30, y: 120 },
      { x: x + 66, y: 121.5 },
      { x: x + 48, y: 145 },
      { x: x + 34, y: 170 },
      { x: x + 63, y: 171 },
    ],
    detection: 0.998,
    quality: { sizePx: 96.5, sharpness: 213.4, yawDegrees: -4.2, pitchDegrees: 2, rollDegrees: 0.3 },
    refused,
    score,
    classifiers: score === null ? null : { sgd: score, forest: score },
    novelty: score === null ? null : 0.62,
  };
}

export function sampleTrack(id: number, faces: Face[], verdict: Track['verdict']): Track {
  return { id, startMs: faces[0]?.ptsMs ?? 0, endMs: faces.at(-1)?.ptsMs ?? 0, faces, verdict };
}

export function sampleFinding(change: Partial<Finding> = {}): Finding {
  const speaker = Array.from({ length: 8 }, (_, index) => sampleFace(index * 10, 0.8 + index / 100));
  const passerBy = [sampleFace(40, null, 'too-blurred'), sampleFace(50, null, 'too-small')];
  return {
    path: '/evidence/clip.mp4',
    sha256: hash('a'),
    media: {
      kind: 'video',
      container: 'mov,mp4,m4a,3gp,3g2,mj2',
      sizeBytes: 1_234_567,
      durationMs: 10_010,
      bitRate: 986_000,
      createdAt: '2024-05-06T07:08:09.000Z',
      tags: { encoder: 'Lavf60.16.100' },
      video: {
        index: 0,
        codec: 'h264',
        profile: 'High',
        pixelFormat: 'yuv420p',
        bitDepth: 8,
        width: 1280,
        height: 720,
        rotationDegrees: 0,
        sampleAspectRatio: { num: 1, den: 1 },
        timeBase: { num: 1, den: 15_360 },
        averageFrameRate: { num: 30_000, den: 1001 },
        nominalFrameRate: { num: 30_000, den: 1001 },
        variableFrameRate: false,
        frameCount: 300,
        durationMs: 10_010,
        bitRate: 900_000,
        colorSpace: 'bt709',
        colorTransfer: 'bt709',
        colorPrimaries: 'bt709',
        colorRange: 'tv',
      },
      streams: [
        {
          index: 0,
          kind: 'video',
          codec: 'h264',
          detail: '1280 × 720, 29.97 fps',
          tags: { language: 'und' },
        },
        { index: 1, kind: 'audio', codec: 'aac', detail: 'stereo, 44.1 kHz', tags: {} },
      ],
    },
    parameters: { sampling: { kind: 'spread', count: 8 }, minFacePx: 20, detectSizePx: 1280 },
    provider: { name: 'cpu', maxDifference: 0, warning: null },
    models: [
      { role: 'detector', name: 'mtcnn', sha256: hash('b') },
      { role: 'classifier', name: 'default', sha256: hash('c') },
    ],
    versions: {
      exhibit: '0.1.0',
      node: '24.21.0',
      ffmpeg: '6.1.1',
      decoder: {
        source: 'ffmpeg-static 6.1.1',
        ffprobe: 'system ffprobe 6.1.1',
        sha256: hash('d'),
        check: { clips: 5, frames: 93, expected: hash('e') },
      },
      onnxRuntime: '1.30.0',
    },
    band: {
      threshold: 0.5,
      realBelow: 0.35,
      fakeAbove: 0.65,
      gates: { novelty: 0.99, disagreement: 0.35, sizePx: 0, sharpness: 0 },
    },
    frames: [...speaker.map(({ frameIndex, pts, ptsMs }) => ({ frameIndex, pts, ptsMs, skipped: null }))],
    tracks: [
      sampleTrack(0, speaker, {
        outcome: 'likely-fake',
        score: 0.835,
        log10LikelihoodRatio: 0.9,
        reasons: ['The score of 0.84 lies above the band of 0.35 to 0.65.'],
      }),
      sampleTrack(1, passerBy, {
        outcome: 'not-applicable',
        score: null,
        log10LikelihoodRatio: null,
        reasons: ['None of the 2 faces can be used: 1 too blurred, 1 too small.'],
      }),
    ],
    verdict: {
      outcome: 'likely-fake',
      score: 0.835,
      log10LikelihoodRatio: 0.9,
      reasons: ['One of 2 people scores above the band.', 'The other has no usable face.'],
    },
    guests: [],
    decodeWarnings: [],
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:04:09.500Z',
    ...change,
  };
}
