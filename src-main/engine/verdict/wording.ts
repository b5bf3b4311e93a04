/** Text for counts, times and refusals in a reason. */
import type { Face, Refusal, Track } from '../../shared/domain.ts';
import { countOf, refusalWords } from '../../shared/wording.ts';

export const inWords = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "12 faces too small, 1 box that may not be a face"; null when every face was scored. */
export function facesNotScored(faces: readonly Face[]): string | null {
  const counts = new Map<Refusal, number>();
  for (const { refused } of faces) if (refused) counts.set(refused, (counts.get(refused) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([refusal, count]) =>
      refusal === 'low-detection'
        ? countOf(count, 'box that may not be a face', 'boxes that may not be faces')
        : `${inWords(count, 'face')} ${refusalWords[refusal]}`,
    );
  return parts.length === 0 ? null : parts.join(', ');
}

/** "0.4 to 2.0 s", "at 1.4 s". */
export function span({ startMs, endMs }: Pick<Track, 'startMs' | 'endMs'>): string {
  const [start, end] = [startMs, endMs].map((ms) => (ms / 1000).toFixed(1));
  return start === end ? `at ${start} s` : `${start} to ${end} s`;
}
