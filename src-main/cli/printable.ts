/** Other people choose file names: a line break in one could forge a verdict, an ESC could control the terminal. */

import { pathText } from '../shared/path-text.ts';

/** The text with its control characters, line breaks and changes of writing direction as \u{...}. */
export const printable = (text: string): string =>
  pathText(text).replaceAll(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
