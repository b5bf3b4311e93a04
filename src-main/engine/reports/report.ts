/**
 * The content of a report, for all formats: the videos with their newest findings, the set-ups that made them, the
 * cards of the models and the state of the audit chain. Videos are read one at a time.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  ChainCheck,
  EvidenceRow,
  OldHashes,
  RemovedEvidence,
  StoredFinding,
} from '../../shared/case.ts';
import type { CredentialCheck } from '../../shared/credentials.ts';
import type { AnalysisParameters, Finding, Outcome } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { nearestCondition, type NearestCondition } from '../../shared/nearest-condition.ts';
import type { People } from '../../shared/people.ts';
import type { StoredRates } from '../../shared/measured-rates.ts';
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { wholeCase, type RedactionEntry, type ReportChoice } from '../../shared/report-choice.ts';
import type { ValidationRecord } from '../../shared/validation.ts';
import type { ListedSignOff } from '../../shared/sign-off.ts';
import type { ListedTimeStamp } from '../../shared/time-stamp.ts';
import { signOffsIn } from '../cases/sign-offs.ts';
import { oldHashesOf } from '../cases/old-hashes.ts';
import { timeStampsIn } from '../cases/time-stamps.ts';
import { findingRules, noRatios, type RatioOf } from '../people/finding-rules.ts';
import { peopleOfFinding } from '../people/people-of-finding.ts';
import { scrutinyOf, type Scrutiny } from './scrutiny.ts';
import type { ReportTemplate } from './template.ts';
import { reportedNotebook, type NotesOfVideo, type ReportedNotebook } from './reported-notebook.ts';

/** Everything that findings made in the same way have in common. */
export interface SetUp {
  number: number;
  parameters: AnalysisParameters;
  models: Finding['models'];
  provider: Finding['provider'];
  versions: Finding['versions'];
  band: Finding['band'];
}

export interface ReportedVideo {
  row: EvidenceRow;
  /** null while the file is waiting, or if its analysis failed. */
  finding: StoredFinding | null;
  /** After the corrections of its tracks; null where nothing is corrected. */
  people: People | null;
  setUp: SetUp | null;
  /** Where the model of the finding was measured on clips of such quality; null without a score. */
  quality: NearestCondition | null;
  /** Of the finding as the machine made it; null without one. */
  scrutiny: Scrutiny | null;
  /** What a re-encoded copy scored, beside the finding; null where nobody asked. */
  reencoding: StoredReencoding | null;
  /** Error rates that were measured for the finding. */
  measuredRates: readonly StoredRates[];
  earlierFindings: number;
  /** Null where nobody asked for them. */
  oldHashes: OldHashes | null;
  /** Of its Content Credentials; null where nobody asked for one. */
  credentialCheck: CredentialCheck | null;
  /** What examiners wrote down. */
  notes: NotesOfVideo;
}

export interface ReportedClassifier {
  sha256: string;
  card: ModelCard;
  /** Numbers of the set-ups that use it. */
  setUps: number[];
}

export interface ReportedRemoval extends RemovedEvidence {
  /** UTC, ISO 8601. */
  at: string;
  author: string;
}

export interface Extract {
  /** Files of the case, without those that were removed from it. */
  files: number;
  removed: number;
  /** As `ReportChoice.person`. */
  person: string | null;
}

export interface Report {
  createdAt: string;
  /** The program that last opened the case for work, such as "Exhibit 0.1.0". */
  software: string | null;
  casePath: string;
  caseCreatedAt: string;
  evidence: EvidenceRow[];
  /** Files that examiners took off the list. */
  removed: ReportedRemoval[];
  notebook: ReportedNotebook;
  counts: Record<Outcome | 'failed' | 'waiting', number>;
  setUps: SetUp[];
  /** The models and guest detectors that made the findings, with their cards from that time. */
  classifiers: ReportedClassifier[];
  chain: ChainCheck;
  /** The last one of the installation that writes the report; null where there is none. */
  validation: ValidationRecord | null;
  /** Who signed the case before this report. */
  signOffs: ListedSignOff[];
  /** Of states of the log before this report. */
  timeStamps: ListedTimeStamp[];
  /** What it is an extract of; null for a report of the whole case. */
  extract: Extract | null;
  /** What the audit log of an extract's capsule lacks, as sentences; null for every other report. */
  withheld: readonly string[] | null;
  /** Of the lab; null without one. */
  template: ReportTemplate | null;
  /** Who is redacted; null for the full report. */
  redaction: RedactionEntry | null;
  videos(): IterableIterator<ReportedVideo>;
  /** JPEG; null where the case has none. */
  crop(faceId: number): Uint8Array | 'withheld' | null;
  /** Of a file of the evidence, removed ones included; an extract names no other file. */
  nameOf(evidenceId: number): string;
}

/**
 * Selects the findings at once. Findings never change, so they can be read later, while the report is written.
 * @throws EngineError report/unknown-choice, and the errors of reading the case
 */
