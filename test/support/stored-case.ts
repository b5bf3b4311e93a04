/** Puts a finding as the engine makes it into a case, with a crop of each face. */
import type { CaseFile } from '../../src-main/engine/cases/case-file.ts';
import type { Finding } from '../../src-main/shared/domain.ts';
import { sampleFinding } from '../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../unit/engine/reports/sample-card.ts';

export function storeFinding(file: CaseFile, finding: Finding = sampleFinding()) {
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: finding.media.sizeBytes });
  const faces = finding.tracks.flatMap((track) => track.faces);
  const images = {
    crops: faces.map((_, index) => new Uint8Array([0xff, 0xd8, index])),
    thumbnail: new Uint8Array([7]),
  };
  return file.findings.save(id, 'key', { finding, images, card: sampleCard });
}
