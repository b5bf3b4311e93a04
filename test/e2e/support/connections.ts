/** Looks for connections that lead out of this machine, of a process and of all that it started; on Linux. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const EVERY_MS = 50;

/** Tables of the kernel: line by line a local and a remote address in hexadecimal, and in the tenth column a number. */
const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'icmp', 'icmp6'];

export interface ConnectionWatch {
  /** @returns what was seen, each once: protocol and remote address */
  end(): string[];
}

export function watchConnections(pid: number): ConnectionWatch {
  const seen = new Set<string>();
  /** Of other processes. */
  const foreign = new Set<string>();
  const look = () => {
    const open = tables.flatMap(outward).filter(({ inode }) => !foreign.has(inode));
    if (open.length === 0) return;
    const own = socketsOf(familyOf(pid));
    for (const { inode, text } of open) {
      if (own.has(inode)) seen.add(text);
      else foreign.add(inode);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      look();
      return [...seen];
    },
  };
}

function outward(table: string): { inode: string; text: string }[] {
  return linesOf(`/proc/net/${table}`)
    .slice(1)
    .flatMap((line) => {
      const [, , remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = ''] = remote.split(':');
      const isNowhere = /^0+$/.test(address);
      const isHere = /^[0-9A-F]{6}7F$/.test(address) || /^0{24}01000000$/.test(address);
      const isMappedHere = /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address);
      return isNowhere || isHere || isMappedHere ? [] : [{ inode, text: `${table} ${remote}` }];
    });
}

function familyOf(pid: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => {
        const [stat = ''] = linesOf(`/proc/${name}/stat`);
        const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [Number(name), Number(parent)] as const;
      }),
  );
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

function socketsOf(pids: readonly number[]): Set<string> {
  return new Set(
    pids.flatMap((pid) =>
      attempt(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
        const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '');
        return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
      }),
    ),
  );
}

const linesOf = (path: string): string[] =>
  attempt(() => readFileSync(path, 'latin1').trimEnd().split('\n'), []);

/** Processes and their files come and go. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
