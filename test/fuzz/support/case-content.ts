/** Everything that a case says, as one text: what nobody may change without being noticed. */
import type { CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';

export function contentOf({ evidence, findings, records, audit, images }: CaseFile): string {
  const shown = findings.idsAfter(0).map((id) => findings.get(id)!);
  const faces = shown.flatMap(({ tracks }) => tracks.flatMap((track) => track.faces));
  const rows = evidence.list();
  const said = {
    rows,
    removed: evidence.removed(),
    findings: shown,
    crops: faces.map(({ faceId }) => digest(images.crop(faceId)?.bytes)),
    thumbnails: rows.map(({ id }) => digest(images.thumbnail(id)?.bytes)),
    cards: findings.cards(),
    records: records.newest(),
    log: [...audit.entries()],
  };
  // The number of a face says nothing: what has it is compared.
  return JSON.stringify(said, (key, value: unknown) => (key === 'faceId' ? undefined : value));
}

const digest = (bytes: Uint8Array | undefined) => (bytes ? sha256Of(bytes) : null);
