import { z } from 'zod';
import type { Layout } from './layout.ts';
import { rangeSchema } from './range-schema.ts';
import { layoutRanges } from './ranges.ts';

export const layoutSchema = z.strictObject({
  panelPx: rangeSchema(layoutRanges.panelPx).nullable(),
  chartPx: rangeSchema(layoutRanges.chartPx).nullable(),
  cropPx: rangeSchema(layoutRanges.cropPx).nullable(),
}) satisfies z.ZodType<Layout>;
