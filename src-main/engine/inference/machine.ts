/** The facts of this machine that affect a provider. They change with the graphics card or its driver. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { arch, cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The registry class under which Windows keeps display adapters. */
const displayClass =
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';

/** Facts in a fixed order; unreadable facts are omitted. */
export async function machineFacts(): Promise<string[]> {
  return [
    `${platform()} ${arch()} ${release()}`,
    cpus()[0]?.model ?? '',
    process.env['VK_ICD_FILENAMES'] ?? '',
    ...(await graphicsFacts()),
  ];
}

/** macOS comes with its drivers, and the facts already have its release. */
async function graphicsFacts(): Promise<string[]> {
  if (platform() === 'linux') return linuxGraphics();
  if (platform() === 'win32') return windowsGraphics();
  return [];
}

async function linuxGraphics(): Promise<string[]> {
  const root = '/sys/class/drm';
  const cards = (await readdir(root).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort();
  const ids = cards.flatMap((card) => ['vendor', 'device'].map((id) => join(root, card, 'device', id)));
  const files = [...ids, '/sys/module/nvidia/version', '/sys/module/amdgpu/version'];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.map((text) => text.trim());
}

async function windowsGraphics(): Promise<string[]> {
  const query = ['query', displayClass, '/s', '/v', 'DriverVersion'];
  const { stdout } = await promisify(execFile)('reg', query, { windowsHide: true }).catch(() => ({
    stdout: '',
  }));
  return stdout.split(/\r?\n/).filter((line) => line.includes('DriverVersion'));
}
