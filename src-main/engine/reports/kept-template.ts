/** The template that the window gives every report, kept among the settings until another is chosen. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { KeptTemplate } from '../../shared/report-template.ts';
import { readTemplate } from './template.ts';

export interface Templates {
  /** @returns null where none is kept. Its folder is read anew for each report */
  kept(): Promise<KeptTemplate | null>;
  /** @throws EngineError report/bad-template, and then keeps the one before */
  keep(folder: string): Promise<KeptTemplate>;
  drop(): Promise<void>;
}

const schema = z.object({ folder: z.string().min(1), agency: z.string() });

export function keptTemplates(settingsFolder: string): Templates {
  const file = join(settingsFolder, 'report-template.json');
  return {
    async kept() {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return null;
      try {
        return schema.parse(JSON.parse(text));
      } catch {
        // A damaged choice must not make a report fail: the dialog shows that there is none.
        return null;
      }
    },
    async keep(folder) {
      const { agency } = await readTemplate(folder);
      await mkdir(settingsFolder, { recursive: true });
      await writeFileAtomic(file, `${JSON.stringify({ folder, agency }, null, 2)}\n`);
      return { folder, agency };
    },
    drop: () => rm(file, { force: true }),
  };
}
