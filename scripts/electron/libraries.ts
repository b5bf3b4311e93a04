/** The system's libraries that Electron needs and servers often lack. */
import { spawnSync } from 'node:child_process';

/** Debian's packages; names ending in t64 are those of newer releases. */
const packages = [
  ['xvfb'],
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libgbm1'],
  ['libasound2t64', 'libasound2'],
];

/** Names of shared libraries that the executable asks for and this machine does not have. */
export function missingLibraries(executable: string): string[] {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name!);
}

export function installCommand(): string {
  return `apt-get install ${packageNames().join(' ')}`;
}

/** @returns whether Debian's package manager was here, we may use it, and it succeeded */
export function installLibraries(): boolean {
  if (process.getuid?.() !== 0 || !succeeds('apt-get', ['--version'])) return false;
  process.stdout.write('Installing Xvfb and the libraries of Electron ...\n');
  return (
    succeeds('apt-get', ['update', '-q']) &&
    succeeds('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packageNames()])
  );
}

/** Of each choice the one that this release has. */
const packageNames = () => packages.map((choice) => choice.find(known) ?? choice.at(-1)!);
const known = (name: string) => succeeds('apt-cache', ['show', '--no-all-versions', name]);

function succeeds(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', env }).status === 0;
}
