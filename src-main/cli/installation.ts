/** The folders of this installation's models and of the user's settings. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { EngineScripts } from '../engine/engine.ts';
import type { PrintPdf } from '../shared/case.ts';
import { printByApp } from './print-by-app.ts';

export interface Installation {
  version: string;
  /** The folder that holds models/ and resources/. */
  resources: string;
  settingsFolder: string;
  scripts: EngineScripts;
  /** Left out where there is no Chromium. */
  printPdf?: PrintPdf;
}

export function installation(): Installation {
  // Both src-main/cli and the bundled dist/main lie two folders below it.
  const program = join(import.meta.dirname, '..', '..');
  const { version } = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8')) as { version: string };
  // A package keeps models and resources beside its archive.
  const resources = basename(program) === 'app.asar' ? dirname(program) : program;
  const printPdf = printByApp(program);
  return {
    version,
    resources,
    settingsFolder: join(configurationHome(), 'exhibit'),
    scripts: scripts(resources),
    ...(printPdf && { printPdf }),
  };
}

/** The built files beside this bundle; without a bundle, the sources. */
function scripts(resources: string): EngineScripts {
  const built = (name: string) => join(import.meta.dirname, name);
  const engine = join(resources, 'src-main', 'engine');
  return existsSync(built('cli.js'))
    ? {
        providerTrial: built('provider-trial.js'),
        faceWorker: built('face-worker.js'),
        caseInspection: built('inspect-case.js'),
        modelImport: built('import-process.js'),
        credentials: built('credentials-process.js'),
      }
    : {
        providerTrial: join(engine, 'inference', 'provider-trial.ts'),
        faceWorker: join(engine, 'pipeline', 'face-worker.ts'),
        caseInspection: join(engine, 'cases', 'inspect-case.ts'),
        modelImport: join(engine, 'models', 'import-process.ts'),
        credentials: join(engine, 'media', 'credentials', 'credentials-process.ts'),
      };
}

function configurationHome(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  if (XDG_CONFIG_HOME) return XDG_CONFIG_HOME;
  if (process.platform === 'win32') return APPDATA ?? join(homeFolder(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homeFolder(), 'Library', 'Application Support');
  return join(homeFolder(), '.config');
}

/** An account without a home, as in a container or of a service, keeps its settings in the temporary folder. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return join(tmpdir(), `exhibit-${process.getuid?.() ?? 'user'}`);
  }
}
