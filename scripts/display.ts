/** A display for the window tests. Each run has its own, so that runs do not disturb each other. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

interface Display {
  /** The value of DISPLAY. */
  name: string;
  close(): void;
}

/** @returns our own Xvfb, else the display of this session, else null */
export async function openDisplay(): Promise<Display | null> {
  const own = await startXvfb();
  if (own !== null) return own;
  const name = process.env['DISPLAY'];
  return name === undefined ? null : { name, close: () => {} };
}

/** Xvfb finds a free number and writes it to descriptor 3. */
async function startXvfb(): Promise<Display | null> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await firstLine(xvfb);
  return number === null ? null : { name: `:${number}`, close: () => void xvfb.kill() };
}

function firstLine(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', () => resolve(null));
    let text = '';
    (child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}
