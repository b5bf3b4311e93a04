/**
 * Labelled research data lies outside the project, never in it: in the folder that EXHIBIT_SHARED names, else in
 * `shared` beside the project. Tests that need it are shown as skipped where it is absent. Golden numbers that were
 * made from generated arrays are in the project, in `test/golden`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env['EXHIBIT_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared');

export const sharedPath = (...parts: string[]) => join(root, ...parts);
/** Numbers of other implementations on generated arrays; each file says which. */
export const goldenPath = (name: string) => join(import.meta.dirname, '..', 'golden', name);

export const hasShared = (...parts: string[]) => existsSync(sharedPath(...parts));
