/** What leaves a case: signatures and time stamps on its log, reports, capsules, tables of results. */
import type { Anchor } from '../../shared/anchor.ts';
import type { CapsuleCheck } from '../../shared/capsule.ts';
import type { AddedEvidence, ReportFormat, StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ReportChoice, ReportedPerson } from '../../shared/report-choice.ts';
import type { ListedSignOff, SignerRole, SignOff, SignOffStatement } from '../../shared/sign-off.ts';
import type { ListedTimeStamp } from '../../shared/time-stamp.ts';
import { countOf } from '../../shared/wording.ts';
import type { CapsuleRun } from '../capsule/capsule-run.ts';
import { checkCapsule } from '../capsule/check-capsule.ts';
import { isZip } from '../capsule/read-capsule.ts';
import { writeCapsule } from '../capsule/write-capsule.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { signedText, signOffsIn, statementNow, storeSignOff } from '../cases/sign-offs.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { CoverFaces } from '../reports/covered-pictures.ts';
import { reportedPeople } from '../reports/reported-people.ts';
import { writeReport } from '../reports/write-report.ts';
import { requireResultsPlace, writeResults } from '../reports/write-results.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import type { Toolbox } from '../toolbox.ts';
import type { Validation } from '../validation/validation.ts';
import { coverFaces } from './cover-faces.ts';
import type { CurrentCase } from './current-case.ts';
import { findingOf } from './evidence-detail.ts';
import { listTimeStamps, storeAnswer, writeTimeStampRequest } from './time-stamps.ts';
import { toolsOfFinding } from './tools-of-finding.ts';

export interface Issuing {
  /** What the examiner at work would sign now, and that as the text to be signed. @throws EngineError case/no-examiner, case/blind */
  statement(role: SignerRole): { statement: SignOffStatement; text: string };
  /** Adds a signed statement to the log. @throws EngineError case/changed-since, app/bad-message */
  signOff(given: SignOff): void;
  /** Those that hold, oldest first. */
  signOffs(): ListedSignOff[];
  /** See `time-stamps.ts`. */
  writeTimeStampRequest(
    path: string,
    overwrite: boolean,
  ): Promise<{ path: string; sha256: string; entries: number; head: string }>;
  storeTimeStamp(paths: readonly [string, string]): Promise<ListedTimeStamp>;
  /** Those that hold, oldest first. */
  timeStamps(authorities?: string): Promise<ListedTimeStamp[]>;
  /**
   * @throws EngineError case/blind while verdicts are hidden from the examiner at work, and as
   *   `reports/write-report.ts`
   * @param template its folder
   */
  writeReport(
    format: ReportFormat,
    path: string,
    overwrite: boolean,
    choice?: ReportChoice,
    template?: string | null,
  ): Promise<{ path: string; sha256: string }>;
  /** Whom a report of the whole case shows. @throws EngineError case/blind as `writeReport` */
  reportedPeople(): Promise<ReportedPerson[]>;
  /**
   * See `capsule/write-capsule.ts`.
   * @param evidenceIds of the files that it is about; null for the whole case
   * @throws EngineError case/blind while verdicts are hidden from the examiner at work
   */
  writeCapsule(
    path: string,
    overwrite: boolean,
    evidenceIds: readonly number[] | null,
    onVideo?: CapsuleRun['onVideo'],
  ): Promise<{ path: string; sha256: string }>;
  /** Whether a file is a capsule by its kind, and not a case. */
  isCapsule(path: string): Promise<boolean>;
  /**
   * See `capsule/check-capsule.ts`; needs no open case.
   * @param anchor a state of the log that was noted outside the capsule
   * @returns null for a file that is no zip
   */
  checkCapsule(path: string, anchor?: Anchor, onVideo?: CapsuleRun['onVideo']): Promise<CapsuleCheck | null>;
  /** Checks the place before hours of work. @param kept the case and files that must not change */
  requireResultsPlace(
    path: string,
    kept: { casePath: string; files: readonly string[]; overwrite: boolean },
  ): Promise<void>;
  /** Writes the findings of these videos as JSON, in a stable form for scripts. */
  writeResults(
    path: string,
    evidenceIds: readonly number[],
    leftOut: AddedEvidence['ignored'],
  ): Promise<void>;
}

