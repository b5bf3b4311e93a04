/** How MD5 and SHA-1 read. */
import type { OldHashes } from './case.ts';

export const OLD_HASHES_NOTE =
  'MD5 and SHA-1 are only for comparing with older lists. They prove nothing by themselves: two different files can be made with the same values.';

/** "MD5 …, SHA-1 … (read 2026-01-01T00:00:00.000Z)". */
export const oldHashesText = ({ md5, sha1, at }: Pick<OldHashes, 'md5' | 'sha1' | 'at'>): string =>
  `MD5 ${md5}, SHA-1 ${sha1} (read ${at})`;
