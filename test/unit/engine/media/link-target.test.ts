import { describe, expect, it } from 'vitest';
import { leadsAway } from '../../../../src-main/engine/media/link-target.ts';

/** @param links their targets by their path. What is asked for and is on another computer fails the test */
const away = (platform: string, path: string, links: Record<string, string>) =>
  leadsAway(
    path,
    (at) => {
      if (/attacker/i.test(at)) throw new Error(`${at} was looked up`);
      return Promise.resolve(links[at] ?? null);
    },
    platform,
  );

describe('a link on Windows', () => {
  const link = 'D:\\set\\clip.mp4';

  it.each([
    '\\\\attacker\\share\\clip.mp4',
    '//attacker/share/clip.mp4',
    '\\\\?\\UNC\\attacker\\share',
    '\\\\attacker',
    '\\\\.\\PhysicalDrive0',
    '\\\\?\\GLOBALROOT\\Device\\Mup\\attacker\\share',
    '\\??\\UNC\\attacker\\share',
    'NUL',
    'C:\\folder\\con.mp4',
    'C:clip.mp4',
  ])('that names %s leads away', async (target) => {
    expect(await away('win32', link, { [link]: target })).toBe(true);
  });

  it.each([
    'other.mp4',
    '..\\other\\clip.mp4',
    '\\other\\clip.mp4',
    'C:\\videos\\',
    '\\\\?\\C:\\videos\\clip.mp4',
    'c:/videos/clip.mp4',
  ])('that names %s stays', async (target) => {
    expect(await away('win32', link, { [link]: target })).toBe(false);
  });

  it('is followed link by link: through a folder, from another drive, and from its root', async () => {
    const share = '\\\\attacker\\share';
    expect(await away('win32', link, { [link]: 'folder\\clip.mp4', 'D:\\set\\folder': share })).toBe(true);
    expect(await away('win32', link, { [link]: 'C:\\a\\b', 'C:\\a': 'E:\\c', 'E:\\c\\b': share })).toBe(true);
    expect(await away('win32', link, { [link]: '\\a\\b', 'D:\\a\\b': share })).toBe(true);
    expect(await away('win32', link, { [link]: '..\\a', 'D:\\a': share })).toBe(true);
  });

  it('does not lead back over a name: Windows and the disk go back to different folders', async () => {
    for (const target of ['a\\..\\b', 'a.\\..\\b', '..\\set\\a/../b']) {
      const links = { [link]: target, 'D:\\set\\a': 'C:\\x', 'D:\\set\\b': '\\\\attacker\\s' };
      expect(await away('win32', link, links)).toBe(true);
    }
  });

  it('may stay on the share that the folder is on', async () => {
    const path = '\\\\nas\\cases\\clip.mp4';
    expect(await away('win32', path, { [path]: '\\\\NAS\\other\\clip.mp4' })).toBe(false);
    expect(await away('win32', path, { [path]: '..\\..\\clip.mp4' })).toBe(false);
    expect(await away('win32', path, { [path]: '\\\\attacker\\share\\clip.mp4' })).toBe(true);
  });

  it('ends where links lead in a circle', async () => {
    expect(await away('win32', link, { [link]: 'clip.mp4' })).toBe(false);
  });
});

describe('a link elsewhere', () => {
  const link = '/set/clip.mp4';

  it.each(['/net/attacker/clip.mp4', '/proc/self/root', '/dev/zero', '../net/attacker/clip.mp4'])(
    'that names %s leads away',
    async (target) => expect(await away('linux', link, { [link]: target })).toBe(true),
  );

  it.each(['other.mp4', '../videos/clip.mp4', '/videos/clip.mp4', '\\\\share\\clip.mp4'])(
    'that names %s stays',
    async (target) => expect(await away('linux', link, { [link]: target })).toBe(false),
  );

  it('goes back from the folder to which a link led', async () => {
    const links = { [link]: 'a/../b', '/set/a': '/x/y', '/x/b': '/dev/zero' };
    expect(await away('linux', link, links)).toBe(true);
  });

  it('may stay on the computer that the folder is on', async () => {
    const path = '/net/nas/clip.mp4';
    expect(await away('linux', path, { [path]: '/net/nas/other/clip.mp4' })).toBe(false);
    expect(await away('linux', path, { [path]: '/net/attacker/clip.mp4' })).toBe(true);
  });
});
