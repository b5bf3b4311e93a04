import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaceDescriber } from '../../../src-main/engine/pipeline/describe-faces.ts';
import { startFaceWorkers } from '../../../src-main/engine/pipeline/face-workers.ts';
import { createToolbox, type Toolbox } from '../../../src-main/engine/toolbox.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { tinyDescription, tinyNet } from '../../support/tiny-network.ts';

vi.mock('../../../src-main/engine/pipeline/face-workers.ts', () => ({ startFaceWorkers: vi.fn() }));

const describer = () => ({ parallel: 1, describe: vi.fn(), dispose: vi.fn(() => Promise.resolve()) });

describe('the threads that describe faces', () => {
  let folder: string;
  let toolbox: Toolbox;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'exhibit-toolbox-'));
    toolbox = createToolbox({
      ...{ resources: project, settingsFolder: join(folder, 'settings'), version: '0.0.0' },
      ...{ scripts: engineScripts, provider: 'cpu' },
    });
    const [path, description] = [join(folder, 'net.onnx'), join(folder, 'net.json')];
    writeFileSync(path, tinyNet());
    writeFileSync(description, JSON.stringify(tinyDescription));
    await toolbox.addNetwork({ net: 'onnx', path, description });
  });
  afterEach(async () => {
    await toolbox.dispose();
    rmSync(folder, { recursive: true });
  });

  it('end with the network that they hold, and no others', async () => {
    const [own, builtIn] = [describer(), describer()];
    vi.mocked(startFaceWorkers).mockResolvedValueOnce(own).mockResolvedValueOnce(builtIn);
    await toolbox.faceTools('tiny');
    await toolbox.faceTools();
    await toolbox.removeNetwork('tiny');
    expect(own.dispose).toHaveBeenCalledOnce();
    expect(builtIn.dispose).not.toHaveBeenCalled();
    await toolbox.dispose();
    expect(own.dispose).toHaveBeenCalledOnce();
    expect(builtIn.dispose).toHaveBeenCalledOnce();
  });

  it('are started anew after they could not be', async () => {
    const second = describer();
    vi.mocked(startFaceWorkers).mockRejectedValueOnce(new Error('no memory')).mockResolvedValueOnce(second);
    await expect(toolbox.faceTools()).rejects.toThrow('no memory');
    expect((await toolbox.faceTools()).describer).toBe(second);
  });

  it('end though they were starting when all is freed', async () => {
    let resolve!: (opened: FaceDescriber) => void;
    const promise = new Promise<FaceDescriber>((settle) => (resolve = settle));
    const slow = describer();
    const started = vi.mocked(startFaceWorkers).mockReturnValueOnce(promise);
    started.mockClear();
    const tools = toolbox.faceTools();
    await vi.waitFor(() => expect(started).toHaveBeenCalled(), { timeout: 10_000 });
    const freed = toolbox.dispose();
    resolve(slow);
    await Promise.all([freed, tools]);
    expect(slow.dispose).toHaveBeenCalledOnce();
  });
});

describe('a machine without a decoder', () => {
  let settingsFolder: string;
  let toolbox: Toolbox;
  beforeEach(() => {
    settingsFolder = mkdtempSync(join(tmpdir(), 'exhibit-toolbox-'));
    const options = { resources: project, settingsFolder, version: '0.0.0', scripts: engineScripts };
    toolbox = createToolbox({ ...options, provider: 'cpu' });
    vi.stubEnv('EXHIBIT_FFMPEG', join(settingsFolder, 'no-ffmpeg'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await toolbox.dispose();
    rmSync(settingsFolder, { recursive: true });
  });

  it('says what to install on each system, beside what else there is to know', async () => {
    const { decoder, activeModel } = await toolbox.info();
    expect(activeModel).toMatchObject({
      name: 'default',
      worth: expect.stringMatching(/the model “default”/i),
    });
    expect(decoder).toMatchObject({ ready: false, problem: { code: 'media/ffmpeg-missing' } });
    const text = decoder.ready ? '' : decoder.problem.message;
    for (const command of ['apt-get install', 'dnf install', 'winget install', 'brew install'])
      expect(text).toContain(command);
  });

  it('analyses nothing', async () => {
    await expect(toolbox.analysisTools()).rejects.toMatchObject({ code: 'media/ffmpeg-missing' });
  });

  it('keeps the decoder that it had when the user names one that is none', async () => {
    vi.stubEnv('EXHIBIT_FFMPEG', '');
    await expect(toolbox.nameDecoder(join(settingsFolder, 'no-ffmpeg'))).rejects.toMatchObject({
      code: 'media/ffmpeg-missing',
    });
    expect((await toolbox.info()).decoder.ready).toBe(true);
  });
});

it('asks each time which model is active: another process may have changed it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-toolbox-'));
  const toolbox = createToolbox({
    ...{ resources: project, settingsFolder: join(folder, 'settings'), version: '0.0.0' },
    ...{ scripts: engineScripts, provider: 'cpu' },
  });
  try {
    const first = await toolbox.classifier();
    expect(await toolbox.classifier()).toBe(first);
    mkdirSync(toolbox.library.userFolder, { recursive: true });
    writeFileSync(join(toolbox.library.userFolder, 'active.txt'), 'another\n');
    await expect(toolbox.classifier()).rejects.toMatchObject({ code: 'models/unknown' });
  } finally {
    await toolbox.dispose();
    rmSync(folder, { recursive: true });
  }
});
