/** Text for values in a report. Everything is in English and UTC, so every machine writes the same text. */
import type { FrameRecord } from '../../shared/domain.ts';
import { countOf } from '../../shared/wording.ts';

/** "2026-03-01 14:05:09 UTC"; text that is not an ISO 8601 time stays unchanged. */
export function instantText(iso: string): string {
  // Date also accepts other text: "0000:00:00" would become the year 2000.
  const at = /^\d{4}-\d{2}-\d{2}T/.test(iso) ? new Date(iso) : null;
  if (at === null || Number.isNaN(at.getTime())) return iso;
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export const bytesText = (bytes: number): string =>
  `${bytes.toLocaleString('en-GB')} bytes${bytes >= 1e6 ? ` (${(bytes / 1e6).toFixed(1)} MB)` : ''}`;

/** Skipped frames by reason, with their count and the first twenty frame numbers. */
export function skippedFrames(frames: readonly FrameRecord[]): string[] {
  const byReason = new Map<string, number[]>();
  for (const { frameIndex, skipped } of frames) {
    if (skipped === null) continue;
    const indexes = byReason.get(skipped);
    if (indexes) indexes.push(frameIndex);
    else byReason.set(skipped, [frameIndex]);
  }
  return [...byReason].map(([reason, indexes]) => {
    const named = indexes.slice(0, 20).join(', ');
    const rest = indexes.length > 20 ? ` and ${indexes.length - 20} more` : '';
    return `${countOf(indexes.length, 'frame')} skipped (${reason}): ${named}${rest}`;
  });
}
