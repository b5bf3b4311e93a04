/** Text that somebody else chose, made safe to stand in a sentence of ours: it cannot end its quotation or turn the line. */

/** The text with its control characters, line breaks and changes of writing direction as \u{...}. */
export const withVisibleControls = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** Without what could end a quotation, too. */
export const foreignText = (text: string): string => withVisibleControls(text).replaceAll(/[“”„‟"]/g, "'");

export const quoted = (text: string): string => `“${foreignText(text)}”`;
