/** How the picture is brightened for viewing. Nothing that is computed or stored knows of it. */
import { texts } from '../texts/texts.ts';

export const adjustmentRanges = {
  brightness: { least: -100, most: 100, neutral: 0, step: 1 },
  contrast: { least: -100, most: 100, neutral: 0, step: 1 },
  gamma: { least: 0.2, most: 5, neutral: 1, step: 0.05 },
  sharpness: { least: 0, most: 300, neutral: 0, step: 10 },
} as const;

export type Adjustment = keyof typeof adjustmentRanges;

export const adjustmentNames = Object.keys(adjustmentRanges) as Adjustment[];

const words: Record<Adjustment, string> = {
  brightness: texts.review.brightness,
  contrast: texts.review.contrast,
  gamma: texts.review.gamma,
  sharpness: texts.review.sharpness,
};

export class Adjustments {
  /** In percent of the whole scale. */
  brightness = $state<number>(adjustmentRanges.brightness.neutral);
  /** In percent: at -100 all is grey, at 100 steps about middle grey are twice as large. */
  contrast = $state<number>(adjustmentRanges.contrast.neutral);
  gamma = $state<number>(adjustmentRanges.gamma.neutral);
  /** In percent of the distance from the pixels beside; see `sharpen.ts`. */
  sharpness = $state<number>(adjustmentRanges.sharpness.neutral);
  readonly slope = $derived(1 + this.contrast / 100);
  readonly intercept = $derived(this.brightness / 100 + (1 - this.slope) / 2);
  /** What is changed, as words; empty when nothing is. */
  readonly text = $derived(
    adjustmentNames
      .filter((name) => this[name] !== adjustmentRanges[name].neutral)
      .map((name) => `${words[name]} ${name !== 'gamma' && this[name] > 0 ? '+' : ''}${this[name]}`)
      .join(', '),
  );

  reset(): void {
    for (const name of adjustmentNames) this[name] = adjustmentRanges[name].neutral;
  }
}
