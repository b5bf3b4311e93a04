/**
 * Reads a file that a stranger may have chosen: a link can lead to a device that never ends, or to a pipe that waits for a
 * writer for ever, and their sizes say nothing.
 */
import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** It is no file, or has more bytes. */
export class NotReadAsFile extends Error {}

/** @throws NotReadAsFile; an error of the disk */
export async function readBounded(path: string, mostBytes: number): Promise<Buffer> {
  // Opening a device can do something to it.
  requireFile(await stat(path));
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    requireFile(found);
    if (found.size > mostBytes) throw tooLong(mostBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    // It may grow while it is read.
    for await (const chunk of file.createReadStream({ autoClose: false, end: mostBytes })) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    if (bytes > mostBytes) throw tooLong(mostBytes);
    return Buffer.concat(chunks, bytes);
  } finally {
    await file.close();
  }
}

function requireFile(found: Stats): void {
  if (!found.isFile()) throw new NotReadAsFile('it is no file, but a folder, a device or a pipe');
}

const tooLong = (mostBytes: number) =>
  new NotReadAsFile(`it is larger than ${(mostBytes / 2 ** 20).toLocaleString('en-GB')} MB`);
