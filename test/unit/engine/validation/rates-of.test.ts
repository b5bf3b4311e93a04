import { expect, it } from 'vitest';
import { parseTrainingManifest } from '../../../../src-main/engine/training/training-manifest.ts';
import { countsOf, ratesOf, type MeasuredClip } from '../../../../src-main/engine/validation/rates-of.ts';
import type { Label } from '../../../../src-main/shared/domain.ts';

/** As many clips of each class, all told apart but for the first of each. */
function measured(count: number, personOf: (label: Label, at: number) => string): MeasuredClip[] {
  const lines = (['real', 'fake'] as const).flatMap((label) =>
    Array.from({ length: count }, (_, at) => `${label}${at}.mp4,${label},${personOf(label, at)}`),
  );
  const clips = parseTrainingManifest(['path,label,identity', ...lines].join('\n'), '/clips');
  return clips.map((clip, place) => {
    const score = place % count === 0 ? 0.5 : clip.label === 'fake' ? 0.9 : 0.1;
    const outcome = score === 0.5 ? 'inconclusive' : clip.label === 'fake' ? 'likely-fake' : 'likely-real';
    return { clip, score, outcome, facePx: 100 };
  });
}

it('gives an AUC only from 20 groups of each class on that name a person', () => {
  const named = measured(20, (label, at) => `${label} ${at}`);
  expect(countsOf(named)).toEqual({ real: 20, fake: 20, groups: { real: 20, fake: 20 }, unnamed: 0 });
  // 399 of 400 pairs in the right order, one tied.
  expect(ratesOf(named).auc!.value).toBeCloseTo(399.5 / 400, 10);
  const unnamed = measured(20, () => '');
  expect(countsOf(unnamed)).toEqual({ real: 20, fake: 20, groups: { real: 20, fake: 20 }, unnamed: 40 });
  expect(ratesOf(unnamed).auc).toBeNull();
  expect(ratesOf(unnamed).answers!['likely-fake'].fake.videos).toBe(19);
  // One group too few names a person.
  const one = measured(20, (label, at) => (label === 'fake' && at === 7 ? '' : `${label} ${at}`));
  expect(countsOf(one).unnamed).toBe(1);
  expect(ratesOf(one).auc).toBeNull();
});
