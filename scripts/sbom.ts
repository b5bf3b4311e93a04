/**
 * The bill of materials of a package, as CycloneDX 1.5: the npm packages in it as `npm sbom` lists them, and what npm does
 * not know: the programs of ffmpeg, the networks and the default model, each with its SHA-256.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectFolder } from './folders.ts';

interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  [more: string]: unknown;
}

interface Bom {
  metadata: { component: Component; [more: string]: unknown };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
  [more: string]: unknown;
}

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean }>;
}

const target = process.argv[2] ?? join(projectFolder, 'release', 'exhibit.cdx.json');
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(billOfMaterials(), null, 2)}\n`);

function billOfMaterials(): Bom {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const options = { cwd: projectFolder, maxBuffer: 2 ** 28, shell: process.platform === 'win32' };
  const bom = JSON.parse(execFileSync('npm', args, options).toString()) as Bom;
  const { component } = bom.metadata;
  const shipped = shippedPackages();
  // npm 10 lists a package once for each folder that it lies in.
  const once = new Map(bom.components.map((each) => [each['bom-ref'], each]));
  const packages = [...once.values()]
    .filter((each) => shipped.has(each['bom-ref']))
    .map((each) => ({
      ...each,
      scope: 'required',
      type: each.name === 'electron' ? 'framework' : each.type,
    }));
  const listed = new Set([component, ...packages].map((each) => each['bom-ref']));
  return {
    ...bom,
    // npm takes the name of the folder.
    metadata: { ...bom.metadata, component: { ...component, type: 'application', name: 'exhibit' } },
    components: [...packages, ...programs(), ...models()],
    dependencies: [...listed].map((ref) => {
      const needed = bom.dependencies
        .filter((each) => each.ref === ref)
        .flatMap((each) => each.dependsOn ?? []);
      return { ref, dependsOn: [...new Set(needed)].filter((each) => listed.has(each)) };
    }),
  };
}

/**
 * By the lock file: `npm sbom --omit dev` also leaves out packages of the product that a tool for development uses too.
 * Electron stands there as one of these tools.
 */
function shippedPackages(): Set<string> {
  const { packages } = json<Lock>('package-lock.json');
  return new Set(
    Object.entries(packages)
      .filter(([path, { dev }]) => path === 'node_modules/electron' || (path !== '' && dev !== true))
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)!}@${version}`),
  );
}

/** Fetched by the install scripts of their packages; where one could not be fetched, it is not in the package either. */
function programs(): Component[] {
  const require = createRequire(import.meta.url);
  const found = [
    { name: 'ffmpeg', from: 'ffmpeg-static', pathIn: (exported: unknown) => exported as string | null },
    {
      name: 'ffprobe',
      from: '@ffprobe-installer/ffprobe',
      pathIn: (exported: unknown) => (exported as { path: string }).path,
    },
  ];
  return found.flatMap(({ name, from, pathIn }) => {
    const path = exportOf(from, pathIn);
    if (path === null || !existsSync(path)) return [];
    const told = { type: 'application', name, description: `from npm ${from}` };
    return [{ 'bom-ref': `program:${name}`, ...told, hashes: hashes(path) }];
  });

  /** Null where npm left an optional package out, or it has nothing for this system. */
  function exportOf(from: string, pathIn: (exported: unknown) => string | null): string | null {
    try {
      return pathIn(require(from));
    } catch {
      return null;
    }
  }
}

function models(): Component[] {
  const { models: networks } = json<{
    models: { name: string; file: string; architecture: string; licence: string; origin: string }[];
  }>('models/manifest.json');
  const component = (name: string, file: string, more: object): Component => ({
    ...{ 'bom-ref': `model:${name}`, type: 'machine-learning-model', name },
    ...more,
    hashes: hashes(join(projectFolder, 'models', file)),
    properties: [{ name: 'exhibit:file', value: `models/${file}` }],
  });
  return [
    ...networks.map(({ name, file, architecture, licence, origin }) =>
      component(name, file, {
        description: `${architecture}; ${origin}`,
        licenses: [{ license: { name: licence } }],
      }),
    ),
    component('default', 'default/manifest.json', {
      description:
        'The default model. The hash is of its manifest, which names every other file with its hash.',
    }),
  ];
}

function hashes(path: string) {
  return [{ alg: 'SHA-256', content: createHash('sha256').update(readFileSync(path)).digest('hex') }];
}

function json<T>(file: string): T {
  return JSON.parse(readFileSync(join(projectFolder, file), 'utf8')) as T;
}
