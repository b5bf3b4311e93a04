/** Text for counts, times and refusals in a reason. */
import type { Face, Refusal, Track } from '../../shared/domain.ts';
import { refusalWords } from '../../shared/wording.ts';

export const inWords = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "12 faces too small, 1 face turned away"; null when every face was scored. */
export function facesNotScored(faces: readonly Face[]): string | null {
  const counts = new Map<Refusal, number>();
  for (const { refused } of faces) if (refused) counts.set(refused, (counts.get(refused) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([refusal, count]) => `${inWords(count, 'face')} ${refusalWords[refusal]}`);
  return parts.length === 0 ? null : parts.join(', ');
}

export const span = ({ startMs, endMs }: Pick<Track, 'startMs' | 'endMs'>) =>
  `${(startMs / 1000).toFixed(1)} to ${(endMs / 1000).toFixed(1)} s`;
