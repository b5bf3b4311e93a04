/** What else could explain the score, as far as a fact that was measured on this file fits it. None of it is shown to be so. */
import type { StoredFace, StoredFinding } from '../../../shared/case.ts';
import { FINE_BITS } from '../../../shared/nearest-condition.ts';
import { countOf } from '../../../shared/wording.ts';
import { decideTrack, decideVideo } from '../../verdict/decide.ts';
import type { AnnexLine, Questioned } from './annex-line.ts';

/** Before H.264; the model's degraded copies are H.264 or single JPEG pictures. */
const OLDER_CODECS = new Set([
  ...['mpeg1video', 'mpeg2video', 'mpeg4', 'msmpeg4v1', 'msmpeg4v2', 'msmpeg4v3', 'h261', 'h263', 'flv1'],
  ...['wmv1', 'wmv2', 'vc1', 'svq1', 'svq3', 'cinepak', 'indeo3', 'indeo5', 'rv10', 'rv20', 'rv30', 'theora'],
  ...['vp6', 'vp6f', 'dvvideo'],
]);

export function explanationLines({ finding, quality, rule }: Questioned): AnnexLine[] {
  if (finding.verdict.score === null) return [];
  const { codec, bitsPerPixel, facePx } = quality.facts;
  return [
    ...(codec === 'h264' && bitsPerPixel !== null && bitsPerPixel < FINE_BITS
      ? [
          explanation(
            `Few bits: the video has ${Number(bitsPerPixel.toPrecision(3))} bits per pixel per frame, fewer than any of our H.264 copies at CRF 18.`,
            `this file, bit rate of its frames; the copies at CRF 18 have ${FINE_BITS} and more`,
            'Does the score come from the face, or from the compression?',
          ),
        ]
      : []),
    ...(OLDER_CODECS.has(codec)
      ? [
          explanation(
            `An older codec: the video is coded as ${codec}. Each codec leaves traces of its own.`,
            `this file, codec of stream ${finding.media.video.index}`,
            'Was the model measured on real videos of this codec?',
          ),
        ]
      : []),
    ...smallFaces(facePx, finding),
    ...writtenAgain(finding),
    ...codedBefore(finding),
    ...sameAgain(finding),
    ...gaps(finding, rule),
  ];
}

const explanation = (text: string, datum: string, question: string): AnnexLine => ({
  ...{ part: 'explanation', text, datum, question },
});

/** Below what the model asks of faces for a verdict. */
function smallFaces(facePx: number | null, { band: { gates } }: StoredFinding): AnnexLine[] {
  if (facePx === null || facePx >= gates.sizePx) return [];
  return [
    explanation(
      `Few pixels: the scored faces are ${facePx.toFixed(0)} px on average. A small face shows less detail, whether it is real or fake.`,
      `this video, all scored faces; the model decides from ${gates.sizePx.toFixed(0)} px on`,
      'Would the same face have another score in a larger picture?',
    ),
  ];
}

/** What a camera or a recorder writes fits the first recording just as well. */
function writtenAgain({ media }: StoredFinding): AnnexLine[] {
  const compatible = media.structure?.writers.compatible ?? [];
  const rewriting = compatible.filter(({ rewrites }) => rewrites === true);
  return rewriting.map(({ name, because, cannotTell }) =>
    explanation(
      `Another program may have written the file after it was recorded: its structure is compatible with ${name}.`,
      `this file, ${because.join('; ')}`,
      `Were the pictures coded again on the way, and how often? The structure cannot tell: ${cannotTell}`,
    ),
  );
}

function codedBefore({ media }: StoredFinding): AnnexLine[] {
  const larger = media.coding?.largerFrames;
  if (larger?.state !== 'found') return [];
  return [
    explanation(
      `An earlier coding: frames are larger every ${larger.every} frames, as after a coding with a key frame every ${larger.every} frames.`,
      `this file, sizes of its packets, ${larger.repeats} frames compared`,
      'What was coded before, and does the score come from what that left?',
    ),
  ];
}

/** Two pictures of a moving face never give the same figures to the last digit. */
function sameAgain({ tracks }: StoredFinding): AnnexLine[] {
  const pairs = tracks.flatMap(({ faces }) =>
    faces.slice(1).map((face, place) => isSame(face, faces[place]!)),
  );
  const same = pairs.filter(Boolean).length;
  if (same === 0) return [];
  return [
    explanation(
      `Frozen or repeated frames: ${same} of ${countOf(pairs.length, 'face')} have box, sharpness and detection of the face before them in the track, to the last digit.`,
      'this video, faces in the order of their frames',
      'Is one picture counted as several observations?',
    ),
  ];
}

const isSame = (a: StoredFace, b: StoredFace): boolean =>
  a.frameIndex !== b.frameIndex &&
  a.detection === b.detection &&
  a.quality.sharpness === b.quality.sharpness &&
  (['x', 'y', 'width', 'height'] as const).every((side) => a.box[side] === b.box[side]);

/** What the verdict says of the file itself, such as joined recordings, stands behind what it says of the tracks. */
function gaps(finding: StoredFinding, rule: Questioned['rule']): AnnexLine[] {
  const { tracks, frames, media, verdict } = finding;
  const decided = tracks.map((track) => ({ ...track, verdict: decideTrack(track.faces, rule) }));
  const framesUsed = frames.filter(({ skipped }) => skipped === null).length;
  const { reasons } = decideVideo(decided, { kind: media.kind, framesUsed }, rule);
  if (!reasons.every((reason, place) => verdict.reasons[place] === reason)) return [];
  const unexamined = new Set(media.unexamined ?? []);
  return verdict.reasons
    .slice(reasons.length)
    .filter((text) => !unexamined.has(text))
    .map((text) =>
      explanation(
        `The file itself: ${text}`,
        'this video, remarks of the reader',
        'Did this change what the model saw?',
      ),
    );
}
