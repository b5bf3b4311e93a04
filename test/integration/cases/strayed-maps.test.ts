import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import type { StoredFace } from '../../../src-main/shared/case.ts';
import { isMapOf, occlusionSubject, type OcclusionMap } from '../../../src-main/shared/occlusion.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let path: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-maps-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null },
    content: { name: 'A. Smith' },
  });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const faces = (): StoredFace[] => file.findings.get(1)!.tracks.flatMap((track) => track.faces);

/** Of the third face, as the engine makes it. */
function storeMap(): OcclusionMap {
  const { faceId, frameIndex, box } = faces()[2]!;
  const picture = sha256Of(file.images.crop(faceId)!.bytes);
  const corner = { x: 0, y: 0 };
  const content: OcclusionMap = {
    ...{ faceId, of: { findingId: 1, frameIndex, box, picture } },
    ...{ side: 1, corners: [corner, corner, corner], score: 0.8, changes: [-0.3] },
    by: { classifier: 'c'.repeat(64), provider: 'cpu', exhibit: 'test' },
  };
  file.records.store({
    kind: 'occlusion',
    subject: occlusionSubject(1, faceId),
    evidenceId: 1,
    content,
  });
  return content;
}

async function problemsAfter(sql: string): Promise<string[]> {
  file.close();
  tamper(path, sql);
  file = openCase(path, 'Exhibit test');
  return (await file.verify()).faults.map(({ problem }) => problem);
}

const shifted = ['faces SET id', 'scores SET face_id', 'crops SET face_id'];
/** In two steps: for a moment two rows would have one number. */
const shift = shifted
  .flatMap((column) => [
    `UPDATE ${column} = ${column.split(' ').at(-1)} + 1000`,
    `UPDATE ${column} = ${column.split(' ').at(-1)} - 999`,
  ])
  .join(';');

it('says nothing of a map that is in its place', async () => {
  const map = storeMap();
  expect(isMapOf(map, faces()[2]!, 1)).toBe(true);
  expect(await file.verify()).toMatchObject({ intact: true });
});

it('notices that all faces have other numbers, so that the map would be shown for another face', async () => {
  const map = storeMap();
  expect(await problemsAfter(shift)).toEqual([
    `The occlusion map of face ${map.faceId} of evidence 1 was made of another face than the one that has its number now.`,
  ]);
  const [, second] = faces();
  expect(second!.faceId).toBe(map.faceId);
  expect(isMapOf(map, second!, 1)).toBe(false);
});

it('notices that the face is gone with its finding', async () => {
  const { faceId } = storeMap();
  const problems = await problemsAfter(
    `UPDATE faces SET id = 99 WHERE id = ${faceId}; UPDATE crops SET face_id = 99 WHERE face_id = ${faceId};
     UPDATE scores SET face_id = 99 WHERE face_id = ${faceId}`,
  );
  expect(problems.join(' ')).toContain(`The occlusion map of face ${faceId} of evidence 1 was made of`);
});

it('is shown for no face where it does not say of which one it was made, as versions before stored it', () => {
  const { of, ...unbound } = storeMap();
  expect(of).toBeDefined();
  expect(isMapOf(unbound, faces()[2]!, 1)).toBe(false);
});

it('belongs to no finding where the face was added, and to one finding otherwise', () => {
  const { of } = storeMap();
  const { frameIndex, box } = of!;
  expect(isMapOf({ faceId: 3, of: of! }, { faceId: 3, frameIndex, box }, 2)).toBe(false);
  const added = { faceId: -3, of: { ...of!, findingId: null } };
  expect(isMapOf(added, { faceId: -3, frameIndex, box }, 2)).toBe(true);
  expect(isMapOf(added, { faceId: -3, frameIndex: frameIndex + 1, box }, 2)).toBe(false);
});
