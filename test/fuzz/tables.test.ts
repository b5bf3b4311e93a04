/** Tables and lists that people write by hand, or that others send, with their text changed at random. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { fuzz } from './support/fuzz.ts';
import { mutatedText } from './support/mutate.ts';

const memoryMb = 512;

const clips = [
  'path,label,identity,source,method,dataset,notes',
  'a.mp4,real,anna,tape 1,,set,',
  'b.mp4,fake,anna (donor bert),tape 1,faceswap,set,pair of a',
  '"c, d.mp4",fake,celebdf:id16 (donor id6),tape 2,wav2lip,set,"says ""hello"""',
  '',
].join('\n');

const people = ['identity,donors,source', 'anna,bert;carl,tape 1', ',,tape 2', ''].join('\n');

const dfdc = JSON.stringify({
  'a.mp4': { label: 'FAKE', split: 'train', original: 'b.mp4' },
  'b.mp4': { label: 'REAL', split: 'train' },
});

const fileWith = (text: string, name: (number: number) => string) => ({
  make(random: Parameters<typeof mutatedText>[1], into: string, number: number) {
    const path = join(into, name(number));
    writeFileSync(path, mutatedText(text, random));
    return path;
  },
});

it('reads a clip table, or names what is wrong with it', async () => {
  await fuzz({ reader: 'clipTable', count: 80, memoryMb, ...fileWith(clips, (at) => `${at}.csv`) });
});

it('reads a list of training people, or refuses it', async () => {
  await fuzz({ reader: 'trainedOn', count: 80, memoryMb, ...fileWith(people, (at) => `${at}.csv`) });
});

it('recognises a data set, or says what it looked for', async () => {
  await fuzz({
    ...{ reader: 'dataset', count: 40, memoryMb },
    make(random, into, number) {
      const folder = join(into, String(number));
      mkdirSync(folder);
      const path = join(folder, number % 2 === 0 ? 'manifest.csv' : 'metadata.json');
      writeFileSync(path, mutatedText(number % 2 === 0 ? clips : dfdc, random));
      for (const name of ['a.mp4', 'b.mp4']) writeFileSync(join(folder, name), 'a clip');
      return path;
    },
  });
});
