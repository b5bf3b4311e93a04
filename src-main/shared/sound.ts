/** The sound of a video as it is heard beside its frames: in parts of equal length, each decoded by itself. */

/** In Hz; of every part, whatever the file has. */
export const SOUND_RATE = 48_000;
export const SOUND_CHANNELS = 2;
/** 768 kB decoded; ffmpeg needs longer to start than to decode it. */
export const PART_MS = 4000;
export const PART_SAMPLES = (PART_MS / 1000) * SOUND_RATE;

export interface SoundPart {
  /** Interleaved, from `part * PART_MS` on the time line of the frames; fewer where the sound ends. */
  samples: Int16Array;
  /** What the decoder said of it; null for nothing. */
  complaint: string | null;
}
