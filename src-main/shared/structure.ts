/** What the bytes of a file say of how it was put together, apart from what its pictures show. */
import type { ContentCredentials } from './credentials.ts';

/** Formats whose parts are listed. */
export type StructureForm = 'MP4 boxes' | 'EBML elements' | 'RIFF chunks' | 'JPEG segments' | 'PNG chunks';

/** One part, or several of one kind in a row of parts, in the order of the file; what is in it follows, one level deeper. */
export interface FilePart {
  /** 0 for those at the top. */
  depth: number;
  /** As the file names it, such as `moov`, `Segment`, `LIST hdrl` or `APP1`. */
  type: string;
  /** In plain words; null for one that Exhibit does not know. */
  meaning: string | null;
  /** Byte of the file at which it begins. */
  at: number;
  /** With its head, as it says itself; null where it does not say. Of several, all together. */
  sizeBytes: number | null;
  /** How many of this kind follow here and are not listed one by one; left out for one that is listed. */
  more?: number;
  /** What stands in it, shortened. */
  value: string | null;
}

export interface FileFact {
  kind: 'brand' | 'writer' | 'device' | 'time' | 'other';
  name: string;
  value: string;
  /** Byte of the file at which the part begins that says so. */
  at: number;
}

/** A known writer whose files have what this one has. */
export interface CompatibleWriter {
  name: string;
  /** The facts of this file on which that rests. */
  because: string[];
  /** Whether it writes what was recorded before, as a camera does not; left out in findings of the rules version 1. */
  rewrites?: boolean;
  cannotTell: string;
  source: string;
}

export interface FileStructure {
  form: StructureForm;
  parts: FilePart[];
  facts: FileFact[];
  /** Where the list of the parts ends before the file does, and why, as sentences. */
  notListed: string[];
  writers: {
    /** Version of the rules, `resources/known-writers.json`. */
    rules: number;
    compatible: CompatibleWriter[];
  };
  /** Whether Content Credentials (C2PA) stand in the parts. */
  credentials: 'absent' | 'present' | 'not-looked-for';
  /** What a check of them found; left out where there are none, and in findings older than the check. */
  contentCredentials?: ContentCredentials;
}

/** How the frames of a video are coded over time; null where the file does not tell. */
export interface CodingFigures {
  /** From one key frame to the next, in frames; null with fewer than two. */
  keyInterval: { median: number; least: number; most: number } | null;
  /** Whether frames are stored in another order than they are shown in, as those between B frames are. */
  reordered: boolean | null;
  /** In bit/s: over all of the video, and of its whole seconds the least and the most. */
  bitRate: { mean: number; perSecond: { least: number; most: number } | null } | null;
  /** Mean of all frames, by their packets. Left out where a size is not known, and in analyses that were made before. */
  frameBytes?: number;
  /** Left out in analyses that were made before it was looked for. */
  largerFrames?: LargerFrames;
  /** Null where it could not be read; left out for other codecs than H.264 and HEVC, and in analyses that were made before. */
  quantiser?: Quantiser | null;
}

/** The quantisation parameter (QP) that the slices of each picture name; of several slices the mean. */
export interface Quantiser {
  /** How many were read: those that are stored first. */
  pictures: number;
  /** Whether that are all of the video. */
  isWhole: boolean;
  median: number;
  least: number;
  most: number;
  /** The mean of the pictures shown in each second, null for a second without one; null as a whole where times are missing. */
  perSecond: (number | null)[] | null;
}

/**
 * Frames that are larger than their neighbours at a regular distance, where no key frame is. The frame `first` is the
 * first one at that distance, and `repeats` of them were compared.
 */
export type LargerFrames =
  | { state: 'found'; every: number; first: number; repeats: number }
  | { state: 'none' | 'too-short' | 'sizes-unknown' | 'other-codec' };
