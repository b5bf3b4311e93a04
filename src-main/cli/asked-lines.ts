/** What was asked of a file of a case beside its analysis, one line each. */
import type { Asked } from '../shared/case.ts';
import { laterCheckText } from '../shared/credentials-wording.ts';
import { measuredRatesText } from '../shared/measured-rates-wording.ts';
import { oldHashesText } from '../shared/old-hash-wording.ts';
import { reencodingText } from '../shared/reencoding-wording.ts';

export const askedLines = ({ reencoding, measuredRates, credentialCheck, oldHashes }: Asked): string[] => [
  ...(reencoding ? [`  copy    ${reencodingText(reencoding)}`] : []),
  ...(measuredRates ?? []).map((rates) => `  rates   ${measuredRatesText(rates)}`),
  ...(credentialCheck ? [`  C2PA    Content Credentials ${laterCheckText(credentialCheck)}`] : []),
  ...(oldHashes ? [`  hashes  ${oldHashesText(oldHashes)}`] : []),
];
