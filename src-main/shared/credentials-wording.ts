/** Content Credentials in words, for window, report and command line. */
import type { ContentCredentials, CredentialManifest } from './credentials.ts';
import { countOf } from './wording.ts';

/** The result in one sentence or two. */
export function credentialsResult(credentials: ContentCredentials): string {
  const { state, manifests, fault, trustList } = credentials;
  const signer = signerText(manifests[0]);
  switch (state) {
    case 'trusted':
      return `present and valid, signed by ${signer}, who is on the trust list of this installation`;
    case 'valid':
      return `present and valid, signed by ${signer}, who is ${trustList === null ? 'not called trusted: this installation has no trust list' : 'not on the trust list of this installation'}`;
    case 'invalid':
      return `present, not valid: ${problemsText(manifests[0])}`;
    case 'unreadable':
      return `present, could not be checked: ${fault}`;
  }
}

/** What the credentials say, one line for each manifest, indented by what it was made of. */
export const manifestTexts = ({ manifests }: ContentCredentials): string[] =>
  manifests.map((manifest) => `${'– '.repeat(manifest.depth)}${manifestText(manifest)}`);

/** Stands wherever the result does. */
export const CREDENTIALS_LIMITS =
  'Valid means that nothing covered by the signature was changed after it was signed. It does not mean that what the file shows or says of itself is true. Anybody who is not on the trust list may have signed under any name.';

function manifestText({
  relation,
  title,
  generator,
  signer,
  signedAt,
  actions,
  problems,
}: CredentialManifest) {
  const parts = [
    relation === null ? 'This file' : relationWords(relation),
    title === null ? null : `“${title}”`,
    signer === null ? 'without credentials of its own' : `signed by ${signerText({ signer })}`,
    signedAt === null ? null : `time stamp ${signedAt}`,
    generator === null ? null : `made with ${generator}`,
    actions.length === 0 ? null : `says: ${actions.join(', ')}`,
    problems.length === 0 ? null : `not valid: ${problemsText({ problems })}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const relationWords = (relation: string): string =>
  ({ parentOf: 'Made from', componentOf: 'Has in it', inputTo: 'Used for it' })[relation] ?? relation;

const signerText = (manifest: Pick<CredentialManifest, 'signer'> | undefined): string => {
  const { name = null, organisation = null } = manifest?.signer ?? {};
  const names = [...new Set([name, organisation])].filter((each) => each !== null);
  return names.length === 0 ? 'somebody the certificate does not name' : names.join(', ');
};

function problemsText(manifest: Pick<CredentialManifest, 'problems'> | undefined): string {
  const problems = manifest?.problems ?? [];
  if (problems.length === 0) return 'the library gives no reason';
  const texts = problems.map(({ code, explanation }) => problemWords[code] ?? `${explanation} (${code})`);
  const shown = [...new Set(texts)].slice(0, MOST_SHOWN);
  const rest = new Set(texts).size - shown.length;
  return `${shown.join('; ')}${rest === 0 ? '' : `; ${countOf(rest, 'more problem')}`}`;
}

const MOST_SHOWN = 5;

/** Those that say that the file is another one than was signed, or why nothing can be said. */
const problemWords: Record<string, string> = {
  'assertion.dataHash.mismatch': 'the file was changed after it was signed',
  'assertion.bmffHash.mismatch': 'the file was changed after it was signed',
  'assertion.boxesHash.mismatch': 'the file was changed after it was signed',
  'assertion.hashedURI.mismatch': 'what the credentials say was changed after they were signed',
  'claimSignature.mismatch': 'the signature does not belong to what is signed',
  'signingCredential.expired':
    'the certificate of the signer has expired, and no time stamp tells when they signed',
  'signingCredential.invalid': 'the certificate of the signer is not one for Content Credentials',
};
