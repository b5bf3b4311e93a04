/** Stand-ins for people whom no table names: whoever is seen in a clip counts as somebody of their own. */

const PREFIX = 'unnamed in ';

export const unnamedIn = (path: string): string => `${PREFIX}${path}`;

export const isUnnamed = (person: string): boolean => person.startsWith(PREFIX);
