/**
 * From stored to delivered pixels: RGB by the stream's own matrix and range, square, upright. All readers of frames
 * use the same filters, so an examiner sees exactly the pixels that were scored.
 */
import type { MediaInfo, Rational, VideoStream } from '../../shared/domain.ts';
import { colourMatrix, colourRange, hdrCurve } from './colour.ts';
import { orientationFilters, type Orientation } from './orientation.ts';

/** Up to 5 % a face does not look stretched, and unchanged pixels are closer to the evidence. */
const aspectTolerance = 0.05;
/** A larger ratio comes from a damaged header, not from a camera. */
const largestAspect = 4;

interface Size {
  width: number;
  height: number;
}

/**
 * Size of the decoded frames. Non-square pixels are made square by enlarging one side, so nothing is lost. Then the
 * picture is turned upright.
 */
export function deliveredSize(
  stored: Size,
  pixelAspect: Rational,
  { rotationDegrees }: Pick<Orientation, 'rotationDegrees'>,
): Size {
  const square = squareSize(stored, pixelAspect);
  return isSideways(rotationDegrees) ? { width: square.height, height: square.width } : square;
}

/** 1 where pixels are taken as square. */
function correctedAspect({ num, den }: Rational): number {
  const aspect = num / den;
  const isDamaged = !(aspect <= largestAspect && aspect >= 1 / largestAspect);
  return isDamaged || Math.abs(aspect - 1) <= aspectTolerance ? 1 : aspect;
}

function squareSize({ width, height }: Size, pixelAspect: Rational): Size {
  const aspect = correctedAspect(pixelAspect);
  return aspect > 1
    ? { width: Math.round(width * aspect), height }
    : { width, height: Math.round(height / aspect) };
}

/** Broadcasts change the shape of their pixels on the way (4:3 and 16:9): each frame is made square by its own. */
const ownSquareSize =
  `eval=frame:w='if(between(sar,${1 + aspectTolerance},${largestAspect}),round(iw*sar),iw)':` +
  `h='if(between(sar,${1 / largestAspect},${1 - aspectTolerance}),round(ih/sar),ih)'`;

function squareSizeOf({ sampleAspectRatio }: VideoStream): string {
  const aspect = correctedAspect(sampleAspectRatio);
  return aspect > 1 ? `w=round(iw*${aspect}):h=ih` : `w=iw:h=round(ih/${aspect})`;
}

const scaling = 'flags=bilinear+accurate_rnd+full_chroma_int';

/** The filter chain that ends in upright, interleaved RGB, each frame in its own size. */
export function rgbFilters({ kind, video }: Pick<MediaInfo, 'kind' | 'video'>): string[] {
  const turns = orientationFilters({
    rotationDegrees: video.rotationDegrees,
    mirrored: video.mirrored === true,
  });
  // The filters that turn a picture keep to the size of the first one.
  const size = kind === 'video' && turns.length === 0 ? ownSquareSize : squareSizeOf(video);
  // Bilinear chroma with exact rounding: the same on every processor, at half the time of bicubic.
  // Colour first, turning after: chroma samples sit left of their pixels, and would be misplaced once turned.
  const scale = `scale=${size}:${scaling}:in_color_matrix=${colourMatrix(video)}:in_range=${hdrCurve(video) === null ? colourRange(video) : 'pc'}:out_range=pc`;
  return [...hdrFilters(video), scale, 'format=rgb24', ...turns];
}

/** Of a colour in cd/m²: that of white paper or a face's brightest parts in HDR pictures (ITU-R BT.2408, table 1). */
const REFERENCE_WHITE = 203;

/**
 * From an HDR curve (ITU-R BT.2100) through linear light to BT.709, as RGB; light above the reference white is cut off.
 * HLG's system gamma is applied to each channel, as zimg does.
 */
function hdrFilters(video: VideoStream): string[] {
  if (hdrCurve(video) === null) return [];
  const from = `transferin=${video.colorTransfer}:primariesin=${video.colorPrimaries ?? 'bt2020'}:matrixin=${video.colorSpace ?? 'bt2020nc'}`;
  return [
    // What converts grey for zimg goes by the tag of the frame alone.
    `setparams=range=${colourRange(video)}`,
    // zimg takes chroma of half the resolution only of pictures with even sides.
    ...(/420|422|411|410|440/.test(video.pixelFormat) ? [`scale=${scaling}`, 'format=yuv444p16le'] : []),
    `zscale=${from}:transfer=linear:npl=${REFERENCE_WHITE}:primaries=bt709:matrix=gbr:range=pc`,
    'format=gbrpf32le',
    'zscale=transfer=bt709',
    'format=gbrp',
  ];
}

const isSideways = (rotationDegrees: VideoStream['rotationDegrees']) =>
  rotationDegrees === 90 || rotationDegrees === 270;
