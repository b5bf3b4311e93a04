import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preparedRuntime } from '../../../tools/electron-from-npm/runtime.ts';
import { forkTrial } from '../../../src-main/engine/inference/fork-trial.ts';
import { chooseProvider } from '../../../src-main/engine/inference/provider.ts';
import type { TrialRequest } from '../../../src-main/engine/inference/trial.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const trialScript = join(project, 'src-main', 'engine', 'inference', 'provider-trial.ts');

const request: TrialRequest = {
  modelsFolder: join(project, 'models'),
  // The one that the product tries a provider on.
  model: 'faceplugin-feature',
  provider: 'cpu',
  threads: 1,
  measureSpeed: false,
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-trial-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function script(text: string): Promise<string> {
  const path = join(folder, 'trial.mjs');
  await writeFile(path, text);
  return path;
}

describe('a trial in its own process', () => {
  it('finds the CPU to agree with itself', async () => {
    const answer = await forkTrial(trialScript, request);
    expect(answer).toEqual({ ok: true, result: { maxDifference: 0, speedup: null } });
  });

  it('measures how much faster a provider is when that is asked for', async () => {
    const answer = await forkTrial(trialScript, { ...request, measureSpeed: true });
    expect(answer).toMatchObject({ ok: true, result: { speedup: expect.any(Number) as number } });
  });

  it('says why a provider cannot be used', async () => {
    const missing = process.platform === 'win32' ? 'coreml' : 'dml';
    const answer = await forkTrial(trialScript, { ...request, provider: missing });
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining(missing) as string });
  });

  it('outlives a driver that crashes', async () => {
    const crashing = await script(`process.on('message', () => process.kill(process.pid, 'SIGSEGV'))`);
    const answer = await forkTrial(crashing, request);
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('crashed') as string });
  });

  it('is ended when the analysis is cancelled', async () => {
    const hanging = await script(`process.on('message', () => {})`);
    const signal = AbortSignal.timeout(500);
    await expect(forkTrial(hanging, request, signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

/** Electron's software Vulkan, in whichever Electron is here. */
const swiftShader = [
  process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  join(project, 'node_modules', 'electron', 'dist'),
  preparedRuntime() && dirname(preparedRuntime()!),
]
  .filter((place) => typeof place === 'string')
  .map((place) => join(place, 'vk_swiftshader_icd.json'))
  .find((path) => existsSync(path));

const onLinux = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!onLinux || !swiftShader)('WebGPU on a software graphics processor', () => {
  it('agrees with the CPU on unit vectors to 1e-5 and is used when asked for', async () => {
    vi.stubEnv('VK_ICD_FILENAMES', swiftShader);
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    const report = await chooseProvider({
      ...request,
      wish: 'webgpu',
      settingsFolder: folder,
      trialScript,
    });
    expect(report).toMatchObject({ name: 'webgpu', warning: null });
    expect(report.maxDifference).toBeGreaterThan(0);
    expect(report.maxDifference).toBeLessThan(1e-5);
  }, 150_000);
});

describe.skipIf(!onLinux)('a machine whose graphics drivers find no processor', () => {
  beforeEach(() => vi.stubEnv('VK_ICD_FILENAMES', join(folder, 'none.json')));
  const question = () => ({ ...request, settingsFolder: folder, trialScript });

  it('falls back to the CPU with a warning', async () => {
    const report = await chooseProvider({ ...question(), wish: 'auto' });
    expect(report).toMatchObject({ name: 'cpu', maxDifference: 0 });
    expect(report.warning).toContain('WebGPU was not used: no suitable graphics processor');
  });

  it('refuses WebGPU when asked for by name', async () => {
    await expect(chooseProvider({ ...question(), wish: 'webgpu' })).rejects.toMatchObject({
      code: 'inference/provider-unavailable',
    });
  });
});
