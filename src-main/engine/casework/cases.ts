/** The open case without its analyses: its evidence and pictures, and what leaves it. */
import { join } from 'node:path';
import type {
  Asked,
  CaseSummary,
  ChainCheck,
  EvidenceDetail,
  EvidenceRow,
  FileCheck,
  FileHash,
  MovedSearch,
  OfOpening,
  OldHashes,
  RemovedEvidence,
} from '../../shared/case.ts';
import type { CredentialCheck } from '../../shared/credentials.ts';
import type { Anchor } from '../../shared/anchor.ts';
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import type { FileExamination, ImageBytes, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import type { NamedPerson, People } from '../../shared/people.ts';
import type { StoredRates } from '../../shared/measured-rates.ts';
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { anchorFault } from '../cases/anchor.ts';
import { createCase, openCase, viewCase, type CaseFile } from '../cases/case-file.ts';
import { inspectFirst } from '../cases/inspect-first.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { examineFile } from '../media/examine-file.ts';
import { makeSampleClips } from '../sample/sample-clips.ts';
import type { Toolbox } from '../toolbox.ts';
import type { CurrentCase } from './current-case.ts';
import type { Validation } from '../validation/validation.ts';
import type { Viewing } from './viewing.ts';
import { createAdding, type Adding } from './add-evidence.ts';
import { createIssuing, type Issuing } from './issuing.ts';
import type { KnownComputers } from '../cases/known-computers.ts';
import { changesOf, peopleOf } from './correct-people.ts';
import { checkFiles } from './check-files.ts';
import { askedOf, detailOf, present } from './evidence-detail.ts';
import { findMoved } from './find-moved.ts';
import { checkCredentialsAgain } from './check-credentials-again.ts';
import { hashEvidence } from './hash-evidence.ts';
import { measureRatesOf } from './measure-rates-of.ts';
import { reencode } from './reencode.ts';
import { namedPeople } from './named-people.ts';
import { requireSound } from './require-sound.ts';
import { hashEqualSizes } from './same-files.ts';
import { stoppable } from './stoppable.ts';

export interface Cases extends Adding, Issuing {
  create(path: string): Promise<CaseSummary>;
  open(path: string): Promise<CaseSummary>;
  openOrCreate(path: string): Promise<CaseSummary>;
  /** Opens a case only for viewing: nothing in it changes, not even its audit log. */
  view(path: string): Promise<CaseSummary>;
  /** Gives up the opening under way, which fails with case/cancelled; the case before stays open. */
  stopOpening(): void;
  /** Makes a case in that folder, of clips with known labels. */
  makeSample(folder: string): Promise<CaseSummary>;
  close(): Promise<void>;
  current(): CaseSummary | null;
  /** For what is meant for one opening of a case. @throws EngineError case/none-open, also if another was opened since */
  requireOpen(opening: string): void;
  /** @param extent as `CaseFile.verify` */
  verify(extent?: 'new'): Promise<ChainCheck>;
  /** See `require-sound.ts`. */
  requireSound(): Promise<void>;
  /** See `cases/anchor.ts`. */
  anchorFault(anchor: Anchor): string | null;
  /** See `check-files.ts`. */
  checkFiles(onFile?: (number: number, count: number) => void): Promise<FileCheck[]>;
  /** The check then fails with `case/cancelled`. */
  stopChecking(): void;
  /** What the reader sees in a file; needs no open case. @param stream default: the main video stream */
  examine(path: string, stream?: number): Promise<FileExamination>;
  /** Takes files off the list of the case, all or none. @throws EngineError as `EvidenceStore.remove` */
  remove(evidenceIds: readonly number[], reason: string): void;
  removed(): RemovedEvidence[];
  /** See `find-moved.ts`. */
  findMoved(evidenceIds: readonly number[], folder: string): Promise<MovedSearch>;
  /** See `same-files.ts`. */
  hashEqualSizes(): Promise<FileHash[]>;
  /** See `hash-evidence.ts`. Gives up the one before. */
  hashEvidence(evidenceId: number): Promise<OldHashes>;
  /** It then fails with `case/cancelled`, and nothing is stored. */
  stopHashing(): void;
  /** See `check-credentials-again.ts`. Gives up the one before. */
  checkCredentials(evidenceId: number): Promise<CredentialCheck | null>;
  /** It then fails with `case/cancelled`, and nothing is stored. */
  stopCredentials(): void;
  /** See `reencode.ts`. Gives up the one before. */
  reencode(evidenceId: number, onProgress?: (progress: Progress) => void): Promise<StoredReencoding>;
  /** It then fails with `case/cancelled`, and nothing is stored. */
  stopReencoding(): void;
  /**
   * See `validation/measure-rates.ts`. Gives up the one before.
   * @param table of labelled clips
   */
  measureRates(
    evidenceId: number,
    table: string,
    onProgress?: (progress: Progress) => void,
  ): Promise<StoredRates>;
  /** It then fails with `case/cancelled`; clips that were scored are not scored again. */
  stopMeasuring(): void;
  /** See `askedOf`. */
  askedOf(row: EvidenceRow): Asked;
  evidence(): EvidenceRow[];
  /** The path of a file, as far as it may be looked up. @throws EngineError as `CaseFile.reach` */
  reach(evidenceId: number): string;
  evidenceDetail(evidenceId: number): EvidenceDetail & OfOpening;
  /** The people of a video after the corrections of its tracks; null where nothing is corrected. */
  people(evidenceId: number): Promise<People | null>;
  /** See `named-people.ts`. */
  namedPeople(): Promise<NamedPerson[]>;
  /** What would change the verdict of a person, as sentences; null where none may be shown. */
  changes(evidenceId: number, person: number): string[] | null;
  /** Of the models that made the findings, as they were then. */
  modelCards(): ModelCard[];
  crop(faceId: number): ImageBytes;
  thumbnail(evidenceId: number): ImageBytes;
}

type CasesOptions = Pick<
  EngineOptions,
  'settingsFolder' | 'resources' | 'version' | 'signal' | 'scripts' | 'printPdf'
> & {
  known: KnownComputers;
};

export function createCases(
  options: CasesOptions,
  toolbox: Toolbox,
  current: CurrentCase,
  viewing: Pick<Viewing, 'leave' | 'check'>,
  validation: Pick<Validation, 'last'>,
  emit: Emit<EngineEvents>,
): Cases {
  const { settingsFolder, resources, version, signal, scripts, known } = options;
  const software = `Exhibit ${version}`;
  const file = () => current.opened().file;

  const openings = stoppable(signal);
  const fileChecks = stoppable(signal);
  const hashings = stoppable(signal);
  const credentials = stoppable(signal);
  const reencodings = stoppable(signal);
  const measuring = stoppable(signal);
  // What is computed belongs to the case that it was asked for.
  current.onClose(() => {
    for (const work of [hashings, credentials, reencodings, measuring]) work.stop();
  });
  const adding = createAdding({ signal, known }, toolbox, current, (progress) =>
    emit('add:progress', progress),
  );

  /** Until the file is checked, the opening can be stopped; what comes after it takes a moment. */
  function inspecting(path: string, forWork: boolean): () => Promise<FileIdentity> {
    const run = openings.begin(`The opening of ${path}`);
    const script = scripts.caseInspection;
    return () => run((stopped) => inspectFirst({ path, forWork }, { script, signal: stopped }));
  }

  function open(path: string): () => Promise<CaseFile> {
    const inspect = inspecting(path, true);
    return async () => openCase(path, software, await inspect(), known);
  }

  async function openOrCreate(path: string): Promise<CaseFile> {
    try {
      return await open(path)();
    } catch (error) {
      if (error instanceof EngineError && error.code === 'case/not-found')
        return createCase(path, software, known);
      throw error;
    }
  }

  function announced(): CaseSummary {
    const summary = current.summary()!;
    emit('case:changed', summary);
    return summary;
  }

  const issuing = createIssuing(options, toolbox, current, {
    ...{ validation, announced },
    inspect: (path) => inspecting(path, false)(),
  });

  const enter = (open: () => CaseFile | Promise<CaseFile>) =>
    current.inTurn(async () => {
      await current.switchTo(open);
      return announced();
    });

  /** A case that is open already must not be opened again: this process holds its lock. */
  const enterUnlessOpen = (path: string, open: () => Promise<CaseFile>) =>
    current.inTurn(async () => {
      if (!current.isAt(path)) await current.switchTo(open);
      return announced();
    });

  return {
    create: (path) => enter(() => createCase(path, software, known)),
    open: (path) => enterUnlessOpen(path, open(path)),
    openOrCreate: (path) => enterUnlessOpen(path, () => openOrCreate(path)),
    stopOpening: () => openings.stop(),
    view(path) {
      const inspect = inspecting(path, false);
      return enterUnlessOpen(path, async () => viewCase(path, await inspect(), known));
    },
    makeSample: (folder) =>
      current.inTurn(async () => {
        const { ffmpeg, describer } = await toolbox.faceTools();
        const photographs = join(resources, 'resources', 'sample');
        const clips = await makeSampleClips(photographs, join(folder, 'clips'), describer, ffmpeg, signal);
        const path = join(folder, 'sample.exhibit');
        if (!current.isAt(path)) await current.switchTo(() => openOrCreate(path));
        // At once: until it is said, the window asks for videos of the case before.
        announced();
        await adding.addEvidence(clips);
        return announced();
      }),
    close: () =>
      current.inTurn(async () => {
        await current.close();
        emit('case:changed', null);
      }),
    current: () => current.summary(),
    requireOpen: (opening) => void current.opened(opening),
    verify: (extent) => file().verify(extent),
    requireSound: () => requireSound(file()),
    anchorFault: (anchor) => anchorFault(file().audit, anchor),
    checkFiles: (onFile) =>
      fileChecks.begin('The check of the files')((stopped) =>
        checkFiles(current, stopped, (number, count) => {
          emit('check:progress', { stage: 'hash', done: number - 1, total: count });
          onFile?.(number, count);
        }),
      ),
    stopChecking: () => fileChecks.stop(),
    ...adding,
    ...issuing,
    async examine(path, stream) {
      const seen = await examineFile(path, await toolbox.ffmpeg(), signal, stream);
      return { ...seen, media: await toolbox.credentials(path, seen.media, signal) };
    },
    remove(evidenceIds, reason) {
      file().evidence.remove(evidenceIds, reason);
      viewing.leave(evidenceIds);
    },
    removed: () => file().evidence.removed(),
    findMoved(evidenceIds, folder) {
      known.add([folder]);
      return findMoved(current, evidenceIds, folder, signal);
    },
    hashEqualSizes: () => hashEqualSizes(current, signal),
    hashEvidence: (evidenceId) =>
      hashings.beginAnew('The reading of the file')((stopped) =>
        hashEvidence(current, evidenceId, stopped, (done, total) =>
          emit('hash:progress', { stage: 'hash', done, total }),
        ),
      ),
    stopHashing: () => hashings.stop(),
    checkCredentials: (evidenceId) =>
      credentials.beginAnew('The check of the credentials')((stopped) =>
        checkCredentialsAgain(current, toolbox.credentials, evidenceId, stopped),
      ),
    stopCredentials: () => credentials.stop(),
    reencode(evidenceId, onProgress) {
      const opened = current.opened();
      return reencodings.beginAnew('The encoding of a copy')((stopped) =>
        reencode(opened, evidenceId, toolbox, {
          signal: stopped,
          check: () => viewing.check({ opening: opened.opening, evidenceId }),
          onProgress(progress) {
            emit('reencode:progress', progress);
            onProgress?.(progress);
          },
        }),
      );
    },
    stopReencoding: () => reencodings.stop(),
    stopMeasuring: () => measuring.stop(),
    measureRates(evidenceId, table, onProgress) {
      const opened = current.opened();
      return measuring.beginAnew('The measuring of error rates')((stopped) =>
        measureRatesOf(opened, { evidenceId, table }, settingsFolder, toolbox, {
          signal: stopped,
          check: () => viewing.check({ opening: opened.opening, evidenceId }),
          onProgress(progress) {
            emit('rates:progress', progress);
            onProgress?.(progress);
          },
        }),
      );
    },
    askedOf: (row) => askedOf(file(), row, row.findingId),
    evidence: () => file().evidence.list(),
    reach: (evidenceId) => file().reach(file().evidence.row(evidenceId).path),
    evidenceDetail(evidenceId) {
      const opened = current.opened();
      return { opening: opened.opening, ...detailOf(opened.file, evidenceId) };
    },
    async people(evidenceId) {
      const opened = current.opened();
      const ratioOf = await toolbox.ratios();
      if (!current.isOpen(opened)) throw noLongerOpen();
      return peopleOf(opened.file, evidenceId, ratioOf);
    },
    changes: (evidenceId, person) => changesOf(file(), evidenceId, person),
    namedPeople() {
      const opened = current.opened();
      return namedPeople(opened.file, () => current.isOpen(opened));
    },
    modelCards: () => file().findings.cards(),
    crop: (faceId) => present(file().images.crop(faceId), 'face'),
    thumbnail: (evidenceId) => present(file().images.thumbnail(evidenceId), 'thumbnail'),
  };
}

const noLongerOpen = () =>
  new EngineError('case/none-open', 'The case was closed meanwhile. Open it and look again.');
