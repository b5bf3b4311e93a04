import { randomUUID } from 'node:crypto';
import { File, ready } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { readKerasFile } from '../../../../src-main/engine/weights/keras-file.ts';
import { permuted } from '../../../../src-main/engine/weights/stored-tensor.ts';

const { FS } = await ready;

async function written(fill: (file: File) => void): Promise<Uint8Array> {
  await ready;
  const name = `/${randomUUID()}.h5`;
  const file = new File(name, 'w');
  fill(file);
  file.close();
  const bytes = FS.readFile(name);
  FS.unlink(name);
  return bytes;
}

const kernel = (file: File, path: string) =>
  file.create_dataset({
    name: path,
    data: Float32Array.from({ length: 2 * 3 * 4 * 5 }, (_, i) => i),
    shape: [2, 3, 4, 5],
    dtype: '<f4',
  });

const refusal = (text: string) => ({
  code: 'models/unreadable-weights',
  message: expect.stringContaining(text) as string,
});

describe('weights written by Keras', () => {
  it.each(['', 'model_weights/'])('are found under "%s" with their layer, role and shape', async (root) => {
    const bytes = await written((file) => {
      for (const group of [root, `${root}conv`, `${root}conv/conv`])
        if (group !== '') file.create_group(group);
      kernel(file, `${root}conv/conv/kernel:0`);
    });
    const [tensor, ...others] = await readKerasFile(bytes);
    expect(others).toEqual([]);
    expect(tensor).toMatchObject({ groups: ['conv', 'conv'], role: 'kernel', dims: [2, 3, 4, 5] });
    const turned = permuted(tensor!, [3, 2, 0, 1]);
    expect(turned.dims).toEqual([5, 4, 2, 3]);
    // Element [out 4, in 3, row 1, column 2] was [row 1, column 2, in 3, out 4].
    const [o, i, h, w] = [4, 3, 1, 2];
    expect(turned.read()[((o * 4 + i) * 2 + h) * 3 + w]).toBe(((h * 3 + w) * 4 + i) * 5 + o);
  });

  it('are refused when Keras 3 wrote them, which names them by order', async () => {
    const bytes = await written((file) => {
      for (const group of ['layers', 'layers/conv', 'layers/conv/vars']) file.create_group(group);
      kernel(file, 'layers/conv/vars/0');
    });
    await expect(readKerasFile(bytes)).rejects.toMatchObject(refusal('Keras 3'));
  });

  it('are refused when the file claims more than memory should hold', async () => {
    const bytes = await written((file) => {
      file.create_dataset({
        name: 'kernel:0',
        data: new Float32Array(0),
        shape: [0, 0],
        maxshape: [null, null],
        chunks: [64, 64],
        dtype: '<f4',
      });
      // Chunks that were never written take no room in the file.
      (file.get('kernel:0') as { resize(shape: number[]): number }).resize([100_000, 100_000]);
    });
    expect(bytes.length).toBeLessThan(100_000);
    await expect(readKerasFile(bytes)).rejects.toMatchObject(refusal('too large for a file of weights'));
  });

  it('are refused when they lie in another file, by the name of the link', async () => {
    const bytes = await written((file) => file.create_external_link('/other.h5', '/', 'conv'));
    await expect(readKerasFile(bytes)).rejects.toMatchObject(refusal('loads conv from another file'));
  });

  it('are refused when the file is damaged', async () => {
    const bytes = await written((file) => kernel(file, 'kernel:0'));
    await expect(readKerasFile(bytes.slice(0, 200))).rejects.toMatchObject(refusal('damaged'));
  });
});
