/** A video as it is looked at frame by frame, before, after or without an analysis. */
import type { OfOpening } from './case.ts';
import type { MediaInfo, Rational } from './domain.ts';

/** The two sides on which videos are looked at together, each with a decoder of its own. */
export const viewedSides = ['a', 'b'] as const;
export type ViewedSide = (typeof viewedSides)[number];

/** One file of the evidence, in the opening of the case in which it was found. */
export interface ViewedEvidence extends OfOpening {
  evidenceId: number;
  /** Left out, it is a. */
  side?: ViewedSide;
}

/** All frames of a video by their times; arrays have one element for each frame. */
export interface ViewedVideo {
  media: MediaInfo;
  timeBase: Rational;
  /** Presentation time stamps, in units of the time base. */
  pts: Float64Array;
  /** Presentation times, in ms, rising. */
  timesMs: Float64Array;
  /** 1 for a frame at which decoding can begin. */
  keys: Uint8Array;
  /** Size of the packet at which the frame begins; NaN where no packet tells. */
  packetBytes: Float64Array;
  /** Frames with which the edit list of the file goes on at another place of the recording; rising. */
  cuts: Int32Array;
  /** When the last frame ends, in ms. */
  endMs: number;
}

/** What a comparison of all frames of a video found. */
export interface ComparedFrames {
  /** For each frame the first one with the same pixels, or -1. */
  repeats: Int32Array;
  /** Frames with which another shot begins, rising. */
  shots: Int32Array;
}

/** What is known of one frame, for the examiner to read and copy. */
export interface FrameFacts {
  frameIndex: number;
  /** In units of the time base. */
  pts: number;
  timeBase: Rational;
  ptsMs: number;
  /** To the next frame; of the last one to the end of the video; null for a picture. */
  durationMs: number | null;
  /** As the decoder names it: I, P, B and rarer ones; null where it names none. */
  pictureType: string | null;
  /** Whether decoding can begin here. */
  key: boolean;
  /** Of the packet at which the frame begins; null where no packet tells. */
  packetBytes: number | null;
  width: number;
  height: number;
  /** Of `ViewedFrame.rgb`; null where it was not asked for. */
  sha256: string | null;
}

export interface ViewedFrame {
  facts: FrameFacts;
  /** Upright, interleaved, row by row; length is width × height × 3. */
  rgb: Uint8Array;
}

/**
 * Why a frame is asked for: to be looked at; ahead of that, which moves nothing; or to be played, where there is no
 * time to compute its SHA-256.
 */
export const framePurposes = ['show', 'ahead', 'play'] as const;
export type FramePurpose = (typeof framePurposes)[number];
