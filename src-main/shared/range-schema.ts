import { z } from 'zod';
import type { Range } from './ranges.ts';

/** The numbers of a range, as a schema. */
export const rangeSchema = ({ min, max, whole }: Range) =>
  whole ? z.number().int().min(min).max(max) : z.number().min(min).max(max);
