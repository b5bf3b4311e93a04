/**
 * Whether a path still names the same file: device, inode, size and times of change, as the file system has them. They
 * are no proof of content, which only the SHA-256 is; they tell when it must be computed anew.
 */
import { statSync, type BigIntStats } from 'node:fs';

/** One text, so that it can go from one process to another. */
export type FileIdentity = string;

export const identityOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileIdentity =>
  [dev, ino, size, mtimeNs, ctimeNs].join(':');

export const identityAt = (path: string): FileIdentity => identityOf(statSync(path, { bigint: true }));
