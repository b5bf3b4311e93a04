/**
 * A case: one SQLite file (`*.exhibit`) with one writer. While it is open, the process holds its lock, so the operating
 * system frees the lock whenever the process ends. After closing, the case is a single file again.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, linkSync, lstatSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { CaseSummary, ChainCheck, OldHashes } from '../../shared/case.ts';
import type { CredentialCheck } from '../../shared/credentials.ts';
import type { StoredRates } from '../../shared/measured-rates.ts';
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { EngineError } from '../../shared/errors.ts';
import { addedCrops, type AddedCrops } from './added-crops.ts';
import { auditLog, genesisHash, type AuditLog } from './audit-log.ts';
import { requireShortLists } from './case-limits.ts';
import { caseDatabase, caseError, type CaseDatabase } from './case-database.ts';
import { requireSmallFindings } from './finding-limits.ts';
import { extractFaults } from './extract-faults.ts';
import { correctedResults } from './corrected-results.ts';
import { evidenceStore, type EvidenceStore } from './evidence.ts';
import { findingStore, type FindingStore } from './findings.ts';
import { imageStore, type ImageStore } from './images.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { jobStore, type JobStore } from './jobs.ts';
import { holdOpen } from './header.ts';
import { openLocked } from './lock.ts';
import { loggedJobs } from './logged-jobs.ts';
import { looseRows } from './loose-rows.ts';
import { copyBeforeMigrating, migrate, needsMigration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { isOnNetworkDisk } from './network-disk.ts';
import { credentialChecksIn } from './credential-checks.ts';
import { oldHashesIn } from './old-hashes.ts';
import { measuredRatesIn } from './measured-rates.ts';
import { reencodingsIn } from './reencodings.ts';
import { openReadOnly, opening, requireFile, requireSound, requireWritable } from './opening.ts';
import { noneKnown, requireReachable, type IsKnown } from './reachable.ts';
import { recordStore, type RecordStore } from './records.ts';
import { strayedMaps } from './strayed-maps.ts';
import { recoverInterrupted } from './recover-interrupted.ts';
import { applicationId } from './require-case.ts';
import { caseVerifier } from './verify.ts';

/**
 * With this size, a crop of about 5 kB fits into the page of its row. Storing crops is a third faster than with 4 kB.
 */
const pageSizeBytes = 16_384;

export interface CaseFile {
  readonly path: string;
  /** True if opened by `viewCase`; then nothing can be stored. */
  readonly viewOnly: boolean;
  readonly evidence: EvidenceStore;
  readonly findings: FindingStore;
  readonly images: ImageStore;
  readonly addedCrops: AddedCrops;
  readonly jobs: JobStore;
  readonly records: RecordStore;
  readonly audit: AuditLog;
  /** The newest MD5 and SHA-1 of each file, by its id; see `oldHashesOf`. */
  oldHashes(): ReadonlyMap<number, OldHashes>;
  /** The newest later check of the Content Credentials beside each finding, by its id. */
  credentialChecks(): ReadonlyMap<number, CredentialCheck>;
  /** What re-encoded copies scored, the newest of each finding, by its id. */
  reencodings(): ReadonlyMap<number, StoredReencoding>;
  /** Error rates that were measured for findings, by their id: the newest of each set of clips. */
  measuredRates(): ReadonlyMap<number, readonly StoredRates[]>;
  /**
   * The path of evidence, to be asked for before a file that the case names is looked up in any way.
   * @throws as `requireReachable`
   */
  reach(path: string): string;
  summary(): Omit<CaseSummary, 'opening'>;
  /** What `work` stores is one transaction: all of it is kept, or nothing. */
  atOnce<T>(work: () => T): T;
  /**
   * Checks the audit chain, then every file and finding against it.
   * @param extent 'new': only what came since the last check that found nothing wrong; left out, all of it
   * @throws case/none-open if the case is closed meanwhile
   */
  verify(extent?: 'new'): Promise<ChainCheck>;
  /**
   * The same of an extract, which has the hashes of all entries and the content of some.
   * @param hashes in order, of the whole log
   */
  verifyExtract(hashes: readonly string[]): Promise<ChainCheck>;
  /** Writes what is stored now to a new case, as one file. @throws case/disk-full, … */
  copyTo(path: string): void;
  /** Makes the case a single file again and frees its lock. A second call does nothing. */
  close(): void;
}

