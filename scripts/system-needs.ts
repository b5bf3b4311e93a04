/** What Exhibit needs from the system. Installs what is missing, or names the command that does. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { ffmpegMissing } from '../src-main/engine/media/ffmpeg-missing.ts';

export interface Need {
  name: string;
  /** Debian's packages. A pair names the same package in newer and in older releases. */
  debian: readonly (string | readonly [string, string])[];
  fedora: readonly string[];
  isHere(): boolean;
}

export const ffmpeg: Need = {
  name: 'ffmpeg',
  debian: ['ffmpeg'],
  // Not in Fedora's own packages: see `advice`.
  fedora: [],
  isHere: () => Boolean(process.env['EXHIBIT_FFMPEG']) || onPath('ffmpeg') || packagedFfmpeg(),
};

/** Tests also run the networks on Electron's software graphics, which needs Vulkan's loader. */
export const vulkan: Need = {
  name: 'the Vulkan loader',
  debian: ['libvulkan1'],
  fedora: ['vulkan-loader'],
  isHere: () => hasLibraries('libvulkan.so.1'),
};

/** The sandbox of ffmpeg. Exhibit works without; its tests are then skipped. */
const bubblewrap: Need = {
  name: 'bubblewrap',
  debian: ['bubblewrap'],
  fedora: ['bubblewrap'],
  isHere: () => onPath('bwrap'),
};

/** The authority of time stamps in the tests. Exhibit itself needs none. */
const openssl: Need = {
  name: 'openssl',
  debian: ['openssl'],
  fedora: ['openssl'],
  isHere: () => onPath('openssl'),
};

const display: Need = {
  name: 'Xvfb',
  debian: ['xvfb'],
  fedora: ['xorg-x11-server-Xvfb'],
  isHere: () => onPath('Xvfb') || Boolean(process.env['DISPLAY']),
};

/** What `npm test` installs beside Electron's own needs. */
export const testNeeds: readonly Need[] = [ffmpeg, vulkan, bubblewrap, openssl, display];

export const electronLibraries: Need = {
  name: "Electron's libraries",
  debian: [
    ...(['libnss3', 'libgbm1'] as const),
    ['libgtk-3-0t64', 'libgtk-3-0'],
    ['libasound2t64', 'libasound2'],
  ],
  fedora: ['gtk3', 'nss', 'mesa-libgbm', 'alsa-lib'],
  isHere: () => hasLibraries('libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2'),
};

/** For better-sqlite3 with the Electron from npm; the official Electron needs no compiler. */
export const compiler: Need = {
  name: 'a C++ compiler',
  debian: ['build-essential'],
  fedora: ['gcc-c++'],
  isHere: () => onPath('cc') && onPath('c++'),
};

/**
 * Installs what is missing, as root on Debian and Ubuntu. Elsewhere it names the command.
 * @returns what is still missing
 */
export function provide(needs: readonly Need[]): Need[] {
  // Windows and macOS have everything but ffmpeg.
  const asked = process.platform === 'linux' ? needs : needs.filter((need) => need === ffmpeg);
  const missing = asked.filter((need) => !need.isHere());
  if (missing.length === 0) return [];
  const named = missing.map(({ name }) => name).join(', ');
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    process.stdout.write(`Missing on this machine: ${named}.\n${advice(missing).join('\n')}\n`);
    return missing;
  }
  process.stdout.write(`Installing what is missing on this machine: ${named} ...\n`);
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...debianNames(missing)]);
  const left = missing.filter((need) => !need.isHere());
  if (left.length > 0) process.stdout.write(`It did not work.\n${advice(left).join('\n')}\n`);
  return left;
}

function advice(missing: readonly Need[]): string[] {
  if (onPath('apt-get')) {
    const packages = debianNames(missing).join(' ');
    return [`As root, run:\n  apt-get update && apt-get install --no-install-recommends ${packages}`];
  }
  // ffmpeg is not in Fedora's own packages. On Windows and macOS nothing else is needed.
  const others = missing.filter((need) => need !== ffmpeg);
  const packages = others.flatMap(({ fedora }) => fedora).join(' ');
  return [
    ...(missing.includes(ffmpeg) ? [ffmpegMissing('There is no ffmpeg.').message] : []),
    ...(others.length === 0
      ? []
      : [
          onPath('dnf')
            ? `As root, run:\n  dnf install ${packages}`
            : `Install them with your system's package manager (on Fedora they are called: ${packages}).`,
        ]),
  ];
}

const debianNames = (needs: readonly Need[]) =>
  needs.flatMap(({ debian }) =>
    debian.map((choice) => {
      if (typeof choice === 'string') return choice;
      return run('apt-cache', ['show', '--no-all-versions', choice[0]]) ? choice[0] : choice[1];
    }),
  );

function onPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

/** ffmpeg-static exports a path, whether or not its download worked. */
function packagedFfmpeg(): boolean {
  try {
    return isExecutable(createRequire(import.meta.url)('ffmpeg-static') as string);
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const hasLibraries = (...names: string[]) =>
  names.every((name) => globSync(`/{usr/,usr/local/,}{lib,lib64}/{*/,}${name}`).length > 0);

function run(program: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: 'ignore', env }).status === 0;
}
