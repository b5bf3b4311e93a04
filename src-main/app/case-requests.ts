/** Cases that the system asks to open: double-clicked, dropped on the icon or named on the command line. */
import { isAbsolute, resolve } from 'node:path';
import { app } from 'electron';

type OpenCase = (path: string) => void;

/**
 * Listens from the first moment, because macOS asks before the app is ready.
 * @returns where to hand in the one who opens them; what was asked until then comes at once
 */
export function listenForCases(): (opener: OpenCase) => void {
  const waiting: string[] = [];
  let open: OpenCase = (path) => void waiting.push(path);
  const openNamed = (argv: readonly string[], folder: string) => {
    const path = caseArgument(argv, folder);
    if (path !== null) open(path);
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  app.on('second-instance', (_event, argv, folder) => openNamed(argv, folder));
  openNamed(process.argv, process.cwd());
  return (opener) => {
    open = opener;
    waiting.forEach(opener);
  };
}

/** @param folder where relative names start: the folder of the process that was given them */
export function caseArgument(argv: readonly string[], folder: string): string | null {
  const path = argv.slice(1).find((word) => !word.startsWith('-') && word.toLowerCase().endsWith('.exhibit'));
  if (path === undefined) return null;
  return isAbsolute(path) ? path : resolve(folder, path);
}
