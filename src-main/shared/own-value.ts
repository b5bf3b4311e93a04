/**
 * A value of a table by a name that somebody else chose: a case, a file or a folder. Every object has more members than it
 * shows, such as "constructor", and these are not of the table.
 */
export const ownValue = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
