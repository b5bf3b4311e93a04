/**
 * A value as JSON text. Electron clones an answer twice on its way to the page, and copies it there once more, member by
 * member; a text is copied whole. For lists of many thousand rows that is most of the time.
 */
export type JsonText<T> = string & { readonly of?: T };

/** @param value of what JSON can say: no bytes, dates or infinite numbers */
export const toJsonText = <T>(value: T): JsonText<T> => JSON.stringify(value);

export const fromJsonText = <T>(text: JsonText<T>): T => JSON.parse(text) as T;
