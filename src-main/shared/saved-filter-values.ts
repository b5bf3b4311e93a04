/** Filters of the list were once saved by the English words of their values; since then by keys, the same in every language. */
import { ownValue } from './own-value.ts';

const keyOfWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conclusion: {
    'No conclusion': 'none',
    'Fake, strongly': 'fake-strongly',
    'Fake, moderately': 'fake-moderately',
    'Fake, weakly': 'fake-weakly',
    'No support either way': 'neither',
    'Real, weakly': 'real-weakly',
    'Real, moderately': 'real-moderately',
    'Real, strongly': 'real-strongly',
    'Cannot say': 'cannot-say',
  },
  faces: { 'Faces found': 'found', 'No face found': 'none' },
  remark: { 'With remarks': 'with', 'Without remarks': 'without', 'Same file twice': 'same-file' },
};

/** @param facets the chosen value of each, as some version kept it */
export const withKeys = (facets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facets).map(([facet, value]) => [
      facet,
      ownValue(ownValue(keyOfWords, facet) ?? {}, value) ?? value,
    ]),
  );
