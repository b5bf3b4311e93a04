import { describe, expect, it } from 'vitest';
import { conditionLines } from '../../../../../src-main/engine/reports/annex/condition-lines.ts';
import type { ConditionRow } from '../../../../../src-main/shared/model-card.ts';
import { sampleFinding } from '../../cases/sample-finding.ts';
import { sampleCard } from '../sample-card.ts';
import { questioned } from './questioned.ts';

/** 1280 × 720 at 29.97 frames a second. */
function withBits(bitRate: number) {
  const { media } = sampleFinding();
  return { media: { ...media, video: { ...media.video, bitRate } } };
}

describe('the quality of the video', () => {
  it('was not measured where the card has no row', () => {
    const [line, ...more] = conditionLines(
      questioned({ card: { conditions: [] }, finding: withBits(900_000) }),
    );
    expect(line).toMatchObject({
      part: 'untested',
      text: 'The card of the model has no figures for videos of lower quality.',
      datum: 'this file: 720 px on the shorter side, h264, 0.033 bits per pixel per frame, faces of 97 px',
    });
    expect(more).toEqual([]);
  });

  it('is none of the measured ones', () => {
    const [line] = conditionLines(questioned({ finding: withBits(20_000_000) }));
    expect(line).toMatchObject({
      part: 'untested',
      text: 'This video is not near any measured condition (the card has 1).',
    });
    expect(line!.datum).toMatch(/; measured: H\.264 at CRF 34$/);
  });

  it('is near a measured one, with its figures beside those of the videos as they are', () => {
    const [line] = conditionLines(questioned({ finding: withBits(600_000) }));
    expect(line).toMatchObject({
      part: 'failure',
      text: 'In the nearest measured condition, H.264 at CRF 34, the AUC is 0.66 (0.58–0.73); for the same videos as they are it is 0.81 (0.73–0.88).',
      datum: 'card, by condition: 30 real and 26 fake videos, 4 not scored',
    });
    const share = { value: 0.1, low: 0.03, high: 0.2 };
    const classes = { real: { videos: 3, share }, fake: { videos: 12, share } };
    const [own, crf34] = sampleCard.conditions as [ConditionRow, ConditionRow];
    const answered = { ...crf34, answers: { 'likely-fake': classes, 'likely-real': classes } };
    const [told] = conditionLines(
      questioned({ finding: withBits(600_000), card: { conditions: [own, answered] } }),
    );
    expect(told!.text).toMatch(/ In this condition, 3 of 30 real videos were called likely fake\.$/);
  });

  it('lists what was not measured', () => {
    const lines = conditionLines(questioned({ finding: withBits(600_000) }));
    expect(lines[1]!.text).toBe(
      '9 of the 10 conditions that Exhibit can measure were not measured for this model: 720p, 480p, 360p, H.264 at CRF 28, H.264 at CRF 40, WhatsApp-like, 480p, WhatsApp-like, 360p, JPEG at quality 30, Blur.',
    );
  });
});
