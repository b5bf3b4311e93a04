import { describe, expect, it } from 'vitest';
import { guestEntry } from '../../../../src-main/engine/inference/manifest.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { judgeGuest } from '../../../../src-main/engine/training/judge-guest.ts';
import { cardText } from '../../../../src-main/shared/card-text.ts';
import { guestDescription } from '../../../support/tiny-guest.ts';

const network = guestEntry.parse({
  ...guestDescription,
  ...{ role: 'guest', file: 'redness.onnx', sha256: 'ab'.repeat(32) },
});

/** Clips of sixty people; raw scores of fakes lie higher by `apart`, with noise of one. */
function judged(apart: number) {
  const random = createRandom(1);
  const samples = Array.from({ length: 60 }, (_, index) => {
    const label = index % 2 === 0 ? ('real' as const) : ('fake' as const);
    const middle = 40 + (label === 'fake' ? apart : 0) + 2 * random.next() - 1;
    return Array.from({ length: 4 }, () => ({
      ...{ label, video: `clip ${index}`, identity: `person ${index}` },
      embedding: Float32Array.of(middle + 0.2 * random.next()),
      quality: { sizePx: 100 + index, sharpness: 50 },
      ...{ fold: Math.floor(index / 2) % 5, group: index },
    }));
  }).flat();
  const given = { network, samples, howDealt: 'By hand.', dataName: 'made', knownClips: null, seed: 1 };
  return judgeGuest(given);
}

describe('a guest whose scores tell fakes from real videos', () => {
  const { card, band, likelihood } = judged(3);

  it('is calibrated, gives verdicts and likelihood ratios, and says how often it is wrong', () => {
    expect(card.metrics.map(({ classifier, level }) => [classifier, level])).toEqual([
      ['guest', 'face'],
      ['guest', 'video'],
    ]);
    expect(card.metrics[1]!.auc.value).toBe(1);
    expect(card.abstention.decides).toBe(true);
    expect(band.fakeAbove).toBeLessThan(1);
    expect(band.realBelow).toBeGreaterThan(0);
    expect(likelihood!.slope).toBeGreaterThan(0);
    expect(card.abstention.full).toMatchObject({ real: 30, fake: 30 });
  });

  it('has no limit on what was not measured: its distance from the training data, or its classifiers', () => {
    expect(band.gates).toMatchObject({ novelty: 1, disagreement: 1 });
    const text = cardText(card);
    expect(text).not.toContain('farther from the training data than');
    expect(text).not.toContain('classifiers more than');
    expect(text).toContain('Trained on: nothing.');
    expect(text).toContain('The detector does not list its training data.');
  });
});

describe('a guest that tells nothing', () => {
  it('gives neither verdicts nor likelihood ratios', () => {
    const { card, band, likelihood } = judged(0);
    expect(card.abstention.decides).toBe(false);
    expect(band).toMatchObject({ realBelow: 0, fakeAbove: 1 });
    expect(likelihood).toBeNull();
  });

  it('is not turned round where its scores fall with the label: the lab must say what its number means', () => {
    const { card } = judged(-3);
    expect(card.metrics[1]!.auc.value).toBe(0);
    expect(card.abstention.decides).toBe(false);
  });
});
