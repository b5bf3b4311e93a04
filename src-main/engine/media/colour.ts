/**
 * From a stream's colour tags to the matrix and range that its pixels are read with (ITU-T H.273). A matrix that
 * ffmpeg's scaler does not know is refused by name: read with another one, every colour would be wrong.
 */
import type { VideoStream } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';

export type ColourTags = Pick<
  VideoStream,
  'colorSpace' | 'colorTransfer' | 'colorPrimaries' | 'colorRange' | 'pixelFormat'
>;

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

/** ITU-R BT.2100: brightness for screens that go far beyond white, in two curves. */
const hdrCurves: Readonly<Record<string, 'PQ' | 'HLG'>> = { smpte2084: 'PQ', 'arib-std-b67': 'HLG' };

/** What an HDR picture may be coded with; zimg's names are the probe's. */
const hdrMatrices = new Set(['bt2020nc', 'bt709', 'smpte170m', 'bt470bg', 'gbr']);
const hdrPrimaries = new Set(['bt2020', 'bt709', 'smpte432', 'smpte170m', 'bt470bg']);

export const hdrCurve = ({ colorTransfer }: Pick<ColourTags, 'colorTransfer'>): 'PQ' | 'HLG' | null =>
  hdrCurves[colorTransfer ?? ''] ?? null;

/** The JPEG formats (yuvj…) and RGB use the whole range. */
const fullRangeFormat = /^(?:yuvj|rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr)/;
const greyFormat = /^(?:gray|ya|mono)/;
const formatWithoutMatrix = /^(?:rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr|gray|ya|mono)/;

/** Streams that do not say are BT.601, as ffmpeg and OpenCV take them, which made the training data; HDR is BT.2020. */
export const colourMatrix = (tags: Pick<ColourTags, 'colorSpace' | 'colorTransfer'>): string =>
  matrices[tags.colorSpace ?? ''] ?? (hdrCurve(tags) === null ? 'bt601' : 'bt2020');

/**
 * Grey is full range whatever its tag says, because ffmpeg writes it so, with the tag of the colours that it was made of.
 * No such grey is made for HDR, which ITU-R BT.2100 codes in limited range.
 */
export const colourRange = ({ colorRange, colorTransfer, pixelFormat }: ColourTags): 'pc' | 'tv' =>
  colorRange === 'pc' ||
  fullRangeFormat.test(pixelFormat) ||
  (greyFormat.test(pixelFormat) && hdrCurve({ colorTransfer }) === null)
    ? 'pc'
    : 'tv';

/**
 * @param convertsHdr whether this ffmpeg can (`FfmpegPair`)
 * @throws EngineError media/unsupported for colours that can't be read right
 */
export function requireKnownColours(tags: ColourTags, container: string, convertsHdr: boolean): void {
  const { colorSpace, pixelFormat } = tags;
  const hdr = hdrCurve(tags);
  if (hdr !== null && !convertsHdr) {
    throw new EngineError(
      'media/unsupported',
      `The brightness of this file is coded for HDR (${hdr}), which this ffmpeg cannot convert: it was built without zimg. Install an ffmpeg with zimg, such as Debian's or the one that comes with Exhibit.`,
    );
  }
  // ffmpeg hands out the planes of a JPEG inside a TIFF without saying what they are: red comes out as green.
  if (container === 'tiff_pipe' && pixelFormat.startsWith('yuv')) {
    throw new EngineError(
      'media/unsupported',
      'The colours of this TIFF are stored as YCbCr (as JPEG compression does), which Exhibit cannot read correctly. Convert it to PNG and add the copy as evidence of its own.',
    );
  }
  if (
    hdr !== null &&
    !(hdrMatrices.has(colorSpace ?? 'bt2020nc') && hdrPrimaries.has(tags.colorPrimaries ?? 'bt2020'))
  ) {
    throw new EngineError(
      'media/unsupported',
      `This file is coded for HDR with the matrix ${colorSpace ?? 'bt2020nc (not stated)'} and the primaries ${tags.colorPrimaries ?? 'bt2020 (not stated)'}, which Exhibit cannot convert. Convert it to BT.709 and analyse the copy as evidence of its own.`,
    );
  }
  if (colorSpace === null || matrices[colorSpace] !== undefined || formatWithoutMatrix.test(pixelFormat))
    return;
  throw new EngineError(
    'media/unsupported',
    `The colours of this file use the matrix ${colorSpace}, which Exhibit cannot read correctly. Convert it to BT.709 and analyse the copy as evidence of its own.`,
  );
}

/** What was assumed about the colours because the file does not say, and what was converted. */
export function colourAssumptions(tags: ColourTags): string[] {
  const { colorSpace, colorRange, pixelFormat } = tags;
  const hasMatrix = !formatWithoutMatrix.test(pixelFormat);
  const hdr = hdrCurve(tags);
  const matrix = colourMatrix(tags).replace(/^bt/, 'BT.');
  return [
    ...(hasMatrix && colorSpace === null ? [`The file names no colour matrix; ${matrix} was assumed.`] : []),
    ...(colorRange === null && colourRange(tags) === 'tv'
      ? ['The file names no colour range; limited range was assumed.']
      : []),
    ...(colorRange === 'tv' && greyFormat.test(pixelFormat) && colourRange(tags) === 'pc'
      ? ['The file names limited range for its grey frames; full range was assumed, as ffmpeg writes them.']
      : []),
    ...(hdr === null
      ? []
      : [
          `The brightness is coded for HDR (${hdr}). It was converted to BT.709 with white at 203 cd/m² (ITU-R BT.2408); brighter parts became white.`,
        ]),
  ];
}
