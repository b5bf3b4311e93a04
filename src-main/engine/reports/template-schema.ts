/** The form of `template.json`. */
import { z } from 'zod';
import { leavableSections } from '../../shared/report-template.ts';

export const SAVE_AS_PNG = 'Save the logo as PNG';

/** Of a file beside it: no folder and no way out of this one. */
const fileName = z
  .string()
  .max(200)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]*\.(png|jpe?g)$/iu,
    `has to be the name of a PNG or JPEG file beside template.json. ${SAVE_AS_PNG}`,
  );
/** Neither XML nor a reader can do anything with them. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text);
const CONTROL =
  'has a sign that cannot be shown: a control character such as a tab or the end of a line, or half a character. Take it out';
const plain = (most: number, error: string) =>
  z.string({ error }).trim().min(1, error).max(most, error).refine(isPlain, CONTROL);
const line = plain(200, 'has to be one line of 1 to 200 characters');
/** What a reader could take for the program's name, with signs in it that nobody sees. */
const looksLikeExhibit = (name: string): boolean =>
  /^exhibit/i.test(name.normalize('NFKC').replaceAll(/[\p{Cf}\p{M}\s]/gu, ''));
const agency = line.refine(
  (name) => !looksLikeExhibit(name),
  'must not be Exhibit, or begin with it: a reader would take the words of the agency for those of the program. Give the name of your agency',
);
const PARAGRAPHS = 'has to be a list of up to 20 paragraphs of 1 to 2,000 characters each';
const paragraphs = z.array(plain(2000, PARAGRAPHS), { error: PARAGRAPHS }).max(20, PARAGRAPHS);
const LEAVABLE = `may name ${leavableSections.join(', ')} alone, each once`;

export const templateSchema = z.strictObject({
  format: z.literal(1, { error: 'has to be 1' }),
  agency,
  logo: fileName.nullable().default(null),
  header: line.nullable().default(null),
  footer: line.nullable().default(null),
  opening: paragraphs.default([]),
  closing: paragraphs.default([]),
  leaveOut: z
    .array(z.enum(leavableSections, { error: LEAVABLE }), { error: LEAVABLE })
    .max(leavableSections.length, LEAVABLE)
    .default([]),
});
