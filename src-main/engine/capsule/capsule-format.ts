/**
 * A case capsule: a zip that another expert can check without the videos. It holds a copy of the case, the frames that
 * were scored, without loss, the models, the report, and a table of contents with the SHA-256 of each. Its files are
 * stored, not compressed: frames are PNG already, and no file of it is longer than the capsule.
 */
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';

export const CONTENTS_FILE = 'capsule.json';
export const CASE_FILE = 'case.exhibit';
export const REPORT_FILE = 'report.html';
export const GUIDE_FILE = 'README.txt';
export const frameFile = (evidenceId: number, frameIndex: number): string =>
  `frames/${evidenceId}/${frameIndex}.png`;
export const modelFile = (name: string): string => `models/${name}.zip`;

/** A zip file without its 64-bit extension counts no further. */
export const MAX_FILES = 65_535;

/** Of the table of contents. Whoever checks a capsule reads it whole, and no longer one. */
export const MAX_CONTENTS_BYTES = 64 * 2 ** 20;
/** Of one entry's hash in the table of contents of an extract, with quotation marks, comma and its place in the line. */
const HASH_BYTES = 71;

/**
 * What is written must be readable: an extract lists the hash of every entry of the log.
 * @throws EngineError capsule/too-large
 */
export function requireReadableLog(entries: number): void {
  requireReadable(entries * HASH_BYTES);
}

/** @throws EngineError capsule/too-large */
export function contentsText(contents: CapsuleContents): string {
  const text = `${JSON.stringify(contents, null, 1)}\n`;
  requireReadable(Buffer.byteLength(text));
  return text;
}

function requireReadable(bytes: number): void {
  if (bytes <= MAX_CONTENTS_BYTES) return;
  throw new EngineError(
    'capsule/too-large',
    'The audit log of this case is too long for an extract: its table of contents lists the hash of every entry, and would be longer than 64 MiB, which no check reads. Write the capsule of the whole case.',
  );
}

/** Whether a capsule has files of that name. */
export const isCapsuleFile = (name: string): boolean =>
  [GUIDE_FILE, CASE_FILE, REPORT_FILE, CONTENTS_FILE].includes(name) ||
  /^frames\/\d+\/\d+\.png$/.test(name) ||
  /^models\/[^/]+\.zip$/.test(name);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

/** What is larger is not analysed either. */
const MAX_FRAME_PIXELS = 100e6;

const capsuleFrame = z
  .object({
    frameIndex: count,
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** Of its pixels: RGB, 8 bits, row by row. */
    rgbSha256: sha256,
  })
  .refine(({ width, height }) => width * height <= MAX_FRAME_PIXELS);

const capsuleExtract = z.object({
  /** On the list of the whole case, and taken off it. */
  files: count,
  removed: count,
  /** Of every entry of the whole log, in order. */
  hashes: z.array(sha256).min(1),
});
export type CapsuleExtract = z.infer<typeof capsuleExtract>;

export const capsuleContents = z
  .object({
    /** 2 for an extract: a version that does not know one would take its log for a broken one. */
    format: z.union([z.literal(1), z.literal(2)]),
    /** Only where the capsule holds chosen files of a case. */
    extract: capsuleExtract.exactOptional(),
    /** Such as "Exhibit 0.1.0". */
    software: z.string(),
    createdAt: z.string(),
    /** State of the audit log, see `shared/anchor.ts`. */
    log: z.object({ entries: count, head: sha256 }),
    /** The video files themselves are not inside. */
    videos: z.array(
      z.object({
        evidenceId: count,
        findingId: count,
        /** Of the file as it was analysed. */
        sha256,
        frames: z.array(capsuleFrame),
      }),
    ),
    /** Every other file of the capsule. */
    files: z.record(z.string(), z.object({ sha256, bytes: count })),
  })
  .refine(({ format, extract }) => (format === 2) === (extract !== undefined));

export type CapsuleContents = z.infer<typeof capsuleContents>;
export type CapsuleFrame = z.infer<typeof capsuleFrame>;

/** @param extract what a capsule of chosen files says of itself, as sentences; null for a whole case */
export const guideText = (
  software: string,
  extract: readonly string[] | null,
): string => `This is a case capsule of ${software}.
${extract === null ? '' : `\n${extract.join('\n')}\n`}
It holds what is needed to check the findings of ${extract === null ? 'a case' : 'these files'} again:
- ${CASE_FILE}: ${extract === null ? 'the whole case' : 'the case without the other files'}, with its findings, pictures, notes and audit log;
- ${REPORT_FILE}: the report, for any web browser;
- frames/: every frame in which a face was scored, as PNG without loss;
- models/: the models that scored them, for "exhibit models import";
- ${CONTENTS_FILE}: the SHA-256 of every file, and of the pixels of every frame.

To check it, run:  exhibit verify THIS-FILE.zip
That compares every SHA-256, checks the audit log, scores the frames again, decides the verdicts again, and says how far
they differ. It cannot tell whether the frames are those of the videos, or who made the capsule: compare its SHA-256
with its sender's. The video files are not inside. Their SHA-256 stand in the report.

The capsule shows faces and describes them in numbers: handle it as personal, biometric data.
`;