export async function reportOfCase(
  file: CaseFile,
  ratioOf: RatioOf = noRatios,
  validation: ValidationRecord | null = null,
  { evidenceIds, person }: Pick<ReportChoice, 'evidenceIds' | 'person'> = wholeCase,
): Promise<Report> {
  const createdAt = new Date().toISOString();
  const listed = file.evidence.list();
  if (evidenceIds?.some((chosen) => !listed.some(({ id }) => id === chosen))) throw unknownFile();
  const evidence = evidenceIds === null ? listed : listed.filter(({ id }) => evidenceIds.includes(id));
  const removed = removalsOf(file);
  const histories = evidence.map((row) => file.findings.history(row.id));
  const notebook = reportedNotebook(file);
  const oldHashes = file.oldHashes();
  const credentialChecks = file.credentialChecks();
  const reencodings = file.reencodings();
  const measuredRates = file.measuredRates();
  const chain = await file.verify();
  const setUps = new Map<string, SetUp>();
  const setUpOf = (finding: Finding): SetUp => {
    const { parameters, models, provider, versions, band } = finding;
    const content = { parameters, models, provider, versions, band };
    const key = canonicalJson(content);
    const setUp = setUps.get(key) ?? { number: setUps.size + 1, ...content };
    setUps.set(key, setUp);
    return setUp;
  };
  const video = (row: EvidenceRow, [newest, ...earlier]: number[]): ReportedVideo => {
    // A video whose analysis ended only now may be hidden still.
    const isTold = row.state === 'done' && !row.blind;
    const finding = isTold && newest !== undefined ? file.findings.get(newest) : null;
    const earlierFindings = earlier.length + (finding === null && newest !== undefined ? 1 : 0);
    const notes = notebook.of(row);
    const people = finding && notes.corrections.length > 0 ? peopleOf(finding, notes.corrections) : null;
    const card = finding && file.findings.card(classifierOf(finding)?.sha256 ?? '');
    const quality = finding && card ? nearestCondition(finding, card) : null;
    let scrutiny: Scrutiny | null | undefined;
    const isScored = finding !== null && finding.verdict.score !== null;
    return {
      row,
      finding,
      people,
      setUp: finding && setUpOf(finding),
      // Error rates of scores say nothing of a video that has none.
      quality: isScored ? quality : null,
      // Computed when it is asked for: not every format shows it.
      get scrutiny() {
        return (scrutiny ??= finding && card && quality && scrutinyOf(finding, card, quality));
      },
      reencoding: (finding && reencodings.get(finding.id)) ?? null,
      measuredRates: (finding && measuredRates.get(finding.id)) ?? [],
      earlierFindings,
      oldHashes: oldHashesOf(row, oldHashes),
      credentialCheck: (finding && credentialChecks.get(finding.id)) ?? null,
      notes,
    };
  };
  const peopleOf = (finding: StoredFinding, corrections: NotesOfVideo['corrections']) =>
    peopleOfFinding(
      finding,
      corrections,
      findingRules(finding, (sha256) => file.findings.card(sha256), ratioOf),
    );
  function* videos(): IterableIterator<ReportedVideo> {
    for (const [index, row] of evidence.entries()) yield video(row, histories[index]!);
  }
  for (const { finding } of videos()) {
    if (finding) setUpOf(finding);
    await nextTurn();
  }
  return {
    createdAt,
    software: softwareAtWork(file),
    casePath: file.path,
    caseCreatedAt: file.summary().createdAt,
    evidence,
    removed: evidenceIds === null ? removed : [],
    notebook,
    counts: countOutcomes(evidence),
    setUps: [...setUps.values()],
    classifiers: classifiersOf([...setUps.values()], file),
    chain,
    validation,
    signOffs: signOffsIn(file.audit.entries()),
    timeStamps: await timeStampsIn(file.audit),
    extract: evidenceIds && { files: listed.length, removed: removed.length, person },
    withheld: null,
    redaction: null,
    template: null,
    videos,
    crop: (faceId) => file.images.crop(faceId)?.bytes ?? null,
    nameOf: (evidenceId) =>
      evidenceIds === null || evidenceIds.includes(evidenceId)
        ? file.evidence.row(evidenceId).name
        : 'another file of the case',
  };
}

export const unknownFile = () =>
  new EngineError(
    'report/unknown-choice',
    'A file that was chosen for the report is not in the list of the case any more. Choose again.',
  );

/** The model of our own that made a finding. */
export const classifierOf = (finding: Pick<Finding, 'models'> | null) =>
  finding?.models.find(({ role }) => role === 'classifier');

function countOutcomes(evidence: readonly EvidenceRow[]): Report['counts'] {
  const counts = {
    'likely-fake': 0,
    inconclusive: 0,
    'likely-real': 0,
    'not-applicable': 0,
    failed: 0,
    waiting: 0,
  };
  for (const { outcome, state } of evidence) {
    counts[outcome ?? (state === 'failed' ? 'failed' : 'waiting')] += 1;
  }
  return counts;
}

/** Who removed a file, and when, is in the audit log alone: the last entry counts. */
function removalsOf({ audit, evidence }: CaseFile): ReportedRemoval[] {
  const entries = new Map<unknown, { at: string; author: string }>();
  for (const { action, at, detail } of audit.entries()) {
    if (action === 'evidence-removed') {
      entries.set(detail['evidenceId'], { at, author: String(detail['author']) });
    }
  }
  return evidence.removed().map((removed) => ({ ...removed, ...entries.get(removed.id)! }));
}

function classifiersOf(setUps: readonly SetUp[], { findings }: CaseFile): ReportedClassifier[] {
  const classifiers = new Map<string, ReportedClassifier>();
  for (const { number, models } of setUps) {
    for (const { role, sha256 } of models) {
      if (role !== 'classifier' && role !== 'guest') continue;
      const known = classifiers.get(sha256);
      const card = findings.card(sha256);
      if (known) known.setUps.push(number);
      else if (card) classifiers.set(sha256, { sha256, card, setUps: [number] });
    }
  }
  return [...classifiers.values()];
}

function softwareAtWork({ audit }: CaseFile): string | null {
  let software: string | null = null;
  for (const { action, detail } of audit.entries()) {
    if (action === 'case-created' || action === 'case-opened') software = String(detail['software']);
  }
  return software;
}
