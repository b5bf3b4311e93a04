/** Reads every import of the sources and holds it to the six rules of docs/architecture.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Import {
  from: string;
  /** A path inside the project, or a module's name as it is written. */
  to: string;
}

const project = join(import.meta.dirname, '..', '..');
/** All that app and command line may use of the engine. */
const door = 'src-main/engine/engine.ts';
/** Steps of an analysis in their order: each may use those before it. */
const steps = [
  'media',
  'inference',
  'faces',
  'embedding',
  'metric-learning',
  'softmax-learning',
  'novelty',
  'identity',
  'classifiers',
  'verdict',
  'people',
  'evaluation',
  'cases',
  'reports',
];
const modelSteps = [
  'inference',
  'faces',
  'embedding',
  'metric-learning',
  'softmax-learning',
  'novelty',
  'identity',
  'classifiers',
];
const imports = [...sourcesIn('src-main'), ...sourcesIn('src-renderer')].flatMap(importsOf);

describe('the layers', () => {
  it('are read: there are imports to check', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('let shared import zod and chart mathematics alone', () => {
    const allowed = ['zod', 'd3-scale', 'd3-shape'];
    expect(
      broken('src-main/shared/', ({ to }) => inside(to, 'src-main/shared') || allowed.includes(to)),
    ).toEqual([]);
  });

  it('let the engine import Node, its libraries, shared, and data of resources', () => {
    const libraries = dependencies();
    const isData = (to: string) => inside(to, 'resources') && to.endsWith('.json');
    expect(
      broken('src-main/engine/', ({ to }) => {
        if (isInProject(to)) return inside(to, 'src-main/engine') || inside(to, 'src-main/shared');
        return isBuiltin(to) || isData(to) || libraries.has(packageOf(to));
      }),
    ).toEqual([]);
  });

  it('let the app alone import Electron, and of the engine only its door', () => {
    const outside = imports.filter(
      ({ from, to }) => to.startsWith('electron') && !inside(from, 'src-main/app'),
    );
    expect(outside).toEqual([]);
    expect(
      broken('src-main/app/', ({ to }) => {
        if (!isInProject(to)) return true;
        return inside(to, 'src-main/app') || inside(to, 'src-main/shared') || to === door;
      }),
    ).toEqual([]);
  });

  it('let the command line import shared, its parser and of the engine only its door', () => {
    expect(
      broken('src-main/cli/', ({ to }) =>
        isInProject(to)
          ? inside(to, 'src-main/cli') || inside(to, 'src-main/shared') || to === door
          : isBuiltin(to) || to === 'commander',
      ),
    ).toEqual([]);
  });

  it('let the page reach the engine through the contract only', () => {
    const allowed = ['svelte', 'd3-scale', 'd3-shape'];
    expect(
      broken('src-renderer/', ({ to }) => {
        if (isInProject(to)) return inside(to, 'src-renderer') || inside(to, 'src-main/shared');
        return allowed.includes(packageOf(to));
      }),
    ).toEqual([]);
  });

  it('let a step of the engine use the steps before it, and what depends on no step', () => {
    const wrong = imports.filter(({ from, to }) => {
      const step = steps.indexOf(folderOf(from));
      if (step === -1 || !inside(to, 'src-main/engine')) return false;
      const used = steps.indexOf(folderOf(to));
      return used === -1 ? !independent(to) : used > step;
    });
    expect(wrong).toEqual([]);
  });

  it('let support use no step', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        folderOf(from) === 'support' && inside(to, 'src-main/engine') && folderOf(to) !== 'support',
    );
    expect(wrong).toEqual([]);
  });

  it('let no two folders of the engine use each other', () => {
    const uses = new Set(
      imports
        .map(({ from, to }) => [folderOf(from), folderOf(to)] as const)
        .filter(([a, b]) => a && b && a !== b)
        .map(([a, b]) => `${a} uses ${b}`),
    );
    const mutual = [...uses].filter((use) => uses.has(use.split(' uses ').reverse().join(' uses ')));
    expect(mutual).toEqual([]);
  });

  it('keep what stands behind the door from leaning on it', () => {
    const wrong = imports.filter(({ from, to }) => inside(from, 'src-main/engine') && to === door);
    expect(wrong).toEqual([]);
  });

  it('let the lab ask for its tools by a port of its own', () => {
    const wrong = imports.filter(
      ({ from, to }) => folderOf(from) === 'lab' && to === 'src-main/engine/toolbox.ts',
    );
    expect(wrong).toEqual([]);
  });

  it('let the lab use training, and training know nothing of the lab', () => {
    const wrong = imports.filter(
      ({ from, to }) => folderOf(from) === 'training' && inside(to, 'src-main/engine/lab'),
    );
    expect(wrong).toEqual([]);
  });

  it('keep cases and reports to the words of the field: they know no models', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        ['cases', 'reports'].includes(folderOf(from)) &&
        inside(to, 'src-main/engine') &&
        modelSteps.includes(folderOf(to)),
    );
    expect(wrong).toEqual([]);
  });
});

/** Imports of files below `prefix` that are not allowed. */
function broken(prefix: string, allowed: (edge: Import) => boolean): Import[] {
  return imports.filter((edge) => edge.from.startsWith(prefix) && !allowed(edge));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => join(folder, name).split(sep).join('/'));
}

function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(scriptOf(from), true, true);
  return importedFiles.map(({ fileName }) => ({ from, to: target(from, fileName) }));
}

/** A component's imports stand in its script; the rest of it is not TypeScript. */
function scriptOf(file: string): string {
  const text = readFileSync(join(project, file), 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

function target(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(project, join(project, dirname(from), specifier))
    .split(sep)
    .join('/');
}

/** The folder of the engine a file is in; empty for files at its top and outside it. */
function folderOf(file: string): string {
  const parts = file.split('/');
  return inside(file, 'src-main/engine') && parts.length > 3 ? parts[2]! : '';
}

/** `support` is general mathematics and bookkeeping that any step may use. */
const independent = (file: string): boolean => folderOf(file) === 'support';

function dependencies(): Set<string> {
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(project, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  return new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const isInProject = (to: string) => to.startsWith('src-');
const inside = (path: string, folder: string) => path.startsWith(`${folder}/`);
