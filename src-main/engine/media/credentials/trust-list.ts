/** The certificates of those that this installation trusts to sign Content Credentials: a file of the lab, none is shipped. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../../support/sha256.ts';

/** In the settings folder: certificates in PEM, one behind the other. */
export const TRUST_LIST = 'content-credentials.pem';

interface TrustList {
  anchors: string;
  sha256: string;
  certificates: number;
}

/** Read anew for each file, so that a new list counts at once. @returns null where the lab has none, or one without a certificate */
export async function trustListIn(settingsFolder: string): Promise<TrustList | null> {
  const bytes = await readFile(join(settingsFolder, TRUST_LIST)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const certificates = bytes.toString('latin1').match(CERTIFICATE) ?? [];
  if (certificates.length === 0) return null;
  return { anchors: certificates.join('\n'), sha256: sha256Of(bytes), certificates: certificates.length };
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
