/** Converts a finding to rows of the case, and back. Every member of `Finding` has its column; none is computed. */
import type {
  Box,
  Face,
  FaceQuality,
  FrameRecord,
  GuestFinding,
  ModelReference,
  Outcome,
  Refusal,
  StreamSummary,
  Verdict,
} from '../../shared/domain.ts';
import type { StoredFinding } from '../../shared/case.ts';
import { landmarks, limits, media, object, parameters, storedJson, texts } from './stored-json.ts';

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
  const place = `finding ${verdict.id}`;
  const facesOfTrack = new Map<number, FaceRow[]>(tracks.map(({ id }) => [id, []]));
  for (const face of faces) facesOfTrack.get(face.trackId)?.push(face);
  return {
    id: verdict.id,
    path: verdict.path,
    sha256: verdict.sha256,
    media: {
      ...storedJson(verdict.media, media, `${place}, media`),
      streams: streams.map((stream) => streamOf(stream, place)),
    },
    parameters: storedJson(verdict.parameters, parameters, `${place}, parameters`),
    provider: storedJson(verdict.provider, object<StoredFinding['provider']>('name'), `${place}, provider`),
    models,
    // Findings from before decoders were checked do not say which one it was.
    versions: {
      ...{ decoder: null },
      ...storedJson(verdict.versions, object<StoredFinding['versions']>('exhibit'), `${place}, versions`),
    },
    band: storedJson(verdict.band, limits, `${place}, band`),
    frames,
    tracks: tracks.flatMap(({ id, number, startMs, endMs, ...row }) => {
      const seen = facesOfTrack.get(id) ?? [];
      // Its faces were taken out with another program, which the check of the case names.
      if (seen.length === 0) return [];
      return {
        ...{ id: number, startMs, endMs },
        faces: seen.map((face) => ({ ...faceOf(face, place), faceId: face.id })),
        verdict: verdictOf(row, `${place}, track ${number}`),
      };
    }),
    verdict: verdictOf(verdict, place),
    guests,
    decodeWarnings: storedJson(verdict.decodeWarnings, texts, `${place}, decoder complaints`),
    startedAt: verdict.startedAt,
    finishedAt: verdict.finishedAt,
  };
}

type StoredVerdict = Pick<VerdictRow, 'outcome' | 'score' | 'log10LikelihoodRatio' | 'reasons'>;

const verdictOf = (
  { outcome, score, log10LikelihoodRatio, reasons }: StoredVerdict,
  place: string,
): Verdict => ({
  outcome,
  score,
  log10LikelihoodRatio,
  reasons: storedJson(reasons, texts, `${place}, reasons`),
});

const faceOf = (row: FaceRow, place: string): Face => ({
  frameIndex: row.frameIndex,
  pts: row.pts,
  ptsMs: row.ptsMs,
  box: { x: row.x, y: row.y, width: row.width, height: row.height },
  landmarks: storedJson(row.landmarks, landmarks, `${place}, landmarks of face ${row.id}`),
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

const streamOf = ({ tags, ...row }: StreamRow, place: string): StreamSummary => ({
  ...row,
  tags: storedJson(tags, object<Record<string, string>>(), `${place}, tags of a stream`),
});
