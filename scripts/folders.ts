/** Where the project stands, and where its tools keep what they make and git does not. */
import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..');
export const runtimeFolder = join(projectFolder, '.runtime');
