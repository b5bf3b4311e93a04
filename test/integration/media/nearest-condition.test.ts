/** Copies of a real clip, made worse as for a model's card: the file alone says which of the conditions it is nearest to. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { degrade } from '../../../src-main/engine/media/degrade.ts';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import type { DegradationName } from '../../../src-main/shared/degradation-names.ts';
import type { ConditionRow } from '../../../src-main/shared/model-card.ts';
import { nearestCondition } from '../../../src-main/shared/nearest-condition.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';
import { clipFolder, hasEncoder, makeClip, tools } from './clips.ts';

const source = ['data', 'videos', 'real', 'ffpp_519.mp4'];
const made: DegradationName[] = ['crf34', '360p', 'whatsapp-480p'];
const conditions: ConditionRow[] = [null, 'crf28', ...made].map((condition) => ({
  ...sampleCard.conditions[1]!,
  condition,
}));

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };

async function nearestTo(path: string): Promise<string | null> {
  const { media } = await examineFile(path, tools);
  return nearestCondition({ media, tracks: [] }, { conditions }).row?.condition ?? null;
}

describe.skipIf(!hasShared(...source) || !hasEncoder('libx264'))('the nearest measured condition', () => {
  beforeAll(async () => {
    ({ folder, remove } = await clipFolder());
    await makeClip(join(folder, 'clip.mp4'), ['-t', '6', '-i', sharedPath(...source), '-an', '-c', 'copy']);
  });
  afterAll(() => remove());

  it.each(made)('of a copy made as %s is that one', async (name) => {
    const copy = join(folder, `${name}.mkv`);
    await degrade(join(folder, 'clip.mp4'), name, copy, tools);
    expect(await nearestTo(copy)).toBe(name);
  });

  it('is none of a copy in another codec, and of one that is compressed far more', async () => {
    const [other, poor] = [join(folder, 'other.mkv'), join(folder, 'poor.mkv')];
    await degrade(join(folder, 'clip.mp4'), 'jpeg-30', other, tools);
    expect(await nearestTo(other)).toBeNull();
    const args = ['-i', join(folder, 'clip.mp4'), '-c:v', 'libx264', '-crf', '50', '-an'];
    await makeClip(poor, args);
    expect(await nearestTo(poor)).toBeNull();
  });
});
