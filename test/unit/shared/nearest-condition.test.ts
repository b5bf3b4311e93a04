import { describe, expect, it } from 'vitest';
import { errorsHereTexts } from '../../../src-main/shared/condition-wording.ts';
import type { ConditionRow } from '../../../src-main/shared/model-card.ts';
import { nearestCondition } from '../../../src-main/shared/nearest-condition.ts';
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
  it('is by codec, size of the picture and bits per pixel and frame', () => {
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
      'Nearest of the conditions measured: H.264 at CRF 34. This clip: 720 px on the shorter side, h264, 0.013 bits a pixel and frame, faces of 120 px. What it went through before is not known.',
    );
    expect(texts[1]).toBe(
      'There, of 30 held-out real videos, 2 (5 %, 95 % interval 1 % to 13 %) were called likely fake, 0 (5 %, 95 % interval 1 % to 13 %) likely real, and 28 were left undecided.',
    );
    expect(texts[2]).toContain(
      'of 26 held-out fake videos, 9 (5 %, 95 % interval 1 % to 13 %) were called likely fake',
    );
    expect(texts[2]).toContain('16 were left undecided');
    const never = { ...answers, 'likely-real': { real: rate(0), fake: rate(0) } };
    expect(textsFor([own, named('crf34', { answers: never })])[1]).toContain('none likely real, and 28 were');
    expect(texts[4]).toBe('4 of 60 videos could not be scored there.');
  });

  it('say what was not measured', () => {
    expect(textsFor([])).toEqual(['How this model does on clips of this quality was not measured.']);
    expect(textsFor([own, named('jpeg-30')])[0]).toContain(
      'None of the measured conditions is near this clip',
    );
    expect(textsFor([own, crf34])).toContain('How often its answers are wrong there was not measured.');
    expect(textsFor([own, named('crf34', { answers: null })])).toContain('The model gives no verdicts.');
  });
});
