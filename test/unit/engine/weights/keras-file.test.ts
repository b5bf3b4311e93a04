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

  it('are refused when groups link to each other, before all ways between them are gone', async () => {
    const bytes = await written((file) => {
      const names = Array.from({ length: 40 }, (_, index) => `g${index}`);
      for (const name of names) file.create_group(name);
      for (const name of names)
        for (const other of names) file.create_soft_link(`/${other}`, `${name}/${other}`);
    });
    await expect(readKerasFile(bytes)).rejects.toMatchObject(refusal('contain each other'));
  });

  it('are refused by the size of their numbers, also where a few packed bytes become many', async () => {
    const bytes = await written((file) => {
      const count = 12_000_000;
      file.create_dataset({
        ...{ name: 'kernel:0', data: new Float32Array(count), shape: [count], dtype: '<f4' },
        ...{ chunks: [1_000_000], compression: 'gzip', compression_opts: [9] },
      });
    });
    expect(bytes.length).toBeLessThan(200_000);
    await expect(readKerasFile(bytes)).rejects.toMatchObject(refusal('would unpack to 48 MB'));
  });

  it('are refused where they are texts, before these are read', async () => {
    const bytes = await written((file) => {
      file.create_dataset({ name: 'kernel:0', data: ['a', 'b'], shape: [2], dtype: 'S100' });
    });
    await expect(readKerasFile(bytes)).rejects.toMatchObject(
      refusal('kernel:0 has no floating-point numbers'),
    );
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
