import { describe, expect, it } from 'vitest';
import { placeBeyond, placeOfPath } from '../../../src-main/shared/path-place.ts';

describe('on Windows', () => {
  const place = (path: string) => placeOfPath(path, 'win32');

  it.each([
    ['\\\\Server\\share\\a.mp4', 'server'],
    ['//server/share/a.mp4', 'server'],
    ['\\/server\\share\\a.mp4', 'server'],
    ['\\\\?\\UNC\\server\\share\\a.mp4', 'server'],
    ['//?/unc/server/share/a.mp4', 'server'],
    ['\\\\192.0.2.7\\c$\\a.mp4', '192.0.2.7'],
    ['\\\\server@SSL@8443\\DavWWWRoot\\a.mp4', 'server@ssl@8443'],
    ['\\\\server', 'server'],
  ])('knows the host of %s', (path, host) => expect(place(path)).toEqual({ kind: 'host', host }));

  it.each(['C:\\Cases\\a.mp4', 'd:/Cases/a.mp4', '\\\\?\\C:\\Cases\\a.mp4', 'C:\\conference\\auxiliary.mp4'])(
    'takes %s for local',
    (path) => expect(place(path)).toEqual({ kind: 'local' }),
  );

  it.each([
    '\\\\.\\PhysicalDrive0',
    '\\\\.\\UNC\\server\\share\\a.mp4',
    '\\\\?\\GLOBALROOT\\Device\\Mup\\server\\share\\a.mp4',
    '\\??\\UNC\\server\\share\\a.mp4',
    '\\server\\a.mp4',
    'C:\\Cases\\NUL',
    'C:\\Cases\\com1.mp4',
    'C:\\Cases\\AUX .mp4',
    'C:\\con\\a.mp4',
  ])('calls %s one of the system', (path) => expect(place(path)).toEqual({ kind: 'system' }));

  it.each(['/home/user/a.mp4'.slice(1), 'a.mp4', 'C:a.mp4', 'C:\\x\\..\\a.mp4', 'C:\\\\server\\a.mp4'])(
    'calls %s none of this system',
    (path) => expect(place(path)).toEqual({ kind: 'foreign' }),
  );
});

describe('on Linux', () => {
  const place = (path: string) => placeOfPath(path, 'linux');

  it.each(['/home/user/a.mp4', '/dev/shm/a.mp4', '/network/a.mp4', '/mnt/nas/a\\b.mp4', '/home/net/x/a.mp4'])(
    'takes %s for local',
    (path) => expect(place(path)).toEqual({ kind: 'local' }),
  );

  it.each([
    ['/net/Server/share/a.mp4', 'server'],
    ['/afs/example.org/a.mp4', 'example.org'],
    ['/Network/Servers/server/a.mp4', 'server'],
  ])('knows the host of %s', (path, host) => expect(place(path)).toEqual({ kind: 'host', host }));

  it.each(['/proc/self/root/net/server/a', '/dev/watchdog', '/dev', '/sys/kernel/x', '/proc', '/dev/shm'])(
    'calls %s one of the system',
    (path) => expect(place(path)).toEqual({ kind: 'system' }),
  );

  it.each([
    '/var/run/../net/server/a.mp4',
    '//server/a.mp4',
    '/home/./a.mp4',
    '/home/',
    'a.mp4',
    'C:\\Cases\\a.mp4',
    '\\\\server\\share\\a.mp4',
  ])('calls %s none of this system', (path) => expect(place(path)).toEqual({ kind: 'foreign' }));
});

describe('a path that a stranger wrote into a file', () => {
  const share = '\\\\Server\\share\\a.mp4';
  const beyond = (path: string, from: string, isKnown?: (host: string) => boolean) =>
    placeBeyond(path, from, 'win32', isKnown);

  it('may be looked up on this computer, on that of the file, and on a known one', () => {
    expect(beyond('C:\\a.mp4', 'D:\\b')).toBeNull();
    expect(beyond(share, '//SERVER/cases/a.exhibit')).toBeNull();
    expect(beyond(share, 'D:\\b', (host) => host === 'server')).toBeNull();
  });

  it('may not be looked up elsewhere, whoever is known', () => {
    expect(beyond(share, 'D:\\b')).toEqual({ kind: 'host', host: 'server' });
    expect(beyond(share, '\\\\other\\cases\\a.exhibit')).toEqual({ kind: 'host', host: 'server' });
    expect(beyond('\\\\.\\C:', 'D:\\b', () => true)).toEqual({ kind: 'system' });
    expect(beyond('/home/a.mp4', '/home', () => true)).toEqual({ kind: 'system' });
  });
});
