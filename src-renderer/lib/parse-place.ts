/** A place in a video as an examiner types it: "120" is a frame, "1:02.5" and "62.5 s" are times. */
export type Place = { frameIndex: number } | { ms: number };

const FRAME = /^\d+$/;
const CLOCK = /^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/;
const SECONDS = /^(\d+(?:\.\d+)?) ?s$/;

/** @returns null where the text names neither */
export function parsePlace(text: string): Place | null {
  const typed = text.trim().replace(',', '.');
  if (FRAME.test(typed)) return { frameIndex: Number(typed) };
  const seconds = SECONDS.exec(typed)?.[1];
  if (seconds !== undefined) return { ms: Number(seconds) * 1000 };
  const clock = CLOCK.exec(typed);
  if (!clock) return null;
  const [hours = '0', minutes, rest] = clock.slice(1);
  return { ms: Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)) * 1000) };
}
