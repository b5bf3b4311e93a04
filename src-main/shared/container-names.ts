/** Containers in plain words, one name each, in place of ffmpeg's lists of what one demuxer reads. */
import type { MediaInfo } from './domain.ts';
import { ownValue } from './own-value.ts';

const names: Readonly<Record<string, string>> = {
  'matroska,webm': 'Matroska (MKV, WebM)',
  avi: 'AVI',
  flv: 'Flash Video (FLV)',
  asf: 'Windows Media (ASF)',
  mpegts: 'MPEG transport stream',
  mpeg: 'MPEG program stream',
  mpegvideo: 'MPEG video without a container',
  ogg: 'Ogg',
  mxf: 'MXF',
  rm: 'RealMedia',
  dv: 'DV',
  wtv: 'Windows recorded TV (WTV)',
  nut: 'NUT',
  ivf: 'IVF',
  h264: 'H.264 without a container',
  hevc: 'H.265 without a container',
  m4v: 'MPEG-4 video without a container',
  obu: 'AV1 without a container',
  gif: 'GIF',
  apng: 'animated PNG',
  mjpeg: 'JPEG pictures one after the other',
  yuv4mpegpipe: 'YUV4MPEG2',
  dhav: 'Dahua (DHAV)',
  jpeg_pipe: 'JPEG',
  png_pipe: 'PNG',
  webp_pipe: 'WebP',
  bmp_pipe: 'BMP',
  tiff_pipe: 'TIFF',
};

/** What ffmpeg reads with one demuxer is told apart by the file's own brand (ISO/IEC 14496-12, 4.3). */
function isoName(brand: string | undefined): string {
  if (brand === undefined) return 'MP4 or QuickTime (it names no brand)';
  if (brand.startsWith('qt')) return 'QuickTime (MOV)';
  if (brand.startsWith('3g')) return '3GP';
  return brand.startsWith('M4V') ? 'M4V' : 'MP4';
}

/** "MP4"; ffmpeg's own name for one that has no other here. */
export const containerText = ({ container, tags }: Pick<MediaInfo, 'container' | 'tags'>): string =>
  container.startsWith('mov,mp4') ? isoName(tags['major_brand']) : (ownValue(names, container) ?? container);
