import { describe, expect, it } from 'vitest';
import { coverageLines } from '../../../../../src-main/engine/reports/annex/coverage-lines.ts';
import type { StoredFinding } from '../../../../../src-main/shared/case.ts';
import { sampleFace, sampleFinding } from '../../cases/sample-finding.ts';
import { facesWith, questioned } from './questioned.ts';

const { media } = sampleFinding();
/** Without sound, and all of its frames examined. */
const whole: StoredFinding['media'] = {
  ...media,
  video: { ...media.video, frameCount: 12 },
  streams: media.streams.filter(({ kind }) => kind === 'video'),
};
const linesOf = ({ finding, ...change }: NonNullable<Parameters<typeof questioned>[0]>) =>
  coverageLines(questioned({ finding: { media: whole, ...finding }, ...change }).finding);

describe('what was not examined', () => {
  it('is nothing where all was', () => {
    expect(linesOf({})).toEqual([]);
  });

  it('is most of the frames', () => {
    const [line] = linesOf({
      finding: { media: { ...whole, video: { ...whole.video, frameCount: 300 } } },
    });
    expect(line).toEqual({
      part: 'untested',
      text: '12 of 300 frames were examined; the other 288 were not.',
      datum: 'this video, frames; sampling: 8 frames spread evenly',
      question: 'What would the other frames say?',
    });
  });

  it('is a frame that was skipped, or has no face with a score', () => {
    const { frames } = questioned().finding;
    const skipped = { frameIndex: 120, pts: 0, ptsMs: 0, skipped: 'it could not be decoded' };
    expect(linesOf({ finding: { frames: [...frames, skipped] } }).map(({ text }) => text)).toEqual([
      '1 frame skipped (it could not be decoded): 120.',
    ]);
    const faces = [...facesWith(0.9, {}, 11), sampleFace(110, null, 'too-blurred')];
    expect(linesOf({ tracks: [faces] }).map(({ text }) => text)).toEqual([
      '1 of the 12 examined frames have no face with a score.',
    ]);
  });

  it('is the sound', () => {
    const [line] = linesOf({ finding: { media: { ...whole, streams: media.streams } } });
    expect(line).toMatchObject({
      text: 'The file has 1 sound stream. The model does not hear: neither voice nor lip movement to the voice was examined.',
      datum: 'this video, streams: aac, stereo, 44.1 kHz',
    });
  });

  it('is a part that the reader left out, and what the decoder warned of', () => {
    const unexamined = ['The second video stream was not examined.'];
    const decodeWarnings = ['2 × error while decoding MB 3 4'];
    expect(
      linesOf({ finding: { media: { ...whole, unexamined }, decodeWarnings } }).map(({ text, datum }) => [
        text,
        datum,
      ]),
    ).toEqual([
      [
        'The decoder gave 1 kind of warning.',
        'this video, decoder, such as: 2 × error while decoding MB 3 4',
      ],
      [unexamined[0], 'this video, parts of the file that were not examined'],
    ]);
  });
});
