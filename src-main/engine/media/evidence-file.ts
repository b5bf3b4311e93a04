/** What the file system says of a piece of evidence, before any media code looks into it. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { EngineError, type ErrorCode } from '../../shared/errors.ts';
import { diskPath } from './path-bytes.ts';

const codes: Record<string, { code: ErrorCode; message: string }> = {
  ENOENT: {
    code: 'media/not-found',
    message: 'there is no such file; check the path and that the drive is connected',
  },
  ENOTDIR: { code: 'media/not-found', message: 'there is no such file; a part of its path is not a folder' },
  EISDIR: { code: 'media/not-a-file', message: 'this is a folder; name the files in it' },
  EACCES: { code: 'media/permission-denied', message: 'you may not read this file; ask for read permission' },
  EPERM: { code: 'media/permission-denied', message: 'you may not read this file; ask for read permission' },
};

/**
 * Opens evidence for reading only; the caller closes it.
 * @throws EngineError media/not-found, media/not-a-file, media/permission-denied, media/empty-file, media/unreadable
 */
export async function openEvidence(path: string): Promise<{ file: FileHandle; sizeBytes: number }> {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const file = await open(diskPath(path), flags).catch((cause: unknown) => {
    throw evidenceError(cause);
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw evidenceError({ code: 'EISDIR' });
    if (!stat.isFile())
      throw new EngineError('media/not-a-file', 'this is a device or a pipe; copy the data to a file');
    if (stat.size === 0)
      throw new EngineError('media/empty-file', 'the file is empty; copy it again from its source');
    return { file, sizeBytes: stat.size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A file system error in the words of the field; everything else is kept as the cause. */
export function evidenceError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const known = codes[String((cause as { code?: unknown } | null)?.code)];
  if (known) return new EngineError(known.code, known.message, { cause });
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'media/unreadable',
    `the file cannot be read (${detail}); copy it to a healthy disk`,
    { cause },
  );
}
