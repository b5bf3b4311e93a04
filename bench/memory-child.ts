/** Observes one clip and tells its parent the peak of resident memory, in bytes. */
import { observeVideo } from '../src-main/engine/observe-video.ts';
import { defaultParameters } from '../src-main/shared/default-parameters.ts';
import { openToolbox } from './material.ts';

const toolbox = openToolbox();
const parameters = { ...defaultParameters, sampling: { kind: 'rate', perSecond: 1 } as const };
await observeVideo(process.argv[2]!, parameters, await toolbox.faceTools(), {
  signal: new AbortController().signal,
  onProgress: () => undefined,
});
await toolbox.dispose();
process.send!(process.resourceUsage().maxRSS * 1024);
process.disconnect();
