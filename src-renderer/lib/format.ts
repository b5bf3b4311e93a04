/** Numbers as an examiner reads them. Everything is English, and times begin with UTC, which all desks share. */
import { fileName } from '../../src-main/shared/path-text.ts';
import { clockText } from '../../src-main/shared/wording.ts';
import { texts } from '../texts/texts.ts';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const formatCount = (count: number): string => grouped.format(count);

/** Length of a video as m:ss.t, or h:mm:ss from an hour on. */
export function formatDuration(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths >= 36_000) return clockText(Math.round(tenths / 10));
  return `${clockText(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** Time left in the roughness that an estimate deserves. */
export function formatEta(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return texts.everywhere.aFewSecondsLeft;
  if (seconds < 55) return texts.everywhere.aboutSecondsLeft({ seconds: Math.round(seconds / 5) * 5 });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return texts.everywhere.aboutMinutesLeft({ minutes: Math.max(1, minutes) });
  return texts.everywhere.aboutHoursLeft({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
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

/**
 * ISO 8601 to "2026-03-01 23:05:09 UTC (2026-03-02 00:05:09 UTC+1)": in UTC, as reports and log have it, with the time of
 * this desk beside it where that is another one. Text that is no date is shown as it stands in the file.
 * @param offsetMin of the desk's zone at that time, from UTC
 */
export function formatWhen(iso: string, offsetMin = -new Date(iso).getTimezoneOffset()): string {
  const at = new Date(iso);
  if (!/^\d{4}-\d\d-\d\dT/.test(iso) || Number.isNaN(at.getTime())) return iso;
  const utc = secondsText(at);
  if (offsetMin === 0) return `${utc} UTC`;
  const local = secondsText(new Date(at.getTime() + offsetMin * 60_000));
  const isSameDay = local.slice(0, 10) === utc.slice(0, 10);
  return `${utc} UTC (${isSameDay ? local.slice(11) : local} ${zoneText(offsetMin)})`;
}

const secondsText = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

/** "UTC+5:30". */
function zoneText(offsetMin: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offsetMin) / 60), Math.abs(offsetMin) % 60];
  return `UTC${offsetMin < 0 ? '−' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}

export const shortHash = (sha256: string): string => sha256.slice(0, 12);

/** Last part of a path, whichever system wrote it. */
export const folderOf = (path: string): string => path.slice(0, -fileName(path).length - 1);

/** Of a case by its file; null where there is none. */
export const caseName = (path: string | undefined): string | null =>
  path === undefined ? null : fileName(path).replace(/\.exhibit$/i, '');
