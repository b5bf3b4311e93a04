/** A lab in a folder of its own, with a data set as an import would leave it. */
import { openLabDatabase, type LabDatabase } from '../../src-main/engine/lab/lab-database.ts';
import type { Label } from '../../src-main/shared/domain.ts';

interface TestClip {
  path: string;
  label: Label;
  identity?: string;
  donors?: string[];
  kind?: 'video' | 'pictures';
  source?: string;
  method?: string;
}

export function labWith(file: string, clips: readonly TestClip[]): LabDatabase {
  const lab = openLabDatabase(file);
  lab.sqlite.exec(
    "INSERT INTO datasets (id, name, folder, layout, imported_at) VALUES (1, 'test', '/', 'folders', '2026-01-01')",
  );
  const insert = lab.sqlite.prepare(
    `INSERT INTO dataset_items (dataset_id, path, kind, label, identity, donors, source, method, size_bytes, sha256)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
  );
  for (const clip of clips) {
    const { path, label, identity = path, donors = [], kind = 'video', source = path, method = null } = clip;
    insert.run(path, kind, label, identity, JSON.stringify(donors), source, method, path);
  }
  lab.sqlite.exec(
    "INSERT INTO splits (id, dataset_id, kind, seed, folds, created_at) VALUES (1, 1, 'by-identity', 1, 2, '2026-01-01')",
  );
  return lab;
}
