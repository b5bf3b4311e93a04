import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..');
const json = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;

interface Component {
  'bom-ref': string;
  name: string;
  type: string;
  hashes?: { alg: string; content: string }[];
  properties?: { name: string; value: string }[];
}

it('lists every npm package that is shipped, no other, and each network with the hash of its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-sbom-'));
  try {
    const path = join(folder, 'exhibit.cdx.json');
    execFileSync(process.execPath, [join(project, 'scripts', 'sbom.ts'), path], { stdio: 'ignore' });
    const { components } = json<{ components: Component[] }>(path);
    const refs = components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const { dependencies, devDependencies } = json<Record<string, Record<string, string>>>(
      join(project, 'package.json'),
    );
    for (const [name, version] of Object.entries(dependencies!)) {
      if (!version.startsWith('file:')) expect(refs).toContain(`${name}@${version}`);
    }
    // Also what tools for development use too, and what stands behind another package.
    expect(refs.some((ref) => ref.startsWith('onnxruntime-common@'))).toBe(true);
    const { packages } = json<{ packages: Record<string, { dev?: boolean }> }>(
      join(project, 'package-lock.json'),
    );
    const tools = Object.entries(devDependencies!).filter(([name]) => packages[`node_modules/${name}`]?.dev);
    expect(tools.length).toBeGreaterThan(20);
    const listed = tools.filter(([name, version]) => refs.includes(`${name}@${version}`));
    expect(listed.map(([name]) => name)).toEqual(['electron']);
    const { models } = json<{ models: { name: string; file: string }[] }>(
      join(project, 'models', 'manifest.json'),
    );
    for (const { name, file } of models) {
      const content = createHash('sha256')
        .update(readFileSync(join(project, 'models', file)))
        .digest('hex');
      expect(components.find((component) => component['bom-ref'] === `model:${name}`)).toMatchObject({
        type: 'machine-learning-model',
        hashes: [{ alg: 'SHA-256', content }],
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
