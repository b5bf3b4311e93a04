/** The form of the parameters of an analysis, as a command gives them and as a case has stored them. */
import { z } from 'zod';
import type { AnalysisParameters } from './domain.ts';
import { rangeSchema } from './range-schema.ts';
import { analysisRanges } from './ranges.ts';

const sampling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first'), count: rangeSchema(analysisRanges.frames) }),
  z.object({ kind: z.literal('spread'), count: rangeSchema(analysisRanges.frames) }),
  z.object({ kind: z.literal('every'), step: rangeSchema(analysisRanges.step) }),
  z.object({ kind: z.literal('rate'), perSecond: rangeSchema(analysisRanges.framesPerSecond) }),
  z.object({ kind: z.literal('all') }),
]);

export const analysisParameters = z.object({
  sampling,
  minFacePx: rangeSchema(analysisRanges.minFacePx),
  detectSizePx: rangeSchema(analysisRanges.detectSizePx).nullable(),
  stream: rangeSchema(analysisRanges.stream).exactOptional(),
  maxFaces: rangeSchema(analysisRanges.maxFaces).exactOptional(),
}) satisfies z.ZodType<AnalysisParameters>;
