/**
 * Checks a case against its audit log: the chain must be intact, and every file, finding, batch and record of the notebook
 * must agree with its entry. A score or a note that was edited in SQLite is detected by its digest. While a case is
 * open, its lock keeps other processes out, so what was right stays so and only what is new needs a check.
 */
import type { CaseFault, ChainCheck } from '../../shared/case.ts';
import { brokenLinks, genesis, type AuditEntry, type AuditLog, type Link } from './audit-log.ts';
import { differencesFromLog, replayEvidence } from './evidence-replay.ts';
import type { EvidenceStore } from './evidence.ts';
import type { FindingStore, ToldFinding } from './findings.ts';
import { misplacedEntries } from './log-order.ts';
import { recordFaults } from './logged-records.ts';
import type { RecordStore } from './records.ts';
import { falseSignOffs } from './sign-offs.ts';
import { falseTimeStamps } from './time-stamps.ts';

interface Stores {
  audit: AuditLog;
  evidence: EvidenceStore;
  findings: FindingStore;
  records: RecordStore;
  /** See `loose-rows.ts`, `added-crops.ts`, `strayed-maps.ts` and `logged-jobs.ts`. */
  loose(): string[];
}

/** Of a case that was filled with nonsense, more would tell nobody anything, and fill the memory. */
const MAX_FAULTS = 1000;

interface LoggedFinding {
  seq: number;
  findingId: number;
  sha256: unknown;
  detail: AuditEntry['detail'];
}

/** How far everything was found right: up to this entry, and to these of its findings and records. */
interface Checked extends Link {
  findingId: number;
  recordId: number;
}

/** What is wrong with the log itself, from an entry on. */
type ChainFaults = (audit: AuditLog, after: Link) => Promise<CaseFault[]>;

const nothingChecked: Checked = { ...genesis, findingId: 0, recordId: 0 };

/**
 * @param chainFaults of a log from which entries were withheld, by the hashes that it has of them; left out, of a whole log
 * @returns the check: of the whole log, or of what came since the last check that found nothing wrong. No finding and no
 *   record is hashed twice, as they never change
 */
export function caseVerifier(
  stores: Stores,
  chainFaults: ChainFaults = brokenChain,
): (whole: boolean) => Promise<ChainCheck> {
  let checked = nothingChecked;
  const sound = new Set<number>();
  const soundRecords = new Set<number>();

  async function changedFindings(logged: readonly LoggedFinding[]): Promise<CaseFault[]> {
    const faults: CaseFault[] = [];
    for (const { seq, findingId, sha256, detail } of logged) {
      if (!sound.has(findingId)) {
        // All crops are read. The pause between two findings lets the process handle cancelling and progress.
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (stores.findings.digest(findingId) !== sha256) {
          faults.push(inContent(seq, `Finding ${findingId} was changed after the analysis.`));
          continue;
        }
        sound.add(findingId);
      }
      if (!saysWhatIsStored(detail, stores.findings.told(findingId)))
        faults.push(
          inContent(seq, `Audit entry ${seq} tells of finding ${findingId} otherwise than it is stored.`),
        );
    }
    return faults;
  }

  return async (whole) => {
    const { audit } = stores;
    const after = whole || !stillThere(audit, checked) ? nothingChecked : checked;
    const entries = audit.count();
    const { seq, hash: head } = audit.last() ?? genesis;
    const logged = loggedDigests(audit, after);
    const now: Checked = {
      ...{ seq, hash: head },
      findingId: logged.findings.at(-1)?.findingId ?? after.findingId,
      recordId: logged.recordId,
    };
    const faults = [
      ...firstOf(changedEvidence(stores, after, entries + 1)),
      ...firstOf(unloggedFindings(stores, logged.findings, after, entries + 1)),
      ...firstOf(changedRecords(stores, after, { end: entries + 1, sound: soundRecords })),
      // The lock keeps others from adding rows and entries, so the whole check is enough.
      ...(after.seq === genesis.seq ? addedByOthers(stores, entries + 1) : []),
      // These wait for other work, so they come last: what is read before is all of one moment.
      ...(await changedFindings(logged.findings)),
      ...(await chainFaults(audit, after)),
    ].sort((a, b) => a.seq - b.seq);
    checked = faults.length > 0 ? nothingChecked : now;
    return { intact: faults.length === 0, entries, head, faults: firstFaults(faults) };
  };
}

