import { describe, expect, it } from 'vitest';
import { errorsHereTexts } from '../../../src-main/shared/condition-wording.ts';
import type { ConditionRow } from '../../../src-main/shared/model-card.ts';
import { nearestCondition, qualityFacts } from '../../../src-main/shared/nearest-condition.ts';
import { sampleCard } from '../engine/reports/sample-card.ts';

const [own, crf34] = sampleCard.conditions as [ConditionRow, ConditionRow];
const named = (condition: string, more: Partial<ConditionRow> = {}): ConditionRow => ({
  ...{ ...crf34, condition, ...more },
});
const rows = [
  own,
  ...['360p', '480p', 'crf34', 'whatsapp-480p', 'jpeg-30', 'blur'].map((name) => named(name)),
];

interface Clip {
  codec?: string;
  width: number;
  height: number;
  /** Of the video stream. */
  kilobits: number | null;
  facePx?: number;
}

/** 25 frames a second. */
function finding({ codec = 'h264', width, height, kilobits, facePx = 120 }: Clip, kind = 'video') {
  const bitRate = kilobits && 1000 * kilobits;
  const faces = [
    { score: 0.7, quality: { sizePx: facePx } },
    { score: null, quality: { sizePx: 5 } },
  ];
  return {
    media: {
      ...{ kind, bitRate: null },
      video: { codec, width, height, bitRate, averageFrameRate: { num: 25, den: 1 } },
    },
    tracks: [{ faces }],
  } as unknown as Parameters<typeof nearestCondition>[0];
}
const nearestTo = (clip: Clip, conditions: readonly ConditionRow[] = rows) =>
  nearestCondition(finding(clip), { conditions: [...conditions] }).row?.condition ?? null;

describe('the nearest of the conditions measured', () => {
  it('is by codec, size of the picture and bits per pixel per frame', () => {
    expect(nearestTo({ width: 1280, height: 720, kilobits: 300 })).toBe('crf34');
    expect(nearestTo({ width: 640, height: 360, kilobits: 600 })).toBe('360p');
    // Upright, as phones record.
    expect(nearestTo({ width: 480, height: 848, kilobits: 1250 })).toBe('whatsapp-480p');
    expect(nearestTo({ codec: 'mjpeg', width: 1280, height: 720, kilobits: 8000 })).toBe('jpeg-30');
  });

  it('is none where the file is unlike all of them, or does not say', () => {
    expect(nearestTo({ width: 1920, height: 1080, kilobits: 20_000 })).toBeNull();
    expect(nearestTo({ codec: 'hevc', width: 1280, height: 720, kilobits: 300 })).toBeNull();
    expect(nearestTo({ width: 1280, height: 720, kilobits: null })).toBeNull();
    expect(nearestTo({ width: 640, height: 360, kilobits: 20 })).toBeNull();
    const still = finding({ codec: 'mjpeg', width: 1280, height: 720, kilobits: 8000 }, 'still');
    expect(nearestCondition(still, { conditions: rows }).row).toBeNull();
  });

  it('is none where the faces are unlike those that it was measured on', () => {
    const measured = [own, named('crf34', { facePx: { low: 80, high: 300 } })];
    const clip = { width: 1280, height: 720, kilobits: 300 };
    expect(nearestTo({ ...clip, facePx: 79 }, measured)).toBeNull();
    expect(nearestTo({ ...clip, facePx: 81 }, measured)).toBe('crf34');
  });
});

