/**
 * Whether the Content Credentials (C2PA) of a file hold, in a process of its own with limits of time and memory: file and
 * credentials come from strangers. It runs only where the list of parts says that there are any.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ContentCredentials } from '../../../shared/credentials.ts';
import type { MediaInfo } from '../../../shared/domain.ts';
import { EngineError } from '../../../shared/errors.ts';
import { inOwnProcess, limitMsFor } from '../../support/own-process.ts';
import type { CredentialsRequest } from './credentials-process.ts';
import { trustListIn } from './trust-list.ts';

/** @returns the same with what was found. @throws the abort reason */
export type CheckCredentials = (path: string, media: MediaInfo, signal?: AbortSignal) => Promise<MediaInfo>;

/** A file of 1.2 GB took 39 MB beside what the process itself needs; the rest is for manifests of any size. */
const MEMORY_MB = 1024;

/** By ffmpeg's names of the demuxers; formats of which the parts are not listed are never asked for. */
const types: readonly { containers: RegExp; type: string }[] = [
  { containers: /^mov,mp4/, type: 'video/mp4' },
  { containers: /^avi$/, type: 'video/avi' },
  { containers: /^webp_pipe$/, type: 'image/webp' },
  { containers: /^jpeg_pipe$/, type: 'image/jpeg' },
  { containers: /^a?png(_pipe)?$/, type: 'image/png' },
];

/**
 * @param script the built or source file of `credentials-process.ts`
 * @param settingsFolder where the lab may have put its trust list
 */
export function checkCredentials(script: string, settingsFolder: string): CheckCredentials {
  return async (path, media, signal) => {
    const type = types.find(({ containers }) => containers.test(media.container))?.type;
    const { structure } = media;
    if (!structure || structure.credentials !== 'present' || type === undefined) return media;
    const contentCredentials = await checked({ path, type }, media.sizeBytes);
    return { ...media, structure: { ...structure, contentCredentials } };

    async function checked(
      file: Pick<CredentialsRequest, 'path' | 'type'>,
      sizeBytes: number,
    ): Promise<ContentCredentials> {
      const library = libraryName();
      let trustList: ContentCredentials['trustList'] = null;
      try {
        const list = await trustListIn(settingsFolder);
        trustList = list && { sha256: list.sha256, certificates: list.certificates };
        const request: CredentialsRequest = { ...file, anchors: list?.anchors ?? null };
        const found = await inOwnProcess<Omit<ContentCredentials, 'trustList' | 'library'>>(request, {
          ...{ script, signal, limitMs: limitMsFor(sizeBytes), memoryMb: MEMORY_MB },
          ended: (late) => new EngineError('media/unreadable', late ? TOO_LATE : CRASHED),
        });
        return { ...found, fault: found.fault ?? null, trustList, library };
      } catch (error) {
        // A description that is never a reason of a verdict must not cost the verdict.
        signal?.throwIfAborted();
        const fault = (error as Error).message;
        return { state: 'unreadable', manifests: [], fault, trustList, library };
      }
    }
  };
}

const TOO_LATE = 'the check took too long and was ended';
const CRASHED = `the check ended by itself; it may need more than ${MEMORY_MB / 1024} GB of memory`;

function libraryName(): string {
  const manifest = createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/package.json');
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string };
  return `${name} ${version}`;
}