/** The digest vouches for the finding, not for the other words of its entry, which the exported log shows. */
const saysWhatIsStored = (said: AuditEntry['detail'], stored: ToldFinding | null): boolean =>
  typeof said['findingId'] === 'number' &&
  said['evidenceId'] === stored?.evidenceId &&
  said['sha256'] === stored?.sha256 &&
  said['outcome'] === stored?.outcome;

/** Of too many, those of the log itself before all others. */
const firstFaults = (faults: readonly CaseFault[]): CaseFault[] =>
  faults
    .toSorted((a, b) => Number(b.kind === 'log') - Number(a.kind === 'log'))
    .slice(0, MAX_FAULTS)
    .sort((a, b) => a.seq - b.seq);

function firstOf<T>(faults: Iterable<T>): T[] {
  const first: T[] = [];
  for (const fault of faults) {
    if (first.length === MAX_FAULTS) break;
    first.push(fault);
  }
  return first;
}

const inContent = (seq: number, problem: string): CaseFault => ({ kind: 'content', seq, problem });

function stillThere(audit: AuditLog, { seq, hash }: Link): boolean {
  const [entry] = audit.entries(seq);
  return seq === genesis.seq || (entry?.seq === seq && entry.hash === hash);
}

async function brokenChain(audit: AuditLog, after: Link): Promise<CaseFault[]> {
  // What is read before the time stamps is all of one moment.
  const faults = [
    ...firstOf(brokenLinks(audit.entries(after.seq + 1), after)),
    ...firstOf(falseSignOffs(audit.entries(after.seq + 1), after)),
  ];
  return [...faults, ...(await falseTimeStamps(audit, after))].map((fault) => ({ kind: 'log', ...fault }));
}

/** @param end the number of what no entry mentions */
function* changedEvidence({ audit, evidence }: Stores, after: Link, end: number): Iterable<CaseFault> {
  const logged = replayEvidence(audit.entries(after.seq + 1));
  const whole = after.seq === genesis.seq;
  const rows = whole
    ? evidence.stored()
    : [...logged.keys()].flatMap((id) => evidence.storedRow(Number(id)) ?? []);
  for (const row of rows) {
    const entries = logged.get(row.id);
    for (const { seq, problem } of differencesFromLog(
      row,
      whole && !entries?.addedAt ? undefined : entries,
    )) {
      yield inContent(seq ?? end, problem);
    }
    logged.delete(row.id);
  }
  for (const [id, { path, ...columns }] of logged) {
    const problem = `The file added as ${String(path?.value ?? `evidence ${String(id)}`)} was removed from the case.`;
    const [first] = Object.values(columns);
    yield inContent(path?.seq ?? first?.seq ?? after.seq + 1, problem);
  }
}

/** What the log has digests of: findings in order, and the number of the last record. */
function loggedDigests(audit: AuditLog, after: Checked): { findings: LoggedFinding[]; recordId: number } {
  const findings: LoggedFinding[] = [];
  let { recordId } = after;
  for (const { seq, action, detail } of audit.entries(after.seq + 1)) {
    if (action === 'analysis-finished') {
      findings.push({ seq, findingId: Number(detail['findingId']), sha256: detail['findingSha256'], detail });
    } else if (detail['recordSha256'] !== undefined) recordId = Number(detail['recordId']);
  }
  return { findings, recordId };
}

function* unloggedFindings(
  { findings }: Stores,
  logged: readonly LoggedFinding[],
  after: Checked,
  end: number,
): Iterable<CaseFault> {
  const known = new Set(logged.map(({ findingId }) => findingId));
  for (const findingId of findings.idsAfter(after.findingId)) {
    if (known.has(findingId)) continue;
    yield inContent(end, `Finding ${findingId} is in the case, but the audit log has no entry for it.`);
  }
}

function* changedRecords(
  { audit, records }: Stores,
  after: Checked,
  { end, sound }: { end: number; sound: Set<number> },
): Iterable<CaseFault> {
  const faults = recordFaults(records, audit.entries(after.seq + 1), { lastId: after.recordId, end, sound });
  for (const { seq, problem } of faults) yield inContent(seq, problem);
}

const addedByOthers = ({ audit, loose }: Stores, end: number): CaseFault[] => [
  ...firstOf(misplacedEntries(audit.entries())).map(({ seq, problem }) => inContent(seq, problem)),
  ...firstOf(loose()).map((problem) => inContent(end, problem)),
];
