import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestEntry } from '../../../../src-main/engine/inference/manifest.ts';
import { guestLibrary } from '../../../../src-main/engine/models/guest-library.ts';
import { judgeGuest } from '../../../../src-main/engine/training/judge-guest.ts';
import { guestDescription } from '../../../support/tiny-guest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-calibrations-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const network = guestEntry.parse({
  ...guestDescription,
  ...{ role: 'guest', file: 'redness.onnx', sha256: 'ab'.repeat(32) },
});

/** Of forty clips, half of them fakes with higher scores. */
function calibrated(dataName: string) {
  const samples = Array.from({ length: 160 }, (_, face) => {
    const clip = Math.floor(face / 4);
    return {
      ...{ label: clip % 2 === 0 ? ('real' as const) : ('fake' as const), video: `clip ${clip}` },
      ...{ identity: `person ${clip}`, fold: Math.floor(clip / 2) % 5, group: clip },
      embedding: Float32Array.of((clip % 2) * 3 + face / 100),
      quality: { sizePx: 100, sharpness: 50 },
    };
  });
  return judgeGuest({ network, samples, howDealt: 'By hand.', dataName, knownClips: null, seed: 1 });
}

describe('a calibration', () => {
  it('takes the place of an earlier one, also after one that was interrupted between its steps', async () => {
    const library = guestLibrary(folder);
    await library.write(calibrated('first'));
    await mkdir(join(folder, 'redness.old'));
    await writeFile(join(folder, 'redness.old', 'card.json'), 'left over');
    await library.write(calibrated('second'));
    expect((await library.list()).map(({ card }) => card!.data.name)).toEqual(['second']);
    expect(await readdir(folder)).toEqual(['redness']);
  });

  it('is refused where its manifest claims more than its card', async () => {
    const library = guestLibrary(folder);
    const guest = calibrated('first');
    const all = guest.likelihood!;
    await library.write({ ...guest, likelihood: { ...all, log10Bound: 300 } });
    await expect(library.all()).rejects.toMatchObject({
      code: 'models/invalid',
      message: expect.stringContaining('reach 10^300') as string,
    });
    expect(await library.likelihoods()).toEqual(new Map());
    await library.write({ ...guest, band: { ...guest.band, fakeAbove: 0.5000001 } });
    await expect(library.all()).rejects.toThrow('with other limits than those');
    await library.write(guest);
    expect(await library.all()).toHaveLength(1);
  });
});
