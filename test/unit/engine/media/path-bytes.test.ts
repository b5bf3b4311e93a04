import { readFileSync, rmSync, symlinkSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { argumentPath, diskPath } from '../../../../src-main/engine/media/path-bytes.ts';
import { pathFromBytes } from '../../../../src-main/shared/path-text.ts';

const names: [string, Buffer][] = [
  ['Latin-1', Buffer.from('Aufnahme_Müller.mp4', 'latin1')],
  ['Shift-JIS', Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x2e, 0x61, 0x76, 0x69])],
  ['a sequence that is cut off', Buffer.from([0x61, 0xe2, 0x82])],
  ['an overlong form', Buffer.from([0xc0, 0xaf, 0x62])],
  ['a character of the reserved range', Buffer.from('\uEF90.mp4')],
  ['four bytes and accents', Buffer.from('👤 é ü 测试.mp4')],
];

describe('paths as the file system has them', () => {
  it.each(names)('keeps every byte of %s', (_kind, bytes) => {
    expect(Buffer.from(diskPath(pathFromBytes(bytes)))).toEqual(bytes);
  });

  it('leaves plain UTF-8 as the text it is', () => {
    expect(pathFromBytes(Buffer.from('/видео тест ü (1).mp4'))).toBe('/видео тест ü (1).mp4');
    expect(diskPath('/видео тест ü (1).mp4')).toBe('/видео тест ü (1).mp4');
  });
});

describe.skipIf(process.platform !== 'linux')('names for programs that are started with text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-names-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string) => {
    const path = pathFromBytes(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]));
    writeFileSync(diskPath(path), content);
    return path;
  };

  it('lead to their own file, also where somebody has taken a link away or put another in its place', () => {
    const [one, other] = [file('ü.mp4', 'one'), file('ö.mp4', 'other')];
    const link = argumentPath(one);
    expect([readFileSync(link, 'utf8'), readFileSync(argumentPath(other), 'utf8')]).toEqual(['one', 'other']);
    rmSync(link);
    symlinkSync(diskPath(other), link);
    expect(readFileSync(argumentPath(one), 'utf8')).toBe('one');
    rmSync(dirname(link), { recursive: true });
    expect(readFileSync(argumentPath(one), 'utf8')).toBe('one');
  });
});
