/** Who signed a case, as lines. */
import type { ListedSignOff } from '../shared/sign-off.ts';
import { signOffTexts } from '../shared/sign-off-wording.ts';

export const signOffLines = (signOffs: readonly ListedSignOff[]): string[] =>
  signOffTexts(signOffs).map((text) => `signed    ${text}`);
