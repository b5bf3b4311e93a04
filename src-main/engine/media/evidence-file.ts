/** Opens evidence and reports errors of the file system, before any media code reads the content. */
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { EngineError, type ErrorCode } from '../../shared/errors.ts';
import { diskPath } from './path-bytes.ts';

const codes: Record<string, { code: ErrorCode; message: string }> = {
  ENOENT: {
    code: 'media/not-found',
    message: 'The file does not exist. Check the path, and check that the drive is connected.',
  },
  ENOTDIR: {
    code: 'media/not-found',
    message: 'The file does not exist: a part of its path is not a folder. Check the path.',
  },
  EISDIR: { code: 'media/not-a-file', message: 'This is a folder. Name the files in it.' },
  EACCES: {
    code: 'media/permission-denied',
    message: 'You may not read this file. Ask for read permission.',
  },
  EPERM: { code: 'media/permission-denied', message: 'You may not read this file. Ask for read permission.' },
};

/**
 * Opens evidence for reading only; the caller closes it.
 * @throws EngineError media/not-found, media/not-a-file, media/permission-denied, media/empty-file, media/unreadable
 */
export async function openEvidence(path: string): Promise<{ file: FileHandle; sizeBytes: number }> {
  // Opening a device can do something to it: a tape is rewound, a watchdog begins to count.
  requireFile(
    await stat(diskPath(path)).catch((cause: unknown) => {
      throw evidenceError(cause);
    }),
  );
  // Without O_NONBLOCK, opening a named pipe that has taken its place can wait for a writer for ever.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const file = await open(diskPath(path), flags).catch((cause: unknown) => {
    throw evidenceError(cause);
  });
  try {
    const opened = await file.stat();
    requireFile(opened);
    if (opened.size === 0)
      throw new EngineError('media/empty-file', 'The file is empty. Copy it again from its source.');
    return { file, sizeBytes: opened.size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function requireFile(found: Stats): void {
  if (found.isDirectory()) throw evidenceError({ code: 'EISDIR' });
  if (!found.isFile())
    throw new EngineError('media/not-a-file', 'This is a device or a pipe. Copy the data to a file.');
}

/** A file system error as an EngineError; the original error is kept as the cause. */
export function evidenceError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const known = codes[String((cause as { code?: unknown } | null)?.code)];
  if (known) return new EngineError(known.code, known.message, { cause });
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'media/unreadable',
    `The file cannot be read (${detail}). Copy it to a healthy disk.`,
    { cause },
  );
}
