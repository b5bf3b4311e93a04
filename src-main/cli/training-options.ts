/** Options that trainings and experiments share. */
import { degradationNames, isDegradation, type DegradationName } from '../shared/degradation-names.ts';
import type { StoredSplitKind } from '../shared/lab.ts';
import { labRanges } from '../shared/ranges.ts';
import { wrongUsage } from './options.ts';

/** @throws EngineError cli/usage when it is not a list of whole numbers */
export function layerWidths(given: string): number[] {
  const { min, max } = labRanges.layer;
  const widths = given.split(',').map(Number);
  if (widths.every((width) => Number.isInteger(width) && width >= min && width <= max)) return widths;
  throw wrongUsage(
    `--layers takes whole numbers from ${min} to ${max} with commas between, such as 256,256,128,64, not '${given}'`,
  );
}

/** Once each, in order. @throws EngineError cli/usage */
export function degradationList(given: string, option: string): DegradationName[] {
  const names = new Set(given.split(',').map((name) => name.trim()));
  return [...names].map((name) => {
    if (isDegradation(name)) return name;
    const known = degradationNames.join(', ');
    throw wrongUsage(`${option} takes names with commas between, of ${known}, not '${name}'`);
  });
}

/** What a split keeps whole, in the words of the command line. */
const splits = {
  person: 'by-identity',
  video: 'by-video',
  official: 'official',
} as const satisfies Record<string, StoredSplitKind>;

export type SplitChoice = keyof typeof splits;

export const splitChoices = { names: Object.keys(splits) as SplitChoice[], kinds: splits };
