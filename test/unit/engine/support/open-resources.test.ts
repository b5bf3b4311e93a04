import { describe, expect, it, vi } from 'vitest';
import { openResources } from '../../../../src-main/engine/support/open-resources.ts';

const resource = (dispose = () => Promise.resolve()) => ({ dispose: vi.fn(dispose) });

describe('what was opened', () => {
  it('is freed to the last, and what the first failure said is thrown', async () => {
    const resources = openResources();
    const [stuck, alsoStuck, last] = [
      resource(() => Promise.reject(new Error('the driver is gone'))),
      resource(() => Promise.reject(new Error('so is the next'))),
      resource(),
    ];
    for (const each of [stuck, alsoStuck, last]) await resources.hold(Promise.resolve(each));
    await expect(resources.freeAll()).rejects.toThrow('the driver is gone');
    expect(last.dispose).toHaveBeenCalledOnce();
  });

  it('is waited for while it is still opening', async () => {
    const resources = openResources();
    const slow = resource();
    let resolve!: (opened: typeof slow) => void;
    const promise = new Promise<typeof slow>((settle) => (resolve = settle));
    const held = resources.hold(promise);
    const freed = resources.freeAll();
    resolve(slow);
    await freed;
    expect(slow.dispose).toHaveBeenCalledOnce();
    expect(await held).toBe(slow);
  });

  it('needs no freeing when it did not open, nor twice', async () => {
    const resources = openResources();
    await expect(resources.hold(Promise.reject(new Error('no file')))).rejects.toThrow('no file');
    const one = resource();
    const opening = resources.hold(Promise.resolve(one));
    await resources.free(opening);
    await resources.freeAll();
    expect(one.dispose).toHaveBeenCalledOnce();
  });
});
