/** Names of people. If no table names the person of a clip, a made-up name stands for a person of its own. */

export const UNNAMED = 'unnamed in ';

export const unnamedIn = (path: string): string => `${UNNAMED}${path}`;

export const isUnnamed = (person: string): boolean => person.startsWith(UNNAMED);

/** One spelling for one name: lower case, hyphens for spaces. */
export const personName = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, '-');
