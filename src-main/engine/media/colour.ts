/**
 * From a stream's colour tags to the matrix and range that its pixels are read with (ITU-T H.273). A matrix that
 * ffmpeg's scaler does not know is refused by name: read with another one, every colour would be wrong.
 */
import type { VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';

type ColourTags = Pick<VideoStream, 'colorSpace' | 'colorTransfer' | 'colorRange' | 'pixelFormat'>;

/** Names of the scaler by names of the probe. */
const matrices: Readonly<Record<string, string>> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  smpte240m: 'smpte240m',
  fcc: 'fcc',
  bt2020nc: 'bt2020',
  // RGB has no matrix.
  gbr: 'bt601',
};

/** The JPEG formats (yuvj…), RGB and grey use the whole range, as swscale holds it too. */
const fullRangeFormat = /^(?:yuvj|rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr|gray|ya|mono)/;
const formatWithoutMatrix = /^(?:rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr|gray|ya|mono)/;

/** Streams that do not say are BT.601, as ffmpeg and OpenCV take them, which made the training data. */
export const colourMatrix = ({ colorSpace }: Pick<ColourTags, 'colorSpace'>): string =>
  matrices[colorSpace ?? ''] ?? 'bt601';

export const colourRange = ({ colorRange, pixelFormat }: ColourTags): 'pc' | 'tv' =>
  colorRange === 'pc' || fullRangeFormat.test(pixelFormat) ? 'pc' : 'tv';

/** @throws EngineError media/unsupported for colours that can't be read right */
export function requireKnownColours({ colorSpace, pixelFormat }: ColourTags, container: string): void {
  // ffmpeg hands out the planes of a JPEG inside a TIFF without saying what they are: red comes out as green.
  if (container === 'tiff_pipe' && pixelFormat.startsWith('yuv')) {
    throw new EngineError(
      'media/unsupported',
      'The colours of this TIFF are stored as YCbCr (as JPEG compression does), which Exhibit cannot read correctly. Convert it to PNG and add the copy as evidence of its own.',
    );
  }
  if (colorSpace === null || matrices[colorSpace] !== undefined || formatWithoutMatrix.test(pixelFormat))
    return;
  throw new EngineError(
    'media/unsupported',
    `The colours of this video use the matrix ${colorSpace}, which Exhibit cannot read correctly. Convert the video to BT.709 and analyse the copy as evidence of its own.`,
  );
}

/** What was assumed about the colours because the file does not say, and what was not applied. */
export function colourAssumptions(tags: ColourTags): string[] {
  const { colorSpace, colorTransfer, colorRange, pixelFormat } = tags;
  const hasMatrix = !formatWithoutMatrix.test(pixelFormat);
  const hdr = { smpte2084: 'PQ', 'arib-std-b67': 'HLG' }[colorTransfer ?? ''];
  return [
    ...(hasMatrix && colorSpace === null ? ['The file names no colour matrix; BT.601 was assumed.'] : []),
    ...(hasMatrix && colorRange === null && colourRange(tags) === 'tv'
      ? ['The file names no colour range; limited range was assumed.']
      : []),
    ...(hdr === undefined
      ? []
      : [
          `The brightness is coded for HDR (${hdr}) and was not converted: faces look paler than on an HDR screen.`,
        ]),
  ];
}
