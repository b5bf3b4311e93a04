/** Whether a file is a video or a picture: by its first bytes, then by ffprobe; never by its name. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { Sight } from './look-into.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { diskPath } from './path-bytes.ts';

/** Why a file is not examined. */
export interface LeftOut {
  reason: string;
  /** Whether it surely is something else: a text, a document, an archive, a program, sound. */
  isOther: boolean;
  code: ErrorCode;
}

/** @returns null for a video or a picture */
export type Recognise = (path: string) => Promise<LeftOut | null>;

/** What file-type looks at. */
const HEAD_BYTES = 4100;

/** Pictures that are examined, or refused by name when they are. */
const pictures = /^image\/(?:jpeg|png|apng|webp|gif|bmp|tiff|hei[cf](?:-sequence)?|avif)$/;

const archives =
  /^application\/(?:zip|gzip|zstd|x-(?:tar|rar-compressed|bzip2|7z-compressed|xz|lzip|lz4|cpio|deb|rpm))$/;

/** Kinds that are known by a long signature; those with a short one may be the start of a raw stream of video. */
const others =
  /^(?:text|font|model)\/|^application\/(?:pdf|rtf|xml|epub|wasm|java|x-(?:cfb|elf|mach-binary|msdownload|sqlite3|indesign)|vnd\.(?:openxmlformats|oasis|android|visio|ms-(?!asf)))/;

/** @param look asks ffprobe; null where there is none */
export function byContent(look: ((path: string) => Promise<Sight>) | null): Recognise {
  return async (path) => {
    const head = await firstBytes(path);
    if (head.length === 0) return other('an empty file', 'media/empty-file');
    const mime = await kindOf(head);
    if (archives.test(mime)) return other(`an archive (${mime}); unpack it to examine what is in it`);
    if (others.test(mime)) return other(`not a video or picture (${mime})`);
    // Before videos and pictures: "BMW" begins like a bitmap, "The free" like a film.
    if (isText(head)) return other('a text file');
    if (mime.startsWith('video/') || pictures.test(mime)) return null;
    return look === null
      ? unknown('of an unknown kind; ffmpeg is needed to look into it')
      : seen(await look(path), mime);
  };
}

/**
 * The media type of a file by its first bytes; empty where they do not tell.
 *
 * file-type gives up where what it looks for lies behind the head: a TIFF's directory, an archive's second entry.
 */
export async function kindOf(head: Buffer): Promise<string> {
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? '';
  } catch {
    return head.toString('latin1', 0, 4) === 'PK\x03\x04' ? 'application/zip' : '';
  }
}

function seen(sight: Sight, mime: string): LeftOut | null {
  if (sight === 'video') return null;
  if (sight === 'sound') return other('sound without video', 'media/no-video-stream');
  if (sight === 'no-answer') return unknown('ffprobe gave no answer; analyse this file by itself');
  if (mime.startsWith('image/')) return unknown(`a kind of picture that Exhibit does not read (${mime})`);
  if (sight === 'another-format') return unknown('a format that Exhibit does not read');
  return unknown(
    mime === '' ? 'no video or picture was found in it' : `no video or picture was found in it (${mime})`,
  );
}

const other = (reason: string, code: ErrorCode = 'media/unsupported'): LeftOut => ({
  reason,
  isOther: true,
  code,
});
const unknown = (reason: string): LeftOut => ({ reason, isOther: false, code: 'media/unsupported' });

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(diskPath(path), 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Uncompressed video that begins with a line of text, and may be without control characters where it is grey. */
const YUV4MPEG = 'YUV4MPEG2 ';

/** Control characters that texts have: BS, TAB, LF, FF, CR, SUB (the end of files of DOS) and ESC. */
const controlsOfText = new Set('\b\t\n\f\r\x1a\x1b');

/** What no text has, in any encoding of 8 bits, and 4 kB of video or compressed data always. */
const isBinary = (character: string): boolean => character < ' ' && !controlsOfText.has(character);

function isText(head: Buffer): boolean {
  const mark = head.toString('latin1', 0, 2);
  const encoding = { '\xff\xfe': 'utf-16le', '\xfe\xff': 'utf-16be' }[mark] ?? 'latin1';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return ![...text].some(isBinary) && !text.startsWith(YUV4MPEG);
  } catch {
    return false;
  }
}
