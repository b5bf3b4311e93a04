/** Names of people, and stand-ins where no table names them: whoever is seen in a clip counts as somebody of their own. */

const PREFIX = 'unnamed in ';

export const unnamedIn = (path: string): string => `${PREFIX}${path}`;

export const isUnnamed = (person: string): boolean => person.startsWith(PREFIX);

/** One spelling for one name: lower case, hyphens for spaces. */
export const personName = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, '-');
