/** The texts of the window in its language. docs/development.md says how to add one. */
import { english } from './en/english.ts';

/** A language has every text of the English: one that is missing is an error of type. */
export type Texts = typeof english;

export const texts: Texts = english;
