/** Frames that name other colours than the video does at its start, by whose tags all of its frames are converted. */
import type { VideoStream } from '../../shared/domain.ts';
import { colourMatrix, colourRange, hdrCurve, type ColourTags } from './colour.ts';
import { seconds } from './missing-frames.ts';

export class ColourChanges {
  readonly #video: VideoStream;
  #frames = 0;
  #first: { ptsMs: number; tags: ColourTags } | null = null;

  constructor(video: VideoStream) {
    this.#video = video;
  }

  /** @param tags of a decoded frame, before it is converted; null where they were not logged */
  add(tags: ColourTags | null, ptsMs: number): void {
    if (tags === null || !differs(tags, this.#video)) return;
    this.#frames += 1;
    this.#first ??= { ptsMs, tags };
  }

  /** A sentence of the verdict, or none. */
  text(): string[] {
    if (this.#first === null) return [];
    const { ptsMs, tags } = this.#first;
    return [
      `The colour tags change in this video: from ${seconds(ptsMs)} s on, ${this.#frames} of the frames that were looked at name ${named(tags)} ` +
        `and were converted as ${named(this.#video)}, like its start. Their colours are wrong. Cut the video there and add the second part as evidence of its own.`,
    ];
  }
}

/** A frame without a tag is read like the rest of the video. */
function differs(frame: ColourTags, video: ColourTags): boolean {
  return (
    (frame.colorSpace !== null && colourMatrix(frame) !== colourMatrix(video)) ||
    (frame.colorRange !== null && colourRange(frame) !== colourRange(video)) ||
    (frame.colorTransfer !== null && hdrCurve(frame) !== hdrCurve(video))
  );
}

const named = (tags: ColourTags): string =>
  [
    colourMatrix(tags).replace(/^bt/, 'BT.'),
    colourRange(tags) === 'pc' ? 'full range' : 'limited range',
    hdrCurve(tags) ?? 'no HDR',
  ].join(', ');
