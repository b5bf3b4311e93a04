/** Names for people that the clip table does not name: each such clip gets its own person. */

const PREFIX = 'unnamed in ';

export const unnamedIn = (path: string): string => `${PREFIX}${path}`;

export const isUnnamed = (person: string): boolean => person.startsWith(PREFIX);