interface IssuingTools {
  validation: Pick<Validation, 'last'>;
  /** To be called when the open case has changed. */
  announced(): void;
  /** Checks a case of somebody else's before it is opened. */
  inspect(path: string): Promise<FileIdentity>;
}

export function createIssuing(
  { version, signal, printPdf }: Pick<EngineOptions, 'version' | 'signal' | 'printPdf'>,
  toolbox: Toolbox,
  current: CurrentCase,
  { validation, announced, inspect }: IssuingTools,
): Issuing {
  const file = () => current.opened().file;

  const capsuleRun = (onVideo: CapsuleRun['onVideo'] = () => undefined): CapsuleRun => ({
    signal: signal ?? new AbortController().signal,
    onVideo,
  });

  return {
    statement(role) {
      requireSighted(file());
      const statement = statementNow(file().audit, role);
      return { statement, text: signedText(statement) };
    },
    signOff(given) {
      storeSignOff(file().audit, given);
      announced();
    },
    signOffs: () => signOffsIn(file().audit.entries()),
    writeTimeStampRequest: (path, overwrite) => writeTimeStampRequest(file(), path, overwrite),
    async storeTimeStamp(paths) {
      const stored = await storeAnswer(file(), paths);
      announced();
      return stored;
    },
    timeStamps: (authorities) => listTimeStamps(file(), authorities),
    async writeReport(format, path, overwrite, choice, template = null) {
      const { opening } = current.opened();
      const ratioOf = await toolbox.ratios();
      const last = await validation.last();
      const opened = current.opened(opening).file;
      requireSighted(opened);
      const cover: CoverFaces = async (pictures) => coverFaces(pictures, await toolbox.ffmpeg(), signal);
      return writeReport(opened, {
        ...{ format, path, overwrite, print: printPdf, ratioOf, validation: last, cover, template },
        ...(choice && { choice }),
      });
    },
    async reportedPeople() {
      const { file: opened, opening } = current.opened();
      requireSighted(opened);
      return reportedPeople(opened, () => void current.opened(opening));
    },
    async writeCapsule(path, overwrite, evidenceIds, onVideo) {
      const { opening } = current.opened();
      const last = await validation.last();
      const opened = current.opened(opening).file;
      requireSighted(opened);
      return writeCapsule(
        opened,
        { path, overwrite, software: `Exhibit ${version}`, validation: last, evidenceIds },
        toolbox,
        capsuleRun(onVideo),
      );
    },
    isCapsule: isZip,
    async checkCapsule(path, anchor, onVideo) {
      if (!(await isZip(path))) return null;
      const toolsOf = (finding: Pick<StoredFinding, 'models'>) => toolsOfFinding(finding, toolbox);
      return checkCapsule(path, anchor, { toolsOf, inspect }, capsuleRun(onVideo));
    },
    requireResultsPlace,
    writeResults: (path, evidenceIds, leftOut) =>
      writeResults(
        file(),
        evidenceIds.map((id) => findingOf(file(), id)),
        { path, version, leftOut },
      ),
  };
}

/** A report shows every verdict, so it would end the blind work; and nobody signs what they have not seen. */
function requireSighted({ evidence, records }: CaseFile): void {
  const hidden = evidence.list().filter(({ blind, state }) => blind && state === 'done').length;
  if (hidden === 0) return;
  const examiner = records.examiner() ?? 'the examiner, who is not named yet';
  throw new EngineError(
    'case/blind',
    `This case works blind first, and ${countOf(hidden, 'analysed video')} still ${hidden === 1 ? 'waits' : 'wait'} for a first impression by ${examiner}. Store it, or switch "blind first" off in the case details; the audit log keeps both.`,
  );
}
