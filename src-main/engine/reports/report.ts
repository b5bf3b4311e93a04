/**
 * A case as its report tells it, whatever the format: the videos with their newest findings, the set-ups that
 * made them, the model's card and the state of the audit chain. Videos are read one at a time.
 */
import type { ChainCheck, EvidenceRow, StoredFinding } from '../../shared/contract.ts';
import type { AnalysisParameters, Finding, Outcome } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { canonicalJson } from '../cases/canonical-json.ts';
import type { CaseFile } from '../cases/case-file.ts';

/** All that findings have in common when they were made in the same way. */
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
  /** null while the file is waiting and when its analysis failed. */
  finding: StoredFinding | null;
  setUp: SetUp | null;
  earlierFindings: number;
}

export interface Report {
  createdAt: string;
  /** What last opened the case for work, such as "Exhibit 0.1.0". */
  software: string | null;
  casePath: string;
  caseCreatedAt: string;
  evidence: EvidenceRow[];
  counts: Record<Outcome | 'failed' | 'waiting', number>;
  setUps: SetUp[];
  card: ModelCard;
  /** Names of classifiers that made findings here and are not the one of the card. */
  otherClassifiers: string[];
  chain: ChainCheck;
  videos(): IterableIterator<ReportedVideo>;
  crop(faceId: number): Uint8Array | null;
}

export async function reportOfCase(file: CaseFile, card: ModelCard): Promise<Report> {
  const evidence = file.evidence.list();
  const setUps = new Map<string, SetUp>();
  const setUpOf = (finding: Finding): SetUp => {
    const { parameters, models, provider, versions, band } = finding;
    const content = { parameters, models, provider, versions, band };
    const key = canonicalJson(content);
    const setUp = setUps.get(key) ?? { number: setUps.size + 1, ...content };
    setUps.set(key, setUp);
    return setUp;
  };
  function* videos(): IterableIterator<ReportedVideo> {
    for (const row of evidence) {
      const [newest, ...earlier] = file.findings.history(row.id);
      const finding = newest === undefined || row.state !== 'done' ? null : file.findings.get(newest);
      const earlierFindings = finding ? earlier.length : file.findings.history(row.id).length;
      yield { row, finding, setUp: finding && setUpOf(finding), earlierFindings };
    }
  }
  const counts = countOutcomes(videos());
  return {
    createdAt: new Date().toISOString(),
    software: softwareAtWork(file),
    casePath: file.path,
    caseCreatedAt: file.summary().createdAt,
    evidence,
    counts,
    setUps: [...setUps.values()],
    card,
    otherClassifiers: otherClassifiers([...setUps.values()], card),
    chain: await file.verify(),
    videos,
    crop: (faceId) => file.images.crop(faceId)?.bytes ?? null,
  };
}

function countOutcomes(videos: Iterable<ReportedVideo>): Report['counts'] {
  const counts = {
    'likely-fake': 0,
    inconclusive: 0,
    'likely-real': 0,
    'not-applicable': 0,
    failed: 0,
    waiting: 0,
  };
  for (const { row, finding } of videos) {
    counts[finding ? finding.verdict.outcome : row.state === 'failed' ? 'failed' : 'waiting'] += 1;
  }
  return counts;
}

function softwareAtWork({ audit }: CaseFile): string | null {
  let software: string | null = null;
  for (const { action, detail } of audit.entries()) {
    if (action === 'case-created' || action === 'case-opened') software = String(detail['software']);
  }
  return software;
}

function otherClassifiers(setUps: readonly SetUp[], card: ModelCard): string[] {
  const names = setUps.flatMap(({ models }) => models.filter(({ role }) => role === 'classifier'));
  return [...new Set(names.map(({ name }) => name))].filter((name) => name !== card.name);
}
