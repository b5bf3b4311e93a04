/**
 * How the answer on a video moves when it is encoded one step further down. It is computed on request, kept in the audit
 * log, and has no part in the verdict.
 */
import type { DegradationName } from './degradation-names.ts';
import type { ScoredBy } from './people.ts';
import type { Answered } from './sensitivity.ts';

/** From the weakest to the strongest: x264 at the original size, six of CRF apart. */
export const reencodingSteps = ['crf28', 'crf34', 'crf40'] as const satisfies readonly DegradationName[];
export type ReencodingStep = (typeof reencodingSteps)[number];

export interface Reencoding {
  /** The finding that the copy is compared with. */
  findingId: number;
  /** The first step whose copy has fewer bits than the file; the last one where none has, or those of the file are not known. */
  step: ReencodingStep;
  /** Per pixel per frame, as in `QualityFacts`. */
  bitsPerPixel: { file: number | null; copy: number | null };
  /** The verdict of the finding, and what made it. */
  asAnalysed: Answered & Pick<ScoredBy, 'provider' | 'exhibit'>;
  /** Of the copy, by the model and with the parameters of the finding. */
  copy: Answered & {
    /** The first reason of its verdict. */
    reason: string;
    /** With a score. */
    faces: number;
    framesUsed: number;
  };
  /** Faces with a score in both, at the same place of the same frame. */
  paired: {
    /** Of the finding, with a score. */
    of: number;
    faces: number;
    /** Of the absolute differences of their scores; null without a pair. */
    median: number | null;
    largest: number | null;
  };
  by: ScoredBy;
}

/** With the time at which it was stored. UTC, ISO 8601. */
export type StoredReencoding = Reencoding & { at: string };
