/** Observes one clip and tells its parent the peak of resident memory, in bytes. */
import { readFile } from 'node:fs/promises';
import { observeVideo } from '../src-main/engine/pipeline/observe-video.ts';
import { defaultParameters } from '../src-main/shared/default-parameters.ts';
import { openToolbox } from './material.ts';

const toolbox = openToolbox();
const parameters = { ...defaultParameters, sampling: { kind: 'rate', perSecond: 1 } as const };
await observeVideo(process.argv[2]!, parameters, await toolbox.faceTools(), {
  signal: new AbortController().signal,
  onProgress: () => undefined,
});
await toolbox.dispose();
process.send!(await peakBytes());
process.disconnect();

/** On Linux `maxRSS` starts from that of the process which forked this one; the kernel's own mark does not. */
async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes));
}