describe('the bit rate', () => {
  const clip = { width: 1280, height: 720 };
  const of = (kilobits: number | null, more: object) => {
    const { media, tracks } = finding({ ...clip, kilobits });
    return nearestCondition({ media: { ...media, ...more }, tracks }, { conditions: rows });
  };
  const packets = (mean: number) => ({ coding: { bitRate: { mean, perSecond: null } } });

  it('is that of the packets, then that which the stream states', () => {
    expect(of(20_000, packets(300_000)).row?.condition).toBe('crf34');
    expect(of(300, { coding: { bitRate: null } }).row?.condition).toBe('crf34');
  });

  it('does not count where frames and packets are known: a mean frame rate differs between containers', () => {
    const coding = { ...packets(300_000).coding, frameBytes: 14_400 };
    for (const num of [30, 12]) {
      const { media, tracks } = finding({ ...clip, kilobits: 300 });
      const video = { ...media.video, averageFrameRate: { num, den: 1 } };
      const { bitsPerPixel } = qualityFacts({ media: { ...media, video, coding } as typeof media, tracks });
      expect(bitsPerPixel).toBe((8 * 14_400) / (1280 * 720));
    }
  });

  it('is never that of the whole file, which may be mostly sound', () => {
    const seen = of(null, { bitRate: 300_000 });
    expect([seen.row, seen.facts.bitsPerPixel]).toEqual([null, null]);
    expect(errorsHereTexts(seen)).toEqual([
      'A figure is missing, so we cannot say whether a measured condition is near this video: 720 px on the shorter side, h264, bits per pixel per frame not known, faces of 120 px.',
    ]);
  });

  it('does not help where the size of a face is needed and none is scored', () => {
    const { media } = finding({ ...clip, kilobits: 300 });
    const bySize = [named('crf34', { facePx: { low: 80, high: 300 } })];
    const textOf = (conditions: ConditionRow[]) =>
      errorsHereTexts(nearestCondition({ media, tracks: [] }, { conditions }))[0];
    expect(textOf(bySize)).toMatch(/^A figure is missing, so we cannot say whether .* no scored face\.$/);
    expect(textOf([named('jpeg-30')])).toMatch(/^The figures of this file are not near/);
  });
});

describe('the words for the error rates of this quality', () => {
  const share = { value: 0.05, low: 0.01, high: 0.13 };
  const rate = (videos: number) => ({ videos, share });
  const answers = {
    'likely-fake': { real: rate(2), fake: rate(9) },
    'likely-real': { real: rate(0), fake: rate(1) },
  };
  const clip = finding({ width: 1280, height: 720, kilobits: 300 });
  const textsFor = (conditions: ConditionRow[]) => errorsHereTexts(nearestCondition(clip, { conditions }));

  it('name the condition, the figures of the file, and how many got which answer', () => {
    const texts = textsFor([own, named('crf34', { answers })]);
    expect(texts[0]).toBe(
      'The nearest measured condition is H.264 at CRF 34. This video: 720 px on the shorter side, h264, 0.013 bits per pixel per frame, faces of 120 px. These figures do not show what was done to the video before.',
    );
    expect(texts[1]).toBe(
      'In this condition, of 30 held-out real videos, 2 (5 %, 95 % interval 1 % to 13 %) were called likely fake, 0 (5 %, 95 % interval 1 % to 13 %) were called likely real, and 28 were left undecided.',
    );
    expect(texts[2]).toContain(
      'of 26 held-out fake videos, 9 (5 %, 95 % interval 1 % to 13 %) were called likely fake',
    );
    expect(texts[2]).toContain('16 were left undecided');
    const never = { ...answers, 'likely-real': { real: rate(0), fake: rate(0) } };
    expect(textsFor([own, named('crf34', { answers: never })])[1]).toContain(
      'none were called likely real, and 28 were',
    );
    expect(texts[4]).toBe('In this condition, 4 of 60 videos got no score.');
  });

  it('say what was not measured', () => {
    expect(textsFor([])).toEqual([
      'The card of the model has no figures for videos of this quality: what its answer and its likelihood ratio are worth here is not known.',
    ]);
    expect(textsFor([own, named('jpeg-30')])).toEqual([
      'The figures of this file are not near those of any measured condition: 720 px on the shorter side, h264, 0.013 bits per pixel per frame, faces of 120 px. The card of the model has no figures for videos of this quality: what its answer and its likelihood ratio are worth here is not known.',
    ]);
    expect(textsFor([own, crf34])).toContain(
      'No test has measured how often the answers are wrong in this condition.',
    );
    expect(textsFor([own, named('crf34', { answers: null })])).toContain('The model gives no verdicts.');
  });
});
