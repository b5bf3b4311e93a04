/** Writes a case capsule, completely or not at all. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StoredFinding } from '../../shared/case.ts';
import type { ValidationRecord } from '../../shared/validation.ts';
import { EngineError } from '../../shared/errors.ts';
import { extractTexts } from '../../shared/extract-wording.ts';
import { viewCase, type CaseFile } from '../cases/case-file.ts';
import { encodePngs } from '../media/encode-pictures.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { fingerprint } from '../media/fingerprint.ts';
import type { Frame } from '../media/frame.ts';
import { framesAgain } from '../media/frames-again.ts';
import { inBatches } from '../pipeline/read-batches.ts';
import { htmlReport } from '../reports/html.ts';
import { reportOfCase } from '../reports/report.ts';
import { keptFiles, requireNoneOf, requireWritable, writeWhole } from '../reports/write-whole.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { sha256Of } from '../support/sha256.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import type { Toolbox } from '../toolbox.ts';
import {
  CASE_FILE,
  CONTENTS_FILE,
  contentsText,
  frameFile,
  GUIDE_FILE,
  guideText,
  modelFile,
  REPORT_FILE,
  type CapsuleContents,
  type CapsuleFrame,
} from './capsule-format.ts';
import { packCase, type PackedCase } from './packed-case.ts';
import { newestFindings, scoredFrameIndices, type CapsuleFindings } from './capsule-findings.ts';
import type { CapsuleRun } from './capsule-run.ts';
import { zipped, type Member } from './write-zip.ts';

interface CapsuleWish {
  path: string;
  overwrite: boolean;
  /** Such as "Exhibit 0.1.0". */
  software: string;
  /** The last one of this installation; null where there is none. */
  validation: ValidationRecord | null;
  /** Of the files that it is about; null for all of the case. */
  evidenceIds: readonly number[] | null;
}

/** Encoded with one start of ffmpeg. */
const BATCH_FRAMES = 32;

/**
 * @returns the SHA-256 of the capsule, which the audit log of the case names
 * @throws EngineError output/…, report/write-failed, capsule/too-large, capsule/nothing-to-show, those of `packCase`; media/… and
 *   media/changed-since-analysis if a file of the evidence is not what was analysed; the abort reason
 */
export async function writeCapsule(
  file: CaseFile,
  { path, overwrite, software, validation, evidenceIds }: CapsuleWish,
  toolbox: Toolbox,
  run: CapsuleRun,
): Promise<{ path: string; sha256: string }> {
  const target = resolve(path);
  await requireNoneOf(await keptFiles(file), target);
  await requireOutputPlace(target, overwrite);
  await requireWritable(target);
  const log = (sha256: string) =>
    file.audit.append('capsule-written', { path: target, sha256, ...(evidenceIds && { evidenceIds }) });
  return withTemporaryFolder(async (folder) => {
    const packed = await packCase(file, folder, evidenceIds, run.signal);
    const copy = viewCase(packed.path);
    try {
      const findings = newestFindings(copy);
      if (findings.length === 0) throw nothingToShow();
      await requireUnchanged(file, findings, run);
      const members = membersOf(
        {
          copy,
          packed,
          findings,
          folder,
          casePath: packed.extract?.casePath ?? file.path,
          software,
          validation,
        },
        toolbox,
        run,
      );
      const sha256 = await writeWhole(target, zipped(members), file.viewOnly ? undefined : log);
      return { path: target, sha256 };
    } finally {
      copy.close();
    }
  });
}

/** Before anything is written: the frames have to be those that were scored. */
async function requireUnchanged(
  file: CaseFile,
  findings: CapsuleFindings,
  { signal }: CapsuleRun,
): Promise<void> {
  for (const { finding } of findings) {
    const { path, sha256 } = finding;
    if ((await fingerprint(file.reach(path), { signal })).sha256 === sha256) continue;
    throw new EngineError(
      'media/changed-since-analysis',
      `${path} is not the file that was analysed: its SHA-256 is another one. Restore that file, or analyse this one.`,
    );
  }
}

