/** Run as a process of its own: makes a case and keeps it open until it is killed. */
import { createCase } from '../../../src-main/engine/cases/case-file.ts';

createCase(process.argv[2]!, 'Exhibit test');
setInterval(() => {}, 1000);
