/** A sentence in which words stand out. The text has the markup; what is put in is text, whatever it looks like. */
import type { Value } from './value.ts';

/** Plain where it has no element. */
export interface Piece {
  element: 'em' | 'strong' | 'code' | null;
  text: string;
}

/** Stands for a value while the text is taken apart: no text of the window has this character. */
const GAP = '\0';

/** As a tag of a template: marked`Said to show <strong>${person}</strong>`. */
export function marked(literals: TemplateStringsArray, ...values: readonly Value[]): readonly Piece[] {
  const left = values.map(String);
  const filled = (text: string) => text.replaceAll(GAP, () => left.shift()!);
  /** By turns what stands outside, the name of an element, what stands in it. */
  const parts = literals.join(GAP).split(/<(em|strong|code)>(.*?)<\/\1>/);
  return parts.flatMap((part, index): Piece[] => {
    if (index % 3 === 1) return [];
    const element = index % 3 === 2 ? (parts[index - 1] as Piece['element']) : null;
    return part === '' ? [] : [{ element, text: filled(part) }];
  });
}
