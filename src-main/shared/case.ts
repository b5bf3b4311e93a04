/** The words of a case: its evidence, findings and jobs as they are stored, and the rows in which they are shown. */
import type { CredentialCheck } from './credentials.ts';
import type { CorrectedResult } from './people.ts';
import type { DecisionBand, Finding, JobState, Outcome, Progress } from './domain.ts';
import type { ErrorReport } from './errors.ts';
import type { StoredRates } from './measured-rates.ts';
import type { StoredReencoding } from './reencoding.ts';

/** Of the case that is open. */
export interface CaseSummary extends OfOpening {
  path: string;
  createdAt: string;
  evidenceCount: number;
  auditEntries: number;
}

export type EvidenceState = 'waiting' | 'running' | 'done' | 'failed';

export interface EvidenceRow {
  id: number;
  path: string;
  name: string;
  sizeBytes: number;
  sha256: string | null;
  state: EvidenceState;
  error: ErrorReport | null;
  /** Whether verdict and scores are hidden until the examiner at work has stored a first impression. */
  blind: boolean;
  /** This and what follows are of the newest finding; null unless the state is done. */
  findingId: number | null;
  outcome: Outcome | null;
  score: number | null;
  /** See `Verdict.log10LikelihoodRatio`. */
  log10LikelihoodRatio: number | null;
  /** The limits that the finding was made with, which need not be those of the model in use. */
  band: DecisionBand | null;
  /** What detectors that the lab brought say of it, by name. */
  guests: GuestOpinion[];
  /** What comes of it by the corrections of its tracks; null where they change no track. */
  corrected: CorrectedResult | null;
  faceCount: number | null;
  framesUsed: number | null;
  durationMs: number | null;
  codec: string | null;
  /** Of the upright picture, in pixels. */
  width: number | null;
  height: number | null;
  /** How often the decoder warned, and what of the file was missing, assumed or not examined; null like the rest. */
  remarks: number | null;
  analysedAt: string | null;
  hasThumbnail: boolean;
}

export interface GuestOpinion {
  name: string;
  outcome: Outcome;
  score: number | null;
  band: DecisionBand;
}

/** The detectors that a lab brought and that have a say in these rows: each gets a column. */
export const guestNames = (rows: readonly Pick<EvidenceRow, 'guests'>[]): string[] =>
  [...new Set(rows.flatMap(({ guests }) => guests.map(({ name }) => name)))].sort();

export interface AddedEvidence {
  added: EvidenceRow[];
  /** Left out: by their content they surely are no evidence. */
  ignored: { path: string; reason: string }[];
  /** What may be evidence and could not be recognised or read. */
  unreadable: { path: string; reason: string }[];
}

/** A file that an examiner took off the list of the case. What was found and written about it stays. */
export interface RemovedEvidence {
  id: number;
  path: string;
  sizeBytes: number;
  sha256: string | null;
  reason: string;
}

/** What came of a search for files that were moved. */
export interface MovedSearch {
  found: EvidenceRow[];
  missing: { evidenceId: number; reason: string }[];
}

/** The hash of a file as it is now, for telling files that are the same. */
export interface FileHash {
  evidenceId: number;
  sha256: string;
}

/** MD5 and SHA-1 of a file, for comparing with old lists, with the SHA-256 of the same reading. */
export interface OldHashes {
  evidenceId: number;
  md5: string;
  sha1: string;
  sha256: string;
  /** When the file was read. UTC, ISO 8601. */
  at: string;
}

/** Ids belong to one case: what is asked about them later names the opening of the case that they came with. */
export interface OfOpening {
  opening: string;
}

/** The last finding as stored; each face carries the id under which its crop can be fetched. */
export interface EvidenceDetail extends Asked {
  row: EvidenceRow;
  finding: StoredFinding | null;
  /** How often its model errs on clips of this quality, as sentences; none without a finding, or while it is hidden. */
  errorsHere: string[];
}

/** What was asked of a file beside its analysis. */
export interface Asked {
  /** As they were computed last; null where nobody asked for them. */
  oldHashes: OldHashes | null;
  /** Of its Content Credentials, later than its analysis; null where nobody asked for one. */
  credentialCheck: CredentialCheck | null;
  /** What a re-encoded copy scored, beside its finding; left out where nobody asked, or while it is hidden. */
  reencoding?: StoredReencoding;
  /** Error rates that were measured for its finding; left out like it. */
  measuredRates?: readonly StoredRates[];
}

export interface StoredFinding extends Omit<Finding, 'tracks'> {
  id: number;
  tracks: (Omit<Finding['tracks'][number], 'faces'> & {
    faces: (Finding['tracks'][number]['faces'][number] & { faceId: number })[];
  })[];
}

export type StoredTrack = StoredFinding['tracks'][number];
export type StoredFace = StoredTrack['faces'][number];

export interface Job {
  id: number;
  state: JobState;
  total: number;
  done: number;
  failed: number;
  /** Videos still to do; see `isInterrupted`. */
  left: number;
  createdAt: string;
  finishedAt: string | null;
}

/** Whether something is left to go on with: a crash, a full disk or the end of the program stopped it. */
export const isInterrupted = ({ finishedAt, left }: Job): boolean => finishedAt !== null && left > 0;

export interface JobProgress {
  jobId: number;
  evidenceId: number | null;
  progress: Progress;
  /** Videos finished, failed ones included, of `total`. */
  done: number;
  total: number;
  etaMs: number | null;
}

/** What in a case contradicts its audit log. */
export interface CaseFault {
  /** `log`: the log itself was changed. `content`: it is whole, but something in the case differs from it. */
  kind: 'log' | 'content';
  /** The entry that is contradicted; one past the end for what no entry mentions. */
  seq: number;
  /** A sentence that names the file, finding, record or entry. */
  problem: string;
}

export interface ChainCheck {
  intact: boolean;
  entries: number;
  /** SHA-256 of the last entry. */
  head: string;
  /** All that is wrong, in the order of the entries; of very many the first thousand. */
  faults: readonly CaseFault[];
}

/**
 * `misstated`: the file is the one that was analysed, but MD5 or SHA-1 in the log are not its own. `unknown`: it is there,
 * but was never analysed or hashed, so there is nothing to compare it with.
 */
export type FileState = 'unchanged' | 'changed' | 'misstated' | 'missing' | 'unreadable' | 'unknown';

export interface FileCheck {
  evidenceId: number;
  path: string;
  state: FileState;
  /** What is wrong, as a sentence; null if nothing is. */
  problem: string | null;
}

export const reportFormats = ['html', 'pdf', 'docx', 'json', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** @param html a whole page that loads nothing. @returns the bytes of the PDF */
export type PrintPdf = (html: string) => Promise<Uint8Array>;
