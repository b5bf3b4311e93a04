import { describe, expect, it } from 'vitest';
import { compatibleWriters } from '../../../../../src-main/engine/media/structure/known-writers.ts';
import { explanationLines } from '../../../../../src-main/engine/reports/annex/explanation-lines.ts';
import type { StoredFinding } from '../../../../../src-main/shared/case.ts';
import type { CodingFigures, FileStructure } from '../../../../../src-main/shared/structure.ts';
import { sampleFace, sampleFinding } from '../../cases/sample-finding.ts';
import { facesWith, quality, questioned } from './questioned.ts';

const { media, band } = sampleFinding();
const coded = (codec: string, bitRate: number): { media: StoredFinding['media'] } => ({
  media: { ...media, video: { ...media.video, codec, bitRate } },
});
const clean = coded('h264', 9_000_000);
/** A moving face. */
const moving = facesWith(0.9).map((face, at) => ({ ...face, detection: 0.99 - at / 1000 }));
const linesOf = ({ finding, ...change }: NonNullable<Parameters<typeof questioned>[0]> = {}) =>
  explanationLines(questioned({ finding: { ...clean, ...finding }, tracks: [moving], ...change }));
/** A file with one fact in its structure. */
const writtenWith = (name: string, value: string): { media: StoredFinding['media'] } => {
  const writers = compatibleWriters([{ kind: 'writer', name, value, at: 0 }]);
  return { media: { ...clean.media, structure: { writers } as FileStructure } };
};
const textsOf = (...change: Parameters<typeof linesOf>) => linesOf(...change).map(({ text }) => text);

describe('another explanation', () => {
  it('is none without a fact that fits it', () => {
    expect(linesOf()).toEqual([]);
  });

  it('is strong compression, from the bits of each frame', () => {
    // 600 kbit/s at 29.97 frames of 1280 × 720.
    expect(linesOf({ finding: coded('h264', 600_000) })).toEqual([
      {
        part: 'explanation',
        text: 'Few bits: the video has 0.0217 bits per pixel per frame, fewer than any of our H.264 copies at CRF 18.',
        datum: 'this file, bit rate of its frames; the copies at CRF 18 have 0.054 and more',
        question: 'Does the score come from the face, or from the compression?',
      },
    ]);
    // Another codec needs other bits for the same picture.
    expect(textsOf({ finding: coded('hevc', 600_000) })).toEqual([]);
  });

  it('is an earlier coding, where the sizes of the frames hint at one', () => {
    const with12 = { state: 'found', every: 12, first: 0, repeats: 20 } as const;
    const hinted = (largerFrames: NonNullable<CodingFigures['largerFrames']>) => ({
      media: { ...clean.media, coding: { keyInterval: null, reordered: null, bitRate: null, largerFrames } },
    });
    expect(textsOf({ finding: hinted(with12) })).toEqual([
      'An earlier coding: frames are larger every 12 frames, as after a coding with a key frame every 12 frames.',
    ]);
    expect(textsOf({ finding: hinted({ state: 'none' }) })).toEqual([]);
  });

  it('is an older codec', () => {
    expect(textsOf({ finding: coded('mpeg4', 9_000_000) })).toEqual([
      'An older codec: the video is coded as mpeg4. Each codec leaves traces of its own.',
    ]);
  });

  it('is a small face, where the model has a limit', () => {
    const small = moving.map((face) => ({ ...face, ...quality({ sizePx: 62 }) }));
    const limited = { band: { ...band, gates: { ...band.gates, sizePx: 82 } } };
    expect(linesOf({ finding: limited, tracks: [small] })[0]).toMatchObject({
      text: 'Few pixels: the scored faces are 62 px on average. A small face shows less detail, whether it is real or fake.',
      datum: 'this video, all scored faces; the model decides from 82 px on',
    });
    expect(textsOf({ tracks: [small] })).toEqual([]);
  });

  it('is another writer that the structure is compatible with', () => {
    expect(linesOf({ finding: writtenWith('Writer (©too)', 'Lavf60') })).toEqual([
      {
        part: 'explanation',
        text: 'Another program may have written the file after it was recorded: its structure is compatible with FFmpeg (libavformat).',
        datum: 'this file, Writer (©too): Lavf60',
        question:
          'Were the pictures coded again on the way, and how often? The structure cannot tell: Which program used the library, and what the file was before: many programs and services write with it.',
      },
    ]);
  });

  it.each([
    ['com.apple.quicktime.make', 'Apple'],
    ['com.android.version', '14'],
    ['Muxing application', 'Chrome'],
  ])('is not the camera or the recorder that writes %s', (name, value) => {
    const finding = writtenWith(name, value);
    expect(finding.media.structure!.writers.compatible).toHaveLength(1);
    expect(linesOf({ finding })).toEqual([]);
  });

  it('is a picture that comes again, by figures that are the same to the last digit', () => {
    const [first, second, ...rest] = moving;
    const frozen = [first!, { ...first!, frameIndex: second!.frameIndex }, ...rest];
    expect(textsOf({ tracks: [frozen] })).toEqual([
      'Frozen or repeated frames: 1 of 11 faces have box, sharpness and detection of the face before them in the track, to the last digit.',
    ]);
  });

  it('is what the reader says of the file', () => {
    const remarks = ['Frames 20 to 30 have irregular times.'];
    expect(textsOf({ remarks })).toEqual(['The file itself: Frames 20 to 30 have irregular times.']);
  });

  it('is not asked for without a score', () => {
    expect(
      textsOf({ finding: coded('mpeg4', 600_000), tracks: [[sampleFace(0, null, 'too-small')]] }),
    ).toEqual([]);
  });
});
