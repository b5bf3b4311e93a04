/**
 * Entry of the process that checks the Content Credentials (C2PA) of a file with the library of the Content Authenticity
 * Initiative. It is WebAssembly: it reaches nothing but what is given to it here, which is the file and a clock, and no
 * network.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ContentCredentials } from '../../../shared/credentials.ts';
import { answerOnce } from '../../support/answer-once.ts';
import { diskPath } from '../path-bytes.ts';
import { credentialsOf } from './credentials-of-store.ts';
import { PartOfFile, SynchronousReader } from './part-of-file.ts';

export interface CredentialsRequest {
  path: string;
  /** Media type. */
  type: string;
  /** Certificates in PEM; null for no list. */
  anchors: string | null;
}

answerOnce(async ({ path, type, anchors }: CredentialsRequest) => {
  Object.assign(globalThis, { FileReaderSync: SynchronousReader, fetch: refuse });
  const { WasmReader, initSync } = await import('@contentauth/c2pa-wasm');
  initSync({
    module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')),
  });
  const descriptor = openSync(diskPath(path), 'r');
  try {
    const file = new PartOfFile(descriptor, 0, fstatSync(descriptor).size);
    const reader = await WasmReader.fromBlob(type, file as unknown as Blob, settings(anchors));
    return credentialsOf(JSON.parse(reader.json()));
  } catch (error) {
    // The library throws text.
    return { state: 'unreadable', manifests: [], fault: String(error) } satisfies Partial<ContentCredentials>;
  } finally {
    closeSync(descriptor);
  }
});

/** Nothing is fetched: neither a manifest that stands elsewhere, nor whether a certificate was revoked. */
const settings = (anchors: string | null): string =>
  JSON.stringify({
    verify: { verify_trust: true, remote_manifest_fetch: false, ocsp_fetch: false },
    ...(anchors !== null && { trust: { trust_anchors: anchors } }),
  });

function refuse(): never {
  throw new Error('Exhibit works without a network');
}