/**
 * Creates a new, empty case and opens it. It is made beside its name and gets the name when it is whole, so a crash
 * leaves no name that is taken by half a case.
 * @param software the program that works on the case, for its audit log, such as "Exhibit 0.1.0"
 * @param known see `openCase`
 * @throws case/exists, case/not-found (the folder), case/read-only, case/disk-full
 */
export function createCase(path: string, software: string, known: IsKnown = noneKnown): CaseFile {
  const file = resolve(path);
  requireFree(file);
  const unnamed = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    makeCase(unnamed, software);
    giveName(unnamed, file);
    return opening(file, openLocked, (sqlite, database) => {
      configure(sqlite, file);
      return caseFile(database, known);
    });
  } catch (error) {
    throw caseError(error, file);
  } finally {
    for (const suffix of ['', '-wal', '-journal']) rmSync(unnamed + suffix, { force: true });
  }
}

function makeCase(file: string, software: string): void {
  closeSync(openSync(file, 'wx'));
  const sqlite = openLocked(file);
  try {
    sqlite.pragma(`page_size = ${pageSizeBytes}`);
    sqlite.exec('VACUUM'); // taking the lock has fixed the size already; only this changes it
    sqlite.pragma(`application_id = ${applicationId}`);
    sqlite.pragma('synchronous = FULL');
    const database = caseDatabase(sqlite, file);
    migrate(sqlite, migrations, () => auditLog(database).append('case-created', { software }));
  } finally {
    sqlite.close();
  }
}

/**
 * Opens a case for work: takes its lock, checks it, copies it and migrates it if it is older than this build, and
 * resets work that was interrupted.
 * @param inspected the file's state when `inspectFirst` found its pages sound: they are then not read again
 * @param known other computers on which its evidence may be looked up
 * @throws case/not-found, case/not-a-case, case/newer-than-app, case/locked, case/read-only, case/damaged,
 *   case/foreign-schema, case/too-large
 */
export function openCase(
  path: string,
  software: string,
  inspected?: FileIdentity,
  known: IsKnown = noneKnown,
): CaseFile {
  const file = resolve(path);
  requireFile(file);
  requireWritable(file);
  return opening(file, openLocked, (sqlite, database) => {
    requireSound(sqlite, file, inspected);
    configure(sqlite, file);
    if (needsMigration(sqlite, migrations)) {
      const copy = copyBeforeMigrating(sqlite, file);
      migrate(sqlite, migrations, (from, to) =>
        auditLog(database).append('case-migrated', { from, to, copy }),
      );
      requireShortLists(sqlite, file);
      requireSmallFindings(sqlite, file);
    }
    const opened = caseFile(database, known);
    opened.audit.append('case-opened', { software });
    recoverInterrupted(database, opened);
    return opened;
  });
}

/**
 * Opens a case only for viewing, as on a write-blocked disk. Nothing in it changes, not even its audit log.
 * @param inspected and known: see `openCase`
 * @throws case/not-found, case/not-a-case, case/newer-than-app, case/locked, case/damaged, case/foreign-schema, and case/read-only
 *   when an older version would have to be migrated first
 */
export function viewCase(path: string, inspected?: FileIdentity, known: IsKnown = noneKnown): CaseFile {
  const file = resolve(path);
  requireFile(file);
  return opening(file, openReadOnly, (sqlite, database) => {
    requireSound(sqlite, file, inspected);
    if (needsMigration(sqlite, migrations)) {
      throw new EngineError(
        'case/read-only',
        `${file} was made by an older version of Exhibit and must be updated first. Open it once for work, from a folder where you may write.`,
      );
    }
    return caseFile(database, known);
  });
}

/**
 * Opens a copy that is thrown away after looking. One of an older version is migrated, without an entry in its log.
 * @param inspected see `openCase`
 * @throws as `viewCase`, but for what has to be migrated
 */
