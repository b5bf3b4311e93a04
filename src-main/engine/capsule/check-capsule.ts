/** Checks a case capsule: its files, the case inside, and the scores, which are computed again from its frames. */
import { join } from 'node:path';
import type { Anchor } from '../../shared/anchor.ts';
import type { CapsuleCheck } from '../../shared/capsule.ts';
import { anchorFault } from '../cases/anchor.ts';
import { viewCase } from '../cases/case-file.ts';
import { signOffsIn } from '../cases/sign-offs.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import { CASE_FILE, CONTENTS_FILE, isCapsuleFile } from './capsule-format.ts';
import { openCapsule, type Capsule } from './read-capsule.ts';
import { newestFindings, type CapsuleRun } from './write-capsule.ts';
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
  { toolsOf, inspect }: CapsuleTools,
  { signal, onVideo }: CapsuleRun,
): Promise<CapsuleCheck> {
  const capsule = await openCapsule(path);
  try {
    const fileFaults = await faultsOfFiles(capsule, signal);
    return await withTemporaryFolder(async (folder) => {
      const copy = join(folder, CASE_FILE);
      await capsule.unpack(CASE_FILE, copy, signal);
      const file = viewCase(copy, await inspect(copy));
      try {
        const { log, files } = capsule.contents;
        const findings = newestFindings(file);
        const chain = await file.verify();
        const again: CapsuleCheck['videos'] = [];
        for (const [place, { finding }] of findings.entries()) {
          onVideo(place + 1, findings.length);
          again.push(await scoreAgain(capsule, finding, toolsOf, signal));
        }
        return {
          files: Object.keys(files).length,
          ...{ fileFaults, chain, videos: again },
          signOffs: signOffsIn(file.audit.entries()),
          anchorFault: anchorFault(file.audit, log) ?? (anchor ? anchorFault(file.audit, anchor) : null),
        };
      } finally {
        file.close();
      }
    });
  } finally {
    capsule.close();
  }
}

async function faultsOfFiles(
  { contents, names, fingerprint }: Capsule,
  signal: AbortSignal,
): Promise<string[]> {
  const listed = Object.entries(contents.files);
  const faults: string[] = [];
  for (const [name, { sha256, bytes }] of listed) {
    const found = await fingerprint(name, signal);
    if (!isCapsuleFile(name)) faults.push(`${name} is no file of a capsule: Exhibit did not write it.`);
    else if (found === null) faults.push(`${name} is missing.`);
    else if (found.sha256 !== sha256) faults.push(`${name} was changed: its SHA-256 is not the listed one.`);
    else if (found.bytes !== bytes) faults.push(`${name} has ${found.bytes} bytes, and ${bytes} are listed.`);
  }
  const known = new Set([CONTENTS_FILE, ...listed.map(([name]) => name)]);
  for (const name of names) if (!known.has(name)) faults.push(`${name} is not in the table of contents.`);
  return faults;
}