interface Source {
  copy: CaseFile;
  packed: PackedCase;
  findings: CapsuleFindings;
  folder: string;
  casePath: string;
  software: string;
  validation: ValidationRecord | null;
}

async function* membersOf(
  { copy, packed: { extract }, findings, folder, casePath, software, validation }: Source,
  toolbox: Toolbox,
  { signal, onVideo }: CapsuleRun,
): AsyncGenerator<Member> {
  const files: CapsuleContents['files'] = {};
  const noted = (name: string, pieces: Member['pieces']): Member => ({
    name,
    pieces: counted(pieces, (entry) => (files[name] = entry)),
  });
  const text = (content: string) => [Buffer.from(content)];
  const chain = await (extract ? copy.verifyExtract(extract.contents.hashes) : copy.verify());
  const withheld = extract && extractTexts(extract.told);
  const report = await reportOfCase(copy, await toolbox.ratios(), validation);
  yield noted(GUIDE_FILE, text(guideText(software, withheld)));
  yield noted(CASE_FILE, createReadStream(copy.path) as AsyncIterable<Buffer>);
  yield noted(REPORT_FILE, encoded(htmlReport({ ...report, casePath, chain, withheld })));
  for (const { name, path } of await packedModels(findings, folder, toolbox)) {
    yield noted(modelFile(name), [await readFile(path)]);
  }
  const ffmpeg = await toolbox.ffmpeg();
  const videos: CapsuleContents['videos'] = [];
  for (const [place, { evidenceId, finding }] of findings.entries()) {
    onVideo(place + 1, findings.length);
    const frames: CapsuleFrame[] = [];
    for await (const batch of inBatches(scoredFrames(finding, ffmpeg, signal), BATCH_FRAMES)) {
      const pngs = await encodePngs(batch, ffmpeg, signal);
      for (const [at, { frameIndex, width, height, rgb }] of batch.entries()) {
        frames.push({ frameIndex, width, height, rgbSha256: sha256Of(rgb) });
        yield noted(frameFile(evidenceId, frameIndex), [pngs[at]!]);
      }
    }
    videos.push({ evidenceId, findingId: finding.id, sha256: finding.sha256, frames });
  }
  const { entries, head } = chain;
  const contents: CapsuleContents = {
    ...(extract ? { format: 2, extract: extract.contents } : { format: 1 }),
    ...{ software, createdAt: new Date().toISOString() },
    ...{ log: { entries, head }, videos, files },
  };
  yield { name: CONTENTS_FILE, pieces: text(contentsText(contents)) };
}

async function* scoredFrames(
  finding: StoredFinding,
  ffmpeg: FfmpegTools,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const wanted = scoredFrameIndices(finding);
  const { path, parameters } = finding;
  if (wanted.length > 0) yield* framesAgain({ path, stream: parameters.stream }, wanted, ffmpeg, signal);
}

/** The models that made these findings and are installed here, each packed into a file. */
async function packedModels(
  findings: CapsuleFindings,
  folder: string,
  { library }: Toolbox,
): Promise<{ name: string; path: string }[]> {
  const used = new Set(
    findings.flatMap(({ finding }) =>
      finding.models.filter(({ role }) => role === 'classifier').map(({ sha256 }) => sha256),
    ),
  );
  const packed: { name: string; path: string }[] = [];
  for (const { name, sha256, problem } of await library.list()) {
    if (problem !== null || sha256 === null || !used.delete(sha256)) continue;
    const path = join(folder, `model-${packed.length}.zip`);
    await library.export(name, path, false);
    packed.push({ name, path });
  }
  return packed;
}

async function* counted(
  pieces: Member['pieces'],
  noteIt: (entry: { sha256: string; bytes: number }) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
    yield piece;
  }
  noteIt({ sha256: hash.digest('hex'), bytes });
}

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  for (const each of texts) yield Buffer.from(each);
}

const nothingToShow = () =>
  new EngineError(
    'capsule/nothing-to-show',
    'No video of this case has a finding, so there is nothing to check again. Analyse a video first.',
  );