export function viewCopy(path: string, inspected?: FileIdentity): CaseFile {
  const file = resolve(path);
  const isOld = opening(file, openReadOnly, (sqlite) => {
    requireSound(sqlite, file, inspected);
    const old = needsMigration(sqlite, migrations);
    sqlite.close();
    return old;
  });
  if (!isOld) return viewCase(file, inspected);
  opening(file, openLocked, (sqlite) => {
    migrate(sqlite, migrations, () => undefined);
    sqlite.close();
  });
  return viewCase(file);
}

function caseFile(database: CaseDatabase, known: IsKnown): CaseFile {
  const { path, sqlite, read, write, isInPlace, emptyLog } = database;
  holdOpen(sqlite);
  const audit = auditLog(database);
  const evidence = evidenceStore(
    database,
    audit,
    correctedResults(() => ({ findings, records })),
  );
  const findings = findingStore(database, audit, evidence);
  const records = recordStore(database, audit);
  const crops = addedCrops(database);
  const images = imageStore(database, crops);
  const looseOnes = looseRows(database);
  const strayed = strayedMaps(database, images);
  const batches = loggedJobs(database, audit);
  const loose = () => [...looseOnes(), ...crops.faults(), ...strayed(), ...batches.faults()];
  const stores = { audit, evidence, findings, records, loose };
  const verify = caseVerifier(stores);
  const countEvidence = sqlite
    .prepare<[], number>('SELECT count(*) FROM evidence WHERE removed IS NULL')
    .pluck();
  const checked = async (check: () => Promise<ChainCheck>): Promise<ChainCheck> => {
    try {
      return await check();
    } catch (error) {
      throw sqlite.open ? caseError(error, path) : closedMeanwhile();
    }
  };
  return {
    path,
    viewOnly: sqlite.readonly,
    evidence,
    findings,
    images,
    addedCrops: crops,
    jobs: jobStore(database, audit, batches),
    records,
    audit,
    oldHashes: oldHashesIn(audit),
    credentialChecks: credentialChecksIn(audit),
    reencodings: reencodingsIn(audit),
    measuredRates: measuredRatesIn(audit),
    atOnce: write,
    reach: (named) => requireReachable(named, { casePath: path, known }),
    copyTo: (copy) =>
      read(() => {
        // SQLite would copy pictures whose pages lead back to each other without end.
        looseOnes();
        sqlite.prepare('VACUUM INTO ?').run(copy);
      }),
    summary: () => ({
      path,
      createdAt: audit.first()?.at ?? '',
      evidenceCount: read(() => countEvidence.get() ?? 0),
      auditEntries: audit.count(),
    }),
    verify: (extent) => checked(() => verify(extent !== 'new')),
    verifyExtract: (hashes) =>
      checked(async () => ({
        ...(await caseVerifier(stores, async () => extractFaults(audit.entries(), hashes))(true)),
        ...{ entries: hashes.length, head: hashes.at(-1) ?? genesisHash },
      })),
    close: () => {
      if (!sqlite.open) return;
      try {
        // A case with "write-ahead log" in its header can't be read from a write-blocked disk.
        if (sqlite.readonly) return;
        if (isInPlace()) read(() => sqlite.pragma('journal_mode = DELETE'));
        else emptyLog();
      } finally {
        sqlite.close();
      }
    },
  };
}

const closedMeanwhile = () =>
  new EngineError(
    'case/none-open',
    'The case was closed before its check ended. Open it and check it again.',
  );

function configure(sqlite: Database, file: string): void {
  sqlite.pragma(`journal_mode = ${isOnNetworkDisk(dirname(file)) ? 'DELETE' : 'WAL'}`);
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
}

/** Said before anything is made. */
function requireFree(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })) throw taken(file);
  if (statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) return;
  throw new EngineError('case/not-found', `The folder ${dirname(file)} does not exist. Create it first.`);
}

/** Two processes can't give the same name at the same time. @throws case/exists */
function giveName(unnamed: string, file: string): void {
  try {
    linkSync(unnamed, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw taken(file);
    // A disk without links, such as exFAT. There, the name is reserved first.
    reserve(file);
    renameSync(unnamed, file);
  }
}

function reserve(file: string): void {
  try {
    closeSync(openSync(file, 'wx'));
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? taken(file) : error;
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

const taken = (file: string) =>
  new EngineError('case/exists', `${file} exists already. Open it, or choose another name.`);
