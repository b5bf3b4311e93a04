/** Converts a finding to rows of the case, and back. Every member of `Finding` has its column; none is computed. */
import type {
  Box,
  Face,
  FaceQuality,
  FrameRecord,
  GuestFinding,
  Landmarks,
  ModelReference,
  Outcome,
  Refusal,
  StreamSummary,
  Verdict,
} from '../../shared/domain.ts';
import type { StoredFinding } from '../../shared/case.ts';

export interface VerdictRow {
  id: number;
  evidenceId: number;
  analysisKey: string;
  path: string;
  sha256: string;
  outcome: Outcome;
  score: number | null;
  log10LikelihoodRatio: number | null;
  reasons: string;
  media: string;
  parameters: string;
  provider: string;
  versions: string;
  band: string;
  decodeWarnings: string;
  startedAt: string;
  finishedAt: string;
}

export interface TrackRow {
  id: number;
  number: number;
  startMs: number;
  endMs: number;
  outcome: Outcome;
  score: number | null;
  log10LikelihoodRatio: number | null;
  reasons: string;
}

export interface FaceRow extends Box, FaceQuality {
  id: number;
  trackId: number;
  frameIndex: number;
  pts: number;
  ptsMs: number;
  landmarks: string;
  detection: number;
  refused: Refusal | null;
  score: number | null;
  sgd: number | null;
  forest: number | null;
  novelty: number | null;
}

export interface StreamRow extends Omit<StreamSummary, 'tags'> {
  tags: string;
}

interface FindingRows {
  verdict: VerdictRow;
  streams: StreamRow[];
  frames: FrameRecord[];
  tracks: TrackRow[];
  faces: FaceRow[];
  models: ModelReference[];
  guests: GuestFinding[];
}

export function findingOf({
  verdict,
  streams,
  frames,
  tracks,
  faces,
  models,
  guests,
}: FindingRows): StoredFinding {
  const facesOfTrack = new Map<number, FaceRow[]>(tracks.map(({ id }) => [id, []]));
  for (const face of faces) facesOfTrack.get(face.trackId)?.push(face);
  return {
    id: verdict.id,
    path: verdict.path,
    sha256: verdict.sha256,
    media: {
      ...parse<Omit<StoredFinding['media'], 'streams'>>(verdict.media),
      streams: streams.map(streamOf),
    },
    parameters: parse<StoredFinding['parameters']>(verdict.parameters),
    provider: parse<StoredFinding['provider']>(verdict.provider),
    models,
    // Findings from before decoders were checked do not say which one it was.
    versions: { ...{ decoder: null }, ...parse<StoredFinding['versions']>(verdict.versions) },
    band: parse<StoredFinding['band']>(verdict.band),
    frames,
    tracks: tracks.map(({ id, number, startMs, endMs, ...row }) => ({
      id: number,
      startMs,
      endMs,
      faces: (facesOfTrack.get(id) ?? []).map((face) => ({ ...faceOf(face), faceId: face.id })),
      verdict: verdictOf(row),
    })),
    verdict: verdictOf(verdict),
    guests,
    decodeWarnings: parse<string[]>(verdict.decodeWarnings),
    startedAt: verdict.startedAt,
    finishedAt: verdict.finishedAt,
  };
}

type StoredVerdict = Pick<VerdictRow, 'outcome' | 'score' | 'log10LikelihoodRatio' | 'reasons'>;

const verdictOf = ({ outcome, score, log10LikelihoodRatio, reasons }: StoredVerdict): Verdict => ({
  outcome,
  score,
  log10LikelihoodRatio,
  reasons: parse<string[]>(reasons),
});

const faceOf = (row: FaceRow): Face => ({
  frameIndex: row.frameIndex,
  pts: row.pts,
  ptsMs: row.ptsMs,
  box: { x: row.x, y: row.y, width: row.width, height: row.height },
  landmarks: parse<Landmarks>(row.landmarks),
  detection: row.detection,
  quality: {
    sizePx: row.sizePx,
    sharpness: row.sharpness,
    yawDegrees: row.yawDegrees,
    pitchDegrees: row.pitchDegrees,
    rollDegrees: row.rollDegrees,
  },
  refused: row.refused,
  score: row.score,
  classifiers: row.sgd !== null && row.forest !== null ? { sgd: row.sgd, forest: row.forest } : null,
  novelty: row.novelty,
});

const streamOf = ({ tags, ...row }: StreamRow): StreamSummary => ({
  ...row,
  tags: parse<Record<string, string>>(tags),
});

/** Not validated: this file wrote the JSON. The digest in the audit log detects changes by others. */
const parse = <T>(json: string): T => JSON.parse(json) as T;
