/** What `npx exhibit` runs: the built program, so that its tests need `npm run build` first, as the window tests do. */
import { join } from 'node:path';
import { project } from './face-clip.ts';

export const exhibitCommand = join(project, 'bin', 'exhibit.mjs');
