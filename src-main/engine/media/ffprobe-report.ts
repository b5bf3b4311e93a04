/** The part of ffprobe's JSON that Exhibit reads; the rest is ignored. */
import { z } from 'zod';

const tags = z.record(z.string(), z.string()).default({});
const text = z.string().optional();
const number = z.number().optional();

const sideData = z.object({ side_data_type: text, displaymatrix: text, dv_profile: number });

const stream = z.object({
  index: z.number(),
  id: text,
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  profile: z.union([z.string(), z.number()]).optional(),
  width: number,
  height: number,
  pix_fmt: text,
  bits_per_raw_sample: text,
  sample_aspect_ratio: text,
  time_base: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  nb_frames: text,
  duration: text,
  bit_rate: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  color_range: text,
  field_order: text,
  channels: number,
  sample_rate: text,
  disposition: z.record(z.string(), z.number()).default({}),
  side_data_list: z.array(sideData).default([]),
  tags,
});

export const ffprobeReport = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ format_name: text, duration: text, bit_rate: text, tags }).default({ tags: {} }),
  /** Each packet before the frames that were decoded from it. */
  packets_and_frames: z
    .array(
      z.object({
        type: text,
        stream_index: number,
        pos: text,
        side_data_list: z.array(sideData).default([]),
      }),
    )
    .default([]),
});

export type FfprobeReport = z.infer<typeof ffprobeReport>;
export type FfprobeStream = z.infer<typeof stream>;
