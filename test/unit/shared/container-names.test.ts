import { expect, it } from 'vitest';
import { containerText } from '../../../src-main/shared/container-names.ts';

const iso = 'mov,mp4,m4a,3gp,3g2,mj2';
const named = (container: string, brand?: string) =>
  containerText({ container, tags: brand === undefined ? {} : { major_brand: brand } });

it('names one container where one demuxer reads six, by the brand in the file', () => {
  expect(['isom', 'mp42', 'qt  ', '3gp4', 'M4V '].map((brand) => named(iso, brand))).toEqual([
    ...['MP4', 'MP4', 'QuickTime (MOV)', '3GP', 'M4V'],
  ]);
});

it('claims no container where the file names no brand', () => {
  expect(named(iso)).toBe('MP4 or QuickTime (it names no brand)');
});

it('says in plain words what ffmpeg abbreviates, and leaves what it does not know', () => {
  expect(named('mpegts')).toBe('MPEG transport stream');
  expect(named('jpeg_pipe')).toBe('JPEG');
  expect(named('xyz')).toBe('xyz');
  expect(named('constructor')).toBe('constructor');
});
