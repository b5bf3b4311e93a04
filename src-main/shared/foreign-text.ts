/** Text that somebody else chose, made safe to stand in a sentence of ours: it cannot end its quotation or turn the line. */

/** The text with its control characters, line breaks and changes of writing direction as \u{...}. */
export const withVisibleControls = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** The same for a text of several lines, which keeps its tabs and line breaks. */
export const linesWithVisibleControls = (text: string): string =>
  text.replaceAll(/[^\t\r\n]+/g, withVisibleControls);

/**
 * What Unicode calls a quotation mark, and what it lists as easily taken for one (UTS 39, confusables of U+0022): primes,
 * double accents and apostrophes, ornaments, and marks of Hebrew, Vedic and Chinese.
 */
const quotationMark =
  /[\p{Quotation_Mark}\p{Pi}\p{Pf}\u02ba\u02dd\u02ee\u02f5\u02f6\u05f2\u05f4\u1cd3\u2033\u2036\u275b-\u275e\u2760\u3003\u{1f676}-\u{1f678}]/gu;

/** Without what could end a quotation, too. */
export const foreignText = (text: string): string => withVisibleControls(text).replaceAll(quotationMark, "'");

export const quoted = (text: string): string => `“${foreignText(text)}”`;
