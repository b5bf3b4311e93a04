/** Reads ffprobe's numbers: they are text, and an unknown value has several forms. */
import type { Rational } from '../../shared/domain.ts';

/** null for "0/0", "0/1", "N/A" and the like. */
export function rational(text: string | undefined): Rational | null {
  const [num, den] = (text ?? '').split('/').map(Number);
  return num && den ? { num, den } : null;
}

export function positive(text: string | undefined): number | null {
  const value = Number(text);
  return value > 0 && Number.isFinite(value) ? value : null;
}

export function milliseconds(seconds: string | undefined): number | null {
  const value = positive(seconds);
  // Rounded to whole microseconds, as ffprobe writes them; otherwise 2.01 s becomes 2009.9999999999998 ms.
  return value === null ? null : Math.round(value * 1e6) / 1000;
}

/** Phones and messengers write colour tags that ITU-T H.273 reserves; they say no more than none. */
export const known = (value: string | number | undefined) =>
  value === undefined || value === 'unknown' || value === 'reserved' ? null : String(value);

/** null for what ffprobe did not come to write whole. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
