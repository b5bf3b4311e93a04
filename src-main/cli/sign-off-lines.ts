/** Who signed a case, as lines. */
import type { ListedSignOff } from '../shared/sign-off.ts';
import { signOffText } from '../shared/sign-off-wording.ts';

export const signOffLines = (signOffs: readonly ListedSignOff[]): string[] =>
  signOffs.map((each) => `signed    ${signOffText(each)}`);
