/** Numbers as an examiner reads them. Everything is English and UTC, so that two desks show the same text. */
import type { Rational, SamplingPolicy } from '../../src-main/shared/domain.ts';
import type { Estimate } from '../../src-main/shared/model-card.ts';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const formatCount = (count: number): string => grouped.format(count);

/** "1 video", "3 videos". */
export const formatNumberOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : plural}`;

/** Presentation time as m:ss.mmm, or h:mm:ss.mmm from an hour on. */
export function formatTime(ms: number): string {
  const whole = Math.round(ms);
  const sign = whole < 0 ? '−' : '';
  const absolute = Math.abs(whole);
  return `${sign}${clock(Math.floor(absolute / 1000))}.${String(absolute % 1000).padStart(3, '0')}`;
}

/** Length of a video as m:ss.t, or h:mm:ss from an hour on. */
export function formatDuration(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths >= 36_000) return clock(Math.round(tenths / 10));
  return `${clock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Time left in the roughness that an estimate deserves. */
export function formatEta(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.round(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${Math.max(1, minutes)} min left`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = '';
  for (unit of units) {
    value /= 1000;
    if (value < 999.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

export const formatBitRate = (bitsPerSecond: number): string =>
  bitsPerSecond < 1e6
    ? `${Math.round(bitsPerSecond / 1e3)} kbit/s`
    : `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;

/** Two decimals; a score is never rounded to a certainty that it does not have. */
export function formatScore(score: number): string {
  if (score > 0.99 && score < 1) return '>0.99';
  if (score < 0.01 && score > 0) return '<0.01';
  return score.toFixed(2);
}

/** "0.91 (0.84–0.96)": a figure with its 95 % interval. */
export const formatEstimate = ({ value, low, high }: Estimate): string =>
  `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

export function formatRate(rate: Rational): string {
  const value = rate.num / rate.den;
  return `${Number.isInteger(value) ? value : value.toFixed(3).replace(/0+$/, '')} fps`;
}

/** ISO 8601 to "2026-03-01 14:05 UTC"; text that is no date is shown as it stands in the file. */
export function formatWhen(iso: string): string {
  const at = new Date(iso);
  if (!/^\d{4}-\d\d-\d\dT/.test(iso) || Number.isNaN(at.getTime())) return iso;
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export const shortHash = (sha256: string): string => sha256.slice(0, 12);

/** The bounded likelihood ratio in words, from its base-10 logarithm. */
export function formatLikelihoodRatio(log10: number): string {
  const times = 10 ** Math.abs(log10);
  if (times < 1.05) return 'as expected of a genuine face as of a fake one';
  const factor = times < 10 ? times.toFixed(1) : formatCount(Math.round(times));
  return `${factor} times more to be expected if ${log10 > 0 ? 'fake' : 'genuine'}`;
}

export function formatSampling(policy: SamplingPolicy): string {
  switch (policy.kind) {
    case 'first':
      return `the first ${formatNumberOf(policy.count, 'frame')}`;
    case 'spread':
      return `${formatNumberOf(policy.count, 'frame')} spread evenly`;
    case 'every':
      return policy.step === 1 ? 'every frame' : `every ${formatCount(policy.step)}th frame`;
    case 'rate':
      return `${policy.perSecond} frames per second`;
    case 'all':
      return 'every frame';
  }
}

/** Last part of a path, whichever system wrote it. */
export const fileName = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

export const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '');
