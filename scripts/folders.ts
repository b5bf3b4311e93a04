/** The project's folder, and the folder for what its tools make (ignored by git). */
import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..');
export const runtimeFolder = join(projectFolder, '.runtime');
