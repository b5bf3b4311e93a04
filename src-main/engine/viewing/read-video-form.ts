/** The form of what was read of a video, as strictly as viewing depends on it: it comes back from a file on the disk. */
import { z } from 'zod';
import type { MediaInfo, Rational } from '../../shared/domain.ts';
import { MAX_FRAMES } from '../media/read-packets.ts';
import type { ReadVideo } from './video-reader.ts';

const count = z.number().int().nonnegative();
const size = z.number().int().positive();
const text = z.string();
const texts = z.array(text);
const tags = z.record(text, text);
const maybeText = text.nullable();
const maybeNumber = z.number().nullable();
const rational = z.strictObject({ num: z.number(), den: z.number() }) satisfies z.ZodType<Rational>;
const clock = rational.refine(({ num, den }) => num > 0 && den > 0);

const video = z.strictObject({
  ...{ index: count, containerId: text.exactOptional(), codec: text, profile: maybeText, pixelFormat: text },
  ...{ bitDepth: size, width: size, height: size },
  rotationDegrees: z.literal([0, 90, 180, 270]),
  ...{ mirrored: z.literal(true).exactOptional(), slantDegrees: z.number().exactOptional() },
  ...{ sampleAspectRatio: rational, timeBase: clock },
  ...{ averageFrameRate: rational.nullable(), nominalFrameRate: rational.nullable() },
  ...{ variableFrameRate: z.boolean(), frameCount: count.nullable() },
  ...{ durationMs: maybeNumber, bitRate: maybeNumber },
  ...{ colorSpace: maybeText, colorTransfer: maybeText, colorPrimaries: maybeText, colorRange: maybeText },
});

const media = z.strictObject({
  kind: z.enum(['video', 'still', 'animation']),
  ...{ container: text, sizeBytes: count, durationMs: maybeNumber, bitRate: maybeNumber },
  ...{ createdAt: maybeText, tags, video },
  streams: z.array(
    z.strictObject({
      kind: z.enum(['video', 'audio', 'subtitle', 'data', 'attachment']),
      ...{ index: count, codec: text, detail: text, tags },
    }),
  ),
  ...{ clockStartMs: z.number().exactOptional(), usableBytes: size.exactOptional() },
  ...{
    assumptions: texts.exactOptional(),
    missing: texts.exactOptional(),
    unexamined: texts.exactOptional(),
  },
}) satisfies z.ZodType<MediaInfo>;

const all = (values: ArrayLike<number>, fits: (value: number, at: number) => boolean): boolean => {
  for (let at = 0; at < values.length; at += 1) if (!fits(values[at]!, at)) return false;
  return true;
};
/** Bytes and places; NaN where they are not known. */
const knownOrNot = z
  .instanceof(Float64Array<ArrayBuffer>)
  .refine((values) =>
    all(values, (value) => Number.isNaN(value) || (Number.isSafeInteger(value) && value >= 0)),
  );
const ascending = (values: ArrayLike<number>) =>
  all(values, (value, at) => Number.isInteger(value) && value >= 0 && (at === 0 || value > values[at - 1]!));
const frames = z.array(z.number()).refine(ascending);

const index = z.strictObject({
  pts: z.instanceof(Float64Array<ArrayBuffer>).refine((values) => all(values, Number.isSafeInteger)),
  keys: z.instanceof(Uint8Array<ArrayBuffer>).refine((values) => all(values, (value) => value <= 1)),
  positions: knownOrNot,
  timesMs: z
    .instanceof(Float64Array<ArrayBuffer>)
    .refine((values) =>
      all(values, (value, at) => Number.isFinite(value) && (at === 0 || value >= values[at - 1]!)),
    ),
  ...{ joins: frames, oddTimes: frames, timeBase: clock },
  source: z.enum(['packets', 'decoding']),
  ...{ warnings: texts, storedFrames: count.nullable(), endMs: z.number(), readTo: count.nullable() },
  packets: z.array(z.never()),
});

const form = z
  .object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    read: z.strictObject({
      ...{ media, index },
      cuts: z.instanceof(Int32Array<ArrayBuffer>).refine(ascending),
      packetBytes: knownOrNot,
    }) satisfies z.ZodType<ReadVideo>,
  })
  .refine(({ read: { index: of, cuts, packetBytes } }) => {
    const { length } = of.pts;
    const perFrame = [of.keys, of.positions, of.timesMs, packetBytes];
    const last = [of.joins, of.oddTimes, cuts].map((places) => places.at(-1) ?? 0);
    return (
      length > 0 &&
      length <= MAX_FRAMES &&
      perFrame.every((each) => each.length === length) &&
      last.every((place) => place < length) &&
      of.endMs >= of.timesMs.at(-1)!
    );
  });

/** @returns null for anything else */
export const readVideoForm = (value: unknown): { sha256: string; read: ReadVideo } | null =>
  form.safeParse(value).data ?? null;
