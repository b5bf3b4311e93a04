/**
 * Findings of a case: each analysis with everything that made it, stored in one transaction and never changed. A new
 * analysis of the same file is a new finding; the newest one is shown. The audit log has the digest of each, so a row
 * that was edited with other programs is detected.
 */
import type { EvidenceRow, StoredFinding } from '../../shared/case.ts';
import type { Finding, Outcome } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { pathText } from '../../shared/path-text.ts';
import type { AuditLog } from './audit-log.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { CaseDatabase } from './case-database.ts';
import { requireRoom } from './case-limits.ts';
import type { EvidenceStore } from './evidence.ts';
import { contentOf } from './finding-content.ts';
import { digestOf, findingDigest } from './finding-digest.ts';
import { requireSmall } from './finding-limits.ts';
import { findingOf } from './finding-rows.ts';
import { findingStatements } from './finding-statements.ts';
import { guestFindings } from './guest-findings.ts';
import { modelCards, storedCard } from './model-cards.ts';

export interface FindingImages {
  /** One JPEG per face, in the order of the tracks and of their faces; null for a face without a picture. */
  crops: readonly (Uint8Array | null)[];
  thumbnail: Uint8Array | null;
}

interface StorableAnalysis {
  finding: Finding;
  images: FindingImages;
  /** Card of the finding's classifier: its error rates stay with the finding. */
  card: ModelCard;
  /** Cards of the finding's guests, in their order; left out where it has none. */
  guestCards?: readonly ModelCard[];
}

type InsertableAnalysis = Pick<StorableAnalysis, 'finding' | 'images'> & {
  card: string;
  guestCards: readonly string[];
};

/** What the audit log says of a finding beside its digest. */
export type ToldFinding = Pick<StoredFinding, 'sha256'> & { evidenceId: number; outcome: Outcome };

export interface FindingStore {
  /**
   * Stores a finding and marks its evidence as done.
   * @param analysisKey one text for the same file, parameters and models, see {@link FindingStore.isDone}
   * @returns the new row of the evidence
   * @throws EngineError case/damaged if the case does not give back what was stored; case/too-large
   */
  save(evidenceId: number, analysisKey: string, analysis: StorableAnalysis): EvidenceRow;
  /** Whether the file's last analysis succeeded with this key; a new analysis would then give the same finding. */
  isDone(evidenceId: number, analysisKey: string): boolean;
  /** The newest finding of a file. */
  newest(evidenceId: number): StoredFinding | null;
  /** Ids of all findings of a file, newest first. */
  history(evidenceId: number): number[];
  get(findingId: number): StoredFinding | null;
  /** The card of a classifier or a guest that made findings here, by its SHA-256. */
  card(sha256: string): ModelCard | null;
  /** Of all classifiers that made findings here. */
  cards(): ModelCard[];
  /** Ids of all findings that are newer than this one, oldest first; 0 for all. */
  idsAfter(findingId: number): number[];
  /** SHA-256 over everything stored for a finding, with its pictures; null if the finding does not exist. */
  digest(findingId: number): string | null;
  /** What the audit log says of it in words, as it is stored; null if it does not exist. */
  told(findingId: number): ToldFinding | null;
}

