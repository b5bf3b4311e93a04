import { describe, expect, it } from 'vitest';
import { faceLines } from '../../../../../src-main/engine/reports/annex/face-lines.ts';
import { sampleFace, sampleFinding } from '../../cases/sample-finding.ts';
import { facesWith, quality, questioned } from './questioned.ts';

const textsOf = (...change: Parameters<typeof questioned>) =>
  faceLines(questioned(...change)).map(({ text }) => text);
const { band } = sampleFinding();

describe('faces near a limit', () => {
  it('give no line where they are far from every limit', () => {
    expect(textsOf()).toEqual([]);
  });

  it('are far from the training data', () => {
    const [line] = faceLines(questioned({ tracks: [facesWith(0.9, { novelty: 0.82 })] }));
    expect(line).toMatchObject({
      part: 'failure',
      text: 'The faces are farther from the training data than 82 % of held-out faces.',
      datum: 'track 1, 12 scored faces; limit 99 %',
    });
    expect(textsOf({ tracks: [facesWith(0.9, { novelty: 0.73 })] })).toEqual([]);
    expect(textsOf({ tracks: [facesWith(0.9, { novelty: null })] })).toEqual([]);
  });

  it('are small: below the limit of the model, or near it', () => {
    const withLimit = { finding: { band: { ...band, gates: { ...band.gates, sizePx: 82 } } } };
    const sized = (sizePx: number) =>
      textsOf({ ...withLimit, tracks: [facesWith(0.9, quality({ sizePx }))] });
    expect(sized(62)).toEqual(['The faces are 62 px (trimmed mean), below the limit of 82 px.']);
    expect(sized(97)).toEqual(['The faces are 97 px (trimmed mean), near the limit of 82 px.']);
    expect(sized(110)).toEqual([]);
    // Without a limit of the model, that for a score counts.
    expect(textsOf({ tracks: [facesWith(0.9, quality({ sizePx: 30 }))] })).toEqual([
      'The faces are 30 px (trimmed mean), near the limit of 28 px.',
    ]);
  });

  it('are blurred', () => {
    expect(textsOf({ tracks: [facesWith(0.9, quality({ sharpness: 6 }))] })).toEqual([
      'The sharpness of the faces is 6 on average, near the limit of 5.',
    ]);
  });

  it('are judged differently by the classifiers', () => {
    const [line] = faceLines(
      questioned({ tracks: [facesWith(0.9, { classifiers: { sgd: 0.8, forest: 1 } })] }),
    );
    expect(line).toMatchObject({
      text: 'The classifiers are 0.20 apart.',
      datum: 'track 1, 12 scored faces; SGD 0.80, Random Forest 1.00; limit 0.35',
    });
  });

  it('are few, or partly refused', () => {
    expect(textsOf({ tracks: [facesWith(0.9, {}, 4)] })).toEqual(['The answer rests on 4 usable faces.']);
    const refused = [...facesWith(0.9), sampleFace(130, null, 'too-blurred')];
    expect(textsOf({ tracks: [refused] })).toEqual([
      'Of the 13 faces of the track, some were not scored: 1 face too blurred.',
    ]);
  });

  it('are turned away', () => {
    expect(textsOf({ tracks: [facesWith(0.9, quality({ yawDegrees: -42 }))] })).toEqual([
      'The faces are turned by 42° on average. The card has no figures by the turn of the head.',
    ]);
  });

  it('are those of several people, each of whom could be called fake', () => {
    // 4 of 44 real videos: 1 − (1 − 0.0909)².
    expect(textsOf({ tracks: [facesWith(0.9), facesWith(0.2)] })).toEqual([
      '2 tracks were judged, and the most suspicious one decides. In tests with one track a video, 9 % of the real videos were called likely fake. With 2 tracks it would be about 17 %, if each erred independently of the others; tracks of one file share its encoding.',
    ]);
    expect(textsOf({ tracks: [facesWith(0.9), facesWith(0.2, {}, 2)] })).toEqual([]);
  });
});
