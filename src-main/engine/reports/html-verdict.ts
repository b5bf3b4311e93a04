/** Verdicts in the HTML report: always a word with its shape, and a score on its scale. */
import { element } from '../../shared/charts/svg.ts';
import { verdictMark } from '../../shared/charts/verdict-mark.ts';
import type { Outcome } from '../../shared/domain.ts';
import { outcomeWords } from '../../shared/wording.ts';
import { drawn, html, type Markup } from './markup.ts';

export const mark = (outcome: Outcome, size = 12): Markup =>
  drawn(
    element(
      'svg',
      { width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' },
      verdictMark(outcome, size / 2, size / 2, size - 1),
    ),
  );

export const verdictWord = (outcome: Outcome): Markup =>
  html`<span class="verdict ${outcome}">${mark(outcome)}${outcomeWords[outcome]}</span>`;
