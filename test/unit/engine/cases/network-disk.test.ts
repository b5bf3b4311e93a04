import { describe, expect, it } from 'vitest';
import { isRemoteMagic, isUncPath } from '../../../../src-main/engine/cases/network-disk.ts';

describe('network disks', () => {
  it.each([
    ['NFS', 0x6969],
    ['CIFS', 0xff534d42],
    ['CIFS, sign-extended by statfs', 0xff534d42 - 2 ** 32],
    ['SMB 3', 0xfe534d42],
    ['FUSE', 0x65735546],
  ])('knows %s by its number', (_name, magic) => expect(isRemoteMagic(magic)).toBe(true));

  it.each([
    ['ext4', 0xef53],
    ['XFS', 0x58465342],
    ['Btrfs', 0x9123683e],
    ['tmpfs', 0x01021994],
    ['overlayfs', 0x794c7630],
  ])('takes %s for local', (_name, magic) => expect(isRemoteMagic(magic)).toBe(false));

  it('knows a share on Windows by its path', () => {
    expect(isUncPath('\\\\server\\cases\\2026')).toBe(true);
    expect(isUncPath('\\\\?\\UNC\\server\\cases')).toBe(true);
    expect(isUncPath('C:\\Cases')).toBe(false);
    expect(isUncPath('\\\\?\\C:\\Cases')).toBe(false);
  });
});
