/** Finds programs of the system. */
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

export const executableName = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

export const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Looks the PATH up itself: Windows would also start a program lying in the evidence's own folder. */
export async function onPath(name: string): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, executableName(name));
    if (isAbsolute(folder) && (await isExecutable(path))) return path;
  }
  return null;
}
