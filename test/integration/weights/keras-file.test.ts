import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { File, ready } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { readKerasFile } from '../../../src-main/engine/weights/keras-file.ts';
import { project } from '../../support/face-clip.ts';

/** Where the numbers of `conv/kernel:0`, four of 32 bits, are to be found in the file below. */
const PLACEHOLDER = 'X'.repeat(200);
/** Written by h5py: `create_dataset('kernel:0', shape=(4,), dtype='<f4', external=[('X' * 200, 0, 16)])`. */
const externalStorage = gunzipSync(
  Buffer.from(
    'H4sIAHgSBmsC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwoquFD5MPkEKM0IpTug9AommDgjWE4CKi4INR9dXUiQqytI9X80ALPnASuE5mAYBSMReLg6BoDoCCgflkpPMKGqS87PK0NOjx4U2osr/XowQ/gZrMSlXwPO0fQ7mn4R6ReWnjpYUdVlpxblpeZYGTCglasOZNob7OfvAkrBsHSnwIxqLno6HgW4ygE2SJgxwviQGGRkhAiwQNXBaGagPEhGUEEeKqbAIM7BIF4PlWcFxghInomJCWwAO4MGmM8ILXMsOLCXF7ByjwNqPzMjrKQRQFMZQZf0fAMtnUagOThimABc+UmDfTRvkAMAQJqKVHgKAAA=',
    'base64',
  ),
);

async function weightsFile(): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File('/written.h5', 'w');
  file.create_group('conv');
  file.create_dataset({ name: 'conv/kernel:0', data: Float32Array.of(1, 2), shape: [2], dtype: '<f4' });
  file.close();
  return FS.readFile('/written.h5');
}

describe('weights written by Keras', () => {
  it('are read by a process that may write nowhere', async () => {
    const source = pathToFileURL(join(project, 'src-main', 'engine', 'weights', 'keras-file.ts'));
    const script = `
      import { buffer } from 'node:stream/consumers';
      import { readKerasFile } from '${source.href}';
      const [tensor] = await readKerasFile(await buffer(process.stdin));
      console.log(tensor.role, ...tensor.read());`;
    const answer = execFileSync(
      process.execPath,
      ['--permission', '--allow-fs-read=*', '--input-type=module', '--eval', script],
      { input: await weightsFile(), encoding: 'utf8' },
    );
    expect(answer.trim()).toBe('kernel 1 2');
  });

  it('are not taken from another file of this machine, whatever their own says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'exhibit-keras-'));
    try {
      const secret = join(folder, 'secret');
      writeFileSync(secret, new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer));
      const bytes = externalStorage.toString('latin1').replace(PLACEHOLDER, secret.padStart(200, '/'));
      await expect(readKerasFile(Buffer.from(bytes, 'latin1'))).rejects.toMatchObject({
        code: 'models/unreadable-weights',
        message: expect.stringContaining('another file') as string,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
