/** Where a part of the sound goes on the clock of the audio output. */

/** The instant of the film that stands at an instant of the page's clock, both in ms, while it plays at 1x. */
export interface Anchor {
  filmMs: number;
  atMs: number;
}

/** As `AudioContext.getOutputTimestamp`: what is heard at `performanceTime` (ms) has this `contextTime` (s). */
export interface OutputTime {
  contextTime: number;
  performanceTime: number;
}

/**
 * What has to be heard by now already is left out, so that the rest is heard in its time.
 * @param nowSeconds on the clock of the output; nothing can begin before
 * @returns when it begins there, and how far into the part, both in seconds; null if all of it is over
 */
export function placeSound(
  part: { startMs: number; lengthMs: number },
  anchor: Anchor,
  output: OutputTime,
  nowSeconds: number,
): { when: number; offset: number } | null {
  const heardAtMs = anchor.atMs + part.startMs - anchor.filmMs;
  const due = output.contextTime + (heardAtMs - output.performanceTime) / 1000;
  const offset = Math.max(0, nowSeconds - due);
  return offset * 1000 < part.lengthMs ? { when: due + offset, offset } : null;
}
