import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';
import { chooseProvider } from '../../../../src-main/engine/inference/provider.ts';
import type { ProviderQuestion } from '../../../../src-main/engine/inference/provider.ts';
import type { TrialAnswer } from '../../../../src-main/engine/inference/fork-trial.ts';

vi.mock('../../../../src-main/engine/inference/onnx-session.ts', () => ({
  onnxRuntimeVersion: '1.0.0',
  carriedProviders: () => ['cpu', 'webgpu'],
}));

const answered = (maxDifference: number, speedup: number): TrialAnswer => ({
  ok: true,
  result: { maxDifference, speedup },
});
const faster = answered(2e-7, 5);
const slower = answered(2e-7, 0.3);
const halfPrecision = answered(3e-3, 5);
const crash: TrialAnswer = { ok: false, reason: 'the trial crashed (SIGSEGV)' };

describe('the choice of a provider', () => {
  let folder: string;
  let question: ProviderQuestion;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-provider-'));
    const point = { x: 0.5, y: 0.5 };
    const input = { name: 'image', sizePx: 8, layout: 'nchw', channels: 'rgb', mean: [0, 0, 0], divisor: 1 };
    const model = {
      role: 'embedder',
      name: 'small',
      file: 'small.onnx',
      sha256: sha256Of(Buffer.from('net')),
      architecture: 'none',
      input: { ...input, batch: null },
      output: { name: 'embedding', length: 4 },
      template: [point, point, point, point, point],
      identity: { same: 0.14, other: 0.25 },
      licence: 'MIT',
      origin: 'this test',
    };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [model] }));
    await writeFile(join(folder, 'small.onnx'), 'net');
    question = {
      wish: 'auto',
      modelsFolder: folder,
      model: 'small',
      threads: 1,
      settingsFolder: join(folder, 'settings'),
      trialScript: 'unused',
    };
  });

  afterEach(() => rm(folder, { recursive: true }));

  const choose = (answer: TrialAnswer, changes: Partial<ProviderQuestion> = {}) => {
    const runTrial = vi.fn(() => Promise.resolve(answer));
    return { runTrial, report: chooseProvider({ ...question, ...changes }, undefined, runTrial) };
  };

  it('takes a graphics processor that is faster and agrees, with the difference', async () => {
    expect(await choose(faster).report).toEqual({ name: 'webgpu', maxDifference: 2e-7, warning: null });
  });

  it('stays on the CPU without a word when that is faster', async () => {
    expect(await choose(slower).report).toEqual({ name: 'cpu', maxDifference: 0, warning: null });
  });

  it('does not trade precision for speed, and says so', async () => {
    const report = await choose(halfPrecision).report;
    expect(report.name).toBe('cpu');
    expect(report.warning).toContain("differ from the CPU's by 3.0e-3");
  });

  it('falls back to the CPU when a driver crashes, and says so', async () => {
    const report = await choose(crash).report;
    expect(report).toMatchObject({ name: 'cpu', maxDifference: 0 });
    expect(report.warning).toBe('WebGPU was not used: the trial crashed (SIGSEGV). The CPU is used.');
  });

  it('uses a slower provider when asked for it by name', async () => {
    expect(await choose(slower, { wish: 'webgpu' }).report).toMatchObject({ name: 'webgpu', warning: null });
  });

  it('warns when a provider asked for by name deviates', async () => {
    const report = await choose(halfPrecision, { wish: 'webgpu' }).report;
    expect(report).toMatchObject({ name: 'webgpu', maxDifference: 3e-3 });
    expect(report.warning).toContain('differ');
  });

  it('refuses a provider asked for by name that does not work, and says what to do', async () => {
    await expect(choose(crash, { wish: 'webgpu' }).report).rejects.toMatchObject({
      code: 'inference/provider-unavailable',
      message: expect.stringContaining('choose the provider "auto" or "cpu"') as string,
    });
  });

  it('tries nothing when the CPU is asked for', async () => {
    const { runTrial, report } = choose(faster, { wish: 'cpu' });
    expect((await report).name).toBe('cpu');
    expect(runTrial).not.toHaveBeenCalled();
  });

  it('remembers a trial', async () => {
    const first = await choose(faster).report;
    const { runTrial, report } = choose(crash);
    expect(await report).toEqual(first);
    expect(runTrial).not.toHaveBeenCalled();
  });

  it('tries again when the model has changed', async () => {
    await choose(faster).report;
    const path = join(folder, 'manifest.json');
    const [before, after] = ['net', 'new net'].map((net) => sha256Of(Buffer.from(net)));
    await writeFile(path, (await readFile(path, 'utf8')).replace(before!, after!));
    await writeFile(join(folder, 'small.onnx'), 'new net');
    expect((await choose(slower).report).name).toBe('cpu');
  });

  it('tries again when the memory is damaged', async () => {
    await choose(faster).report;
    await writeFile(join(folder, 'settings', 'provider.json'), '{"auto":');
    expect((await choose(slower).report).name).toBe('cpu');
  });

  it('reports a missing model as such, not as a provider that fails', async () => {
    await rm(join(folder, 'small.onnx'));
    await expect(choose(faster).report).rejects.toMatchObject({ code: 'models/missing' });
  });
});
