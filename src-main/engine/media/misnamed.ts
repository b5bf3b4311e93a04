/** Says where the ending of a file's name names another kind of file than its content is. */
import { extname } from 'node:path';
import type { MediaInfo } from '../../shared/domain.ts';
import { containerText } from '../../shared/container-names.ts';

/** ffmpeg's names of what a file with this ending may be; endings that stand for several kinds are left out. */
const kinds: readonly (readonly [containers: readonly string[], endings: string])[] = [
  [['mov,mp4,m4a,3gp,3g2,mj2'], 'mp4 mov qt 3gp 3g2 f4v'],
  [['mov,mp4,m4a,3gp,3g2,mj2', 'm4v'], 'm4v'],
  [['matroska,webm'], 'mkv webm'],
  [['avi'], 'avi'],
  [['flv'], 'flv'],
  [['asf'], 'wmv asf'],
  [['ogg'], 'ogv ogm ogg'],
  [['mxf'], 'mxf'],
  [['mpegts'], 'mts m2ts m2t'],
  [['mpeg', 'mpegvideo', 'mpegts'], 'mpg mpeg vob'],
  [['jpeg_pipe', 'mjpeg'], 'jpg jpeg'],
  [['png_pipe', 'apng'], 'png apng'],
  [['webp_pipe'], 'webp'],
  [['gif'], 'gif'],
  [['bmp_pipe'], 'bmp'],
  [['tiff_pipe'], 'tif tiff'],
];

const containersOf = new Map(
  kinds.flatMap(([containers, endings]) => endings.split(' ').map((ending) => [`.${ending}`, containers])),
);

/** @returns a sentence, or none where name and content agree or the ending tells nothing */
export function misnamedText(path: string, media: Pick<MediaInfo, 'container' | 'tags'>): string[] {
  const ending = extname(path).toLowerCase();
  const expected = containersOf.get(ending);
  if (expected === undefined || expected.includes(media.container)) return [];
  return [
    `The name ends in ${ending}, but the content is of another kind: ${containerText(media)}. Exhibit read it by its content.`,
  ];
}
