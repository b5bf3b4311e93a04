/** How much of a picture a viewer would not show, although its colours are in the file and are examined. */
import type { MediaInfo } from '../../shared/domain.ts';
import { decoderArguments } from './ffmpeg-arguments.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { MediaProcess } from './media-process.ts';

const formatsWithAlpha = /^(?:rgba|bgra|argb|abgr|gbrap|yuva|ya|pal8)/;
/** Half transparent; below it a viewer shows more of what lies behind. */
const OPAQUE = 128;
/** Rounded corners and soft edges are no secret. */
const TOLD_SHARE = 0.01;

/** @returns a sentence, or null for a picture that is shown as it was examined */
export async function transparencyText(
  path: string,
  media: MediaInfo,
  tools: FfmpegPair,
  signal?: AbortSignal,
): Promise<string | null> {
  if (media.kind !== 'still' || !formatsWithAlpha.test(media.video.pixelFormat)) return null;
  const args = decoderArguments(path, media, tools, {
    seekSeconds: null,
    filters: ['format=rgba', 'alphaextract', 'format=gray'],
    sink: ['-f', 'rawvideo', 'pipe:1'],
  });
  let hidden = 0;
  let pixels = 0;
  const decoder = new MediaProcess(tools.ffmpeg, args, { bwrap: tools.bwrap, reads: path, signal });
  for await (const chunk of decoder.output()) {
    pixels += chunk.length;
    for (const alpha of chunk) if (alpha < OPAQUE) hidden += 1;
  }
  const share = pixels === 0 ? 0 : hidden / pixels;
  if (share < TOLD_SHARE) return null;
  return `${Math.round(share * 100)} % of this picture is transparent. The colours under it were examined; a viewer does not show them.`;
}
