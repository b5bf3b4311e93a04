/** Other people choose file names: a line break in one could forge a verdict, an ESC could control the terminal. */
import { withVisibleControls } from '../shared/foreign-text.ts';
import { pathText } from '../shared/path-text.ts';

/** The text with its control characters, line breaks and changes of writing direction as \u{...}. */
export const printable = (text: string): string => withVisibleControls(pathText(text));
