import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { project } from '../../support/face-clip.ts';

/** Unless it is told not to, ONNX Runtime keeps an identifier of the machine there, and sends usage. */
it('leaves no trace of the inference runtime in the home folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'exhibit-home-'));
  const script = `
    const { openSession } = await import(${JSON.stringify(join(project, 'src-main/engine/inference/onnx-session.ts'))});
    const session = await openSession(${JSON.stringify(join(project, 'models/built/mtcnn-rnet.onnx'))}, { provider: 'cpu', threads: 1 });
    await session.dispose();`;
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, HOME: home, XDG_CACHE_HOME: '', ORT_DISABLE_TELEMETRY: '' },
    });
    expect(readdirSync(home)).toEqual([]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
