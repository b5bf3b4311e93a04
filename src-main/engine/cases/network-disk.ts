/**
 * Recognises network disks. SQLite's write-ahead log needs shared memory and reliable locks, which network file
 * systems do not have (sqlite.org/wal.html, "all processes must be on the same host").
 */
import { realpathSync, statfsSync } from 'node:fs';

/** `f_type` of statfs(2) on Linux for file systems that are served by another machine, a host or a user process. */
const remoteMagics: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and 3
  0x65735546, // FUSE: sshfs, rclone and others, which have the same number
  0x01021997, // 9P, folders shared with a virtual machine
  0x786f4256, // VirtualBox shared folders
  0xbacbacbc, // VMware shared folders
  0x564c, // NCP
  0x73757245, // Coda
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x0bd00bd0, // Lustre
  0x01161970, // GFS2
  0x7461636f, // OCFS2
]);

/** @param type `type` of Node's statfs, which some platforms sign-extend */
export const isRemoteMagic = (type: number): boolean => remoteMagics.has(type >>> 0);

/** `\\server\share` and `\\?\UNC\server\share`, but not `\\?\C:\` or `\\.\` devices. */
export const isUncPath = (path: string): boolean => /^[\\/]{2}(\?[\\/]UNC[\\/])?[^\\/?.]/i.test(path);

/** Whether a folder is on a network file system. If unknown, the safe answer is yes. */
export function isOnNetworkDisk(folder: string, platform: NodeJS.Platform = process.platform): boolean {
  try {
    // The native real path turns a mapped drive letter into the share behind it.
    if (platform === 'win32') return isUncPath(realpathSync.native(folder));
    if (platform === 'linux') return isRemoteMagic(statfsSync(folder).type);
    // macOS numbers its file systems at boot, so every volume except the system disk counts as remote.
    return realpathSync.native(folder).startsWith('/Volumes/');
  } catch {
    return true;
  }
}
