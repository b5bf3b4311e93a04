/**
 * The labelled research data lies beside the project, never in it. Tests that need it skip, and the
 * runner shows them as skipped, where it is absent.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env['EXHIBIT_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', 'shared');

export const sharedPath = (...parts: string[]) => join(root, ...parts);
export const hasShared = (...parts: string[]) => existsSync(sharedPath(...parts));