export function findingStore(
  { sqlite, path: file, read, write, checkpoint }: CaseDatabase,
  audit: AuditLog,
  evidence: EvidenceStore,
): FindingStore {
  const sql = findingStatements(sqlite);
  const guests = guestFindings(sqlite, file);

  const load = (findingId: number): StoredFinding | null => {
    const verdict = sql.selectVerdict.get(findingId);
    if (!verdict) return null;
    return findingOf({
      verdict,
      streams: sql.selectStreams.all(findingId),
      frames: sql.selectFrames.all(findingId),
      tracks: sql.selectTracks.all(findingId),
      faces: sql.selectFaces.all(findingId),
      models: sql.selectModels.all(findingId),
      guests: guests.load(findingId),
    });
  };

  const digest = findingDigest(sqlite);
  const selectTold = sqlite.prepare<[number], ToldFinding>(
    'SELECT evidence_id AS evidenceId, sha256, outcome FROM verdicts WHERE id = ?',
  );

  const isSound = (findingId: number): boolean => {
    for (const { action, detail } of audit.entries()) {
      if (action === 'analysis-finished' && detail['findingId'] === findingId) {
        return detail['findingSha256'] === digest(findingId);
      }
    }
    return false;
  };
  const cardFor = modelCards(sqlite, isSound);

  /** With the cards as text. */
  const insertable = ({ finding, images, card, guestCards = [] }: StorableAnalysis): InsertableAnalysis => {
    const classifier = finding.models.find(({ role }) => role === 'classifier');
    return {
      ...{ finding, images },
      card: classifier ? cardFor(classifier, card) : canonicalJson(card),
      guestCards: finding.guests.map((guest, index) =>
        cardFor({ ...guest, role: 'guest' }, guestCards[index]),
      ),
    };
  };

  const insertFaces = (
    trackId: number,
    faces: Finding['tracks'][number]['faces'],
    crops: FindingImages['crops'],
  ): number[] =>
    faces.map((face, index) => {
      const { box, quality, classifiers, landmarks, score, novelty, ...detected } = face;
      const row = { ...detected, ...box, ...quality, trackId, landmarks: canonicalJson(landmarks) };
      const faceId = Number(sql.insertFace.run(row).lastInsertRowid);
      if (score !== null || classifiers !== null || novelty !== null) {
        const { sgd, forest } = classifiers ?? { sgd: null, forest: null };
        sql.insertScore.run({ faceId, score, sgd, forest, novelty });
      }
      const crop = crops[index];
      if (crop) sql.insertCrop.run(faceId, crop);
      return faceId;
    });

  const insertFinding = (
    evidenceId: number,
    analysisKey: string,
    { finding, images, card, guestCards }: InsertableAnalysis,
  ) => {
    const { media, models, frames, tracks, verdict } = finding;
    const faceCount = tracks.reduce((count, { faces }) => count + faces.length, 0);
    if (images.crops.length !== faceCount) {
      throw new Error(`${images.crops.length} crops for ${faceCount} faces; each face needs a crop or null`);
    }
    const { streams, ...container } = media;
    const inserted = sql.insertVerdict.run({
      evidenceId,
      analysisKey,
      path: finding.path,
      sha256: finding.sha256,
      ...verdict,
      reasons: canonicalJson(verdict.reasons),
      media: canonicalJson(container),
      parameters: canonicalJson(finding.parameters),
      provider: canonicalJson(finding.provider),
      versions: canonicalJson(finding.versions),
      band: canonicalJson(finding.band),
      decodeWarnings: canonicalJson(finding.decodeWarnings),
      startedAt: finding.startedAt,
      finishedAt: finding.finishedAt,
    });
    const verdictId = Number(inserted.lastInsertRowid);
    requireRoom('verdicts', verdictId, file);
    for (const [position, stream] of streams.entries()) {
      sql.insertStream.run({ ...stream, tags: canonicalJson(stream.tags), verdictId, position });
    }
    for (const [position, frame] of frames.entries()) sql.insertFrame.run({ ...frame, verdictId, position });
    for (const [position, model] of models.entries()) {
      const { changes, lastInsertRowid } = sql.insertModel.run({
        ...model,
        card: model.role === 'classifier' ? card : null,
      });
      if (changes > 0) requireRoom('models', lastInsertRowid, file);
      sql.insertVerdictModel.run({ ...model, verdictId, position });
    }
    let firstCrop = 0;
    const stored: { id: number; faces: number[] }[] = [];
    for (const { id: number, startMs, endMs, faces, verdict: ofTrack } of tracks) {
      const reasons = canonicalJson(ofTrack.reasons);
      const { lastInsertRowid } = sql.insertTrack.run({
        verdictId,
        number,
        startMs,
        endMs,
        ...ofTrack,
        reasons,
      });
      const id = Number(lastInsertRowid);
      const crops = images.crops.slice(firstCrop, firstCrop + faces.length);
      stored.push({ id, faces: insertFaces(id, faces, crops) });
      firstCrop += faces.length;
    }
    guests.insert({ verdictId, tracks: stored }, finding.guests, guestCards);
    if (images.thumbnail) sql.insertThumbnail.run(verdictId, images.thumbnail);
    return verdictId;
  };

  return {
    save: (evidenceId, analysisKey, analysis) => {
      const row = write(() => {
        const { finding } = analysis;
        requireSmall(finding);
        const texts = insertable(analysis);
        const findingSha256 = digestOf(contentOf({ evidenceId, analysisKey, ...texts }));
        const findingId = insertFinding(evidenceId, analysisKey, texts);
        if (digest(findingId) !== findingSha256) throw storedOtherwise(finding.path);
        sql.finishEvidence.run(finding.sha256, finding.media.sizeBytes, evidenceId);
        audit.append('analysis-finished', {
          evidenceId,
          findingId,
          sha256: finding.sha256,
          sizeBytes: finding.media.sizeBytes,
          outcome: finding.verdict.outcome,
          findingSha256,
        });
        return evidence.row(evidenceId);
      });
      checkpoint();
      return row;
    },
    isDone: (evidenceId, analysisKey) => read(() => sql.selectDoneKey.get(evidenceId) === analysisKey),
    newest: (evidenceId) =>
      read(() => {
        const newest = sql.selectIds.get(evidenceId);
        return newest === undefined ? null : load(newest);
      }),
    history: (evidenceId) => read(() => sql.selectIds.all(evidenceId)),
    get: (findingId) => read(() => load(findingId)),
    card: (sha256) =>
      read(() => {
        const card = sql.selectCard.get(sha256);
        return card === undefined ? guests.card(sha256) : storedCard(card, file);
      }),
    cards: () => read(() => sql.selectCards.all().map((card) => storedCard(card, file))),
    idsAfter: (findingId) => read(() => sql.selectIdsAfter.all(findingId)),
    digest: (findingId) => read(() => digest(findingId)),
    told: (findingId) => read(() => selectTold.get(findingId) ?? null),
  };
}

const storedOtherwise = (path: string) =>
  new EngineError(
    'case/damaged',
    `The case did not keep the finding of ${pathText(path)} as it was made, so it was taken back. Something in the file changes what is stored: use a backup copy of the case, or make a new one.`,
  );
