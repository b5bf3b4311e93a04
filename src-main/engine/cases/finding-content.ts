/**
 * The digest of a finding as it was made, before it goes to SQLite: the rows and their order are those of
 * `finding-digest.ts`. What is stored is compared with it, so nothing between memory and file can change a finding.
 */
import type { Finding, Verdict } from '../../shared/domain.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { DigestContent } from './finding-digest.ts';
import type { FindingImages } from './findings.ts';

interface FindingInMemory {
  evidenceId: number;
  analysisKey: string;
  finding: Finding;
  images: FindingImages;
  /** Canonical JSON. */
  card: string;
  guestCards: readonly string[];
}

/** @throws EngineError app/internal if the finding has a number that JSON can't say */
export function contentOf(given: FindingInMemory): DigestContent {
  const { finding, images, card } = given;
  return {
    tables: [
      [verdictRow(given)],
      finding.models.map(({ role, name, sha256 }) => [
        ...[role, name, sha256, role === 'classifier' ? card : null],
      ]),
      finding.media.streams.map(({ index, kind, codec, detail, tags }) => [
        ...[index, kind, asUtf8(codec), asUtf8(detail), canonicalJson(tags)],
      ]),
      frameRows(finding),
      finding.tracks.map(({ id, startMs, endMs, verdict }) => [
        id,
        startMs,
        endMs,
        ...verdictColumns(verdict),
      ]),
      faceRows(finding),
      ...guestRows(given),
    ],
    pictures: [
      images.crops.filter((crop) => crop !== null),
      images.thumbnail === null ? [] : [images.thumbnail],
    ],
  };
}

/** Half a surrogate pair has no UTF-8, in which SQLite keeps text. */
const asUtf8 = (text: string): string => Buffer.from(text).toString();

const verdictColumns = ({ outcome, score, log10LikelihoodRatio, reasons }: Verdict) => [
  ...[outcome, score, log10LikelihoodRatio, canonicalJson(reasons)],
];

function verdictRow({ evidenceId, analysisKey, finding }: FindingInMemory) {
  // Streams have a table of their own.
  const container = { ...finding.media, streams: undefined };
  const { parameters, provider, versions, band, decodeWarnings } = finding;
  return [
    ...[evidenceId, analysisKey, asUtf8(finding.path), finding.sha256],
    ...verdictColumns(finding.verdict),
    ...[container, parameters, provider, versions, band, decodeWarnings].map(canonicalJson),
    ...[finding.startedAt, finding.finishedAt],
  ];
}

const frameRows = ({ frames }: Finding) =>
  frames
    .map(({ frameIndex, pts, ptsMs, skipped }, position) => ({
      frameIndex,
      row: [position, frameIndex, pts, ptsMs, skipped],
    }))
    .sort((a, b) => a.frameIndex - b.frameIndex)
    .map(({ row }) => row);

const faceRows = ({ tracks }: Finding) =>
  tracks.flatMap(({ id, faces }) =>
    faces.map(({ box, quality, classifiers, ...face }) => [
      ...[id, face.frameIndex, face.pts, face.ptsMs, box.x, box.y, box.width, box.height],
      ...[canonicalJson(face.landmarks), face.detection, quality.sizePx, quality.sharpness],
      ...[quality.yawDegrees, quality.pitchDegrees, quality.rollDegrees, face.refused],
      ...[face.score, classifiers?.sgd ?? null, classifiers?.forest ?? null, face.novelty],
    ]),
  );

function guestRows({ finding: { guests, tracks }, guestCards }: FindingInMemory) {
  return [
    guests.map(({ name, sha256, band, verdict }, index) => [
      ...[name, sha256, guestCards[index], canonicalJson(band), ...verdictColumns(verdict)],
    ]),
    guests.flatMap((guest) =>
      guest.tracks.map(({ verdict }, index) => [tracks[index]!.id, ...verdictColumns(verdict)]),
    ),
    // Faces are counted through all tracks, from 0.
    guests.flatMap((guest) =>
      guest.tracks
        .flatMap(({ scores }) => scores)
        .map((score, face) => [face, score])
        .filter(([, score]) => score !== null),
    ),
  ];
}
