/** Whether a file whose name does not say so is a video or a picture: by its first bytes, then by ffprobe. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { diskPath } from './path-bytes.ts';

/** @returns why the file is not examined; null for a video or a picture */
export type Recognise = (path: string) => Promise<string | null>;

/** What file-type looks at. */
const HEAD_BYTES = 4100;

/** Pictures that are examined, or refused by name when they are. */
const pictures = /^image\/(?:jpeg|png|apng|webp|gif|bmp|tiff|heic|heif|avif|heic-sequence|heif-sequence)$/;

/** @param holdsVideo asks ffprobe; null where there is none */
export function byContent(holdsVideo: ((path: string) => Promise<boolean>) | null): Recognise {
  return async (path) => {
    const head = await firstBytes(path);
    if (head.length === 0) return 'an empty file';
    const kind = await fileTypeFromBuffer(head);
    if (kind?.mime.startsWith('video/') || pictures.test(kind?.mime ?? '')) return null;
    if (kind) return `not a video or a picture that can be examined (${kind.mime})`;
    if (isText(head)) return 'a text file';
    if (holdsVideo === null) return 'of an unknown kind; ffmpeg is needed to look into it';
    return (await holdsVideo(path)) ? null : 'not a video or picture by its content';
  };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(diskPath(path), 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** UTF-8 without control characters but line ends and tabs; a sequence cut off at the end counts as whole. */
function isText(head: Buffer): boolean {
  if (head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
