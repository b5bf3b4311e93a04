/** Checks a case capsule: its files, the case inside, and the scores, which are computed again from its frames. */
import { join } from 'node:path';
import type { Anchor } from '../../shared/anchor.ts';
import type { CapsuleCheck, ExtractCheck } from '../../shared/capsule.ts';
import type { ChainCheck } from '../../shared/case.ts';
import { anchorFault, anchorFaultOf } from '../cases/anchor.ts';
import { tiedFrom } from '../cases/extract-faults.ts';
import { viewCopy, type CaseFile } from '../cases/case-file.ts';
import { signOffsIn } from '../cases/sign-offs.ts';
import { timeStampsIn } from '../cases/time-stamps.ts';
import { fingerprint } from '../media/fingerprint.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import { CASE_FILE, CONTENTS_FILE, isCapsuleFile, type CapsuleExtract } from './capsule-format.ts';
import { openCapsule, type Capsule } from './read-capsule.ts';
import { newestFindings } from './capsule-findings.ts';
import type { CapsuleRun } from './capsule-run.ts';
import { scoreAgain, type ToolsOf } from './score-again.ts';

interface CapsuleTools {
  toolsOf: ToolsOf;
  /** Has a stranger's case checked before it is opened. */
  inspect(path: string): Promise<FileIdentity>;
}

/**
 * @param anchor a state of the log that was noted outside the capsule
 * @throws EngineError capsule/…; as opening the case inside; the abort reason
 */
export async function checkCapsule(
  path: string,
  anchor: Anchor | undefined,
  tools: CapsuleTools,
  run: CapsuleRun,
): Promise<CapsuleCheck> {
  const capsule = await openCapsule(path);
  try {
    const { sha256 } = await fingerprint(path, { signal: run.signal });
    const fileFaults = await faultsOfFiles(capsule, run.signal);
    return await withTemporaryFolder(async (folder) => {
      const copy = join(folder, CASE_FILE);
      await capsule.unpack(CASE_FILE, copy, run.signal);
      const file = viewCopy(copy, await tools.inspect(copy));
      try {
        const { extract } = capsule.contents;
        const chain = await (extract ? file.verifyExtract(extract.hashes) : file.verify());
        return {
          files: Object.keys(capsule.contents.files).length,
          ...{ sha256, chain },
          fileFaults: [...fileFaults, ...faultsOfLog(chain, capsule)],
          extract: extract === undefined ? null : extractIn(file, extract),
          signOffs: signOffsIn(file.audit.entries()),
          timeStamps: await timeStampsIn(file.audit),
          anchorFault: anchor === undefined ? null : contradictionOf(anchor, file, extract),
          videos: await videosAgain(capsule, file, tools, run),
          reencoded: reencodedIn(file),
        };
      } finally {
        file.close();
      }
    });
  } finally {
    capsule.close();
  }
}

const reencodedIn = ({ evidence, reencodings }: CaseFile): number =>
  evidence.list().filter(({ findingId }) => findingId !== null && reencodings().has(findingId)).length;

const contradictionOf = (anchor: Anchor, file: CaseFile, extract: CapsuleExtract | undefined) =>
  extract === undefined ? anchorFault(file.audit, anchor) : anchorFaultOf(extract.hashes, anchor);

function extractIn({ evidence, audit }: CaseFile, { files, removed, hashes }: CapsuleExtract): ExtractCheck {
  const shown = Array.from(audit.entries(), ({ seq }) => seq);
  return {
    ...{ inside: evidence.list().length, files, removed },
    ...{ entries: hashes.length, shown: shown.length, tiedFrom: tiedFrom(shown, hashes.length) },
  };
}

async function videosAgain(
  capsule: Capsule,
  file: CaseFile,
  { toolsOf }: CapsuleTools,
  { signal, onVideo }: CapsuleRun,
): Promise<CapsuleCheck['videos']> {
  const findings = newestFindings(file);
  const videos: CapsuleCheck['videos'] = [];
  for (const [place, { finding }] of findings.entries()) {
    onVideo(place + 1, findings.length);
    const model = finding.models.find(({ role }) => role === 'classifier');
    const card = model === undefined ? null : file.findings.card(model.sha256);
    const cropOf = (faceId: number) => file.images.crop(faceId)?.bytes ?? null;
    videos.push(await scoreAgain(capsule, finding, card, cropOf, toolsOf, signal));
  }
  return videos;
}

async function faultsOfFiles(
  { contents, names, fingerprint: fingerprintOf }: Capsule,
  signal: AbortSignal,
): Promise<string[]> {
  const listed = Object.entries(contents.files);
  const faults: string[] = [];
  for (const [name, { sha256, bytes }] of listed) {
    const found = await fingerprintOf(name, signal);
    if (!isCapsuleFile(name)) faults.push(`${name} is no file of a capsule: Exhibit did not write it.`);
    else if (found === null) faults.push(`${name} is missing.`);
    else if (found.sha256 !== sha256) faults.push(`${name} was changed: its SHA-256 is not the listed one.`);
    else if (found.bytes !== bytes) faults.push(`${name} has ${found.bytes} bytes, and ${bytes} are listed.`);
  }
  const known = new Set([CONTENTS_FILE, ...listed.map(([name]) => name)]);
  for (const name of names) if (!known.has(name)) faults.push(`${name} is not in the table of contents.`);
  return faults;
}

/** Nobody has worked on the copy since the capsule was made. */
function faultsOfLog({ entries, head }: ChainCheck, { contents: { log } }: Capsule): string[] {
  if (entries === log.entries && head === log.head) return [];
  return [
    `The audit log in ${CASE_FILE} is not the listed one: it has ${entries} entries with the head ${head}, and ${log.entries} with the head ${log.head} are listed.`,
  ];
}
