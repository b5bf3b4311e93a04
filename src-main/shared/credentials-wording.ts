/** Content Credentials in words, for window, report and command line. */
import type { ContentCredentials, CredentialCheck, CredentialManifest } from './credentials.ts';
import { quoted } from './foreign-text.ts';
import { ownValue } from './own-value.ts';
import { countOf } from './wording.ts';

/** The result in one sentence or two: the state first, what the file itself names last and in quotation marks. */
export function credentialsResult(credentials: ContentCredentials): string {
  const { state, manifests, fault, trustList } = credentials;
  const names = namesText(manifests[0]);
  switch (state) {
    case 'trusted':
      return `present and valid; the signer is on the trust list of this installation. ${names}`;
    case 'valid':
      return `present and valid; ${trustList === null ? 'the signer is NOT called trusted: this installation has no trust list' : 'the signer is NOT on the trust list of this installation'}. ${names}`;
    case 'invalid':
      return `present, not valid: ${problemsText(manifests[0])}`;
    case 'unreadable':
      return `present, could not be checked: ${quoted(fault ?? 'no reason is given')}`;
  }
}

/** Stands beside the result of the analysis, which it does not replace. */
export const laterCheckText = ({ at, result }: CredentialCheck): string =>
  `checked again ${at.slice(0, 19).replace('T', ' ')} UTC ${listText(result)}: ${credentialsResult(result)}`;

const listText = ({ trustList }: ContentCredentials): string =>
  trustList === null
    ? 'without a trust list'
    : `by the trust list with the SHA-256 ${trustList.sha256} (${countOf(trustList.certificates, 'certificate')})`;

/** What the credentials say, one line for each manifest, indented by what it was made of. */
export const manifestTexts = ({ manifests }: ContentCredentials): string[] =>
  manifests.map((manifest) => `${'– '.repeat(manifest.depth)}${manifestText(manifest)}`);

/** Stands wherever the result of a check does. */
export const CREDENTIALS_LIMITS =
  'Valid means that nothing covered by the signature was changed after it was signed. It does not mean that what the file shows or says of itself is true. Anybody who is not on the trust list may have signed under any name. The check does not ask whether a certificate was revoked. The time of signing may be the signer’s own claim.';

function manifestText({
  relation,
  title,
  generator,
  signer,
  signedAt,
  actions,
  problems,
}: CredentialManifest) {
  const checked = [
    relation === null ? 'This file' : relationWords(relation),
    signer === null ? 'without credentials of its own' : null,
    problems.length === 0 ? null : `not valid: ${problemsText({ problems })}`,
  ];
  const own = [
    actions.length === 0 ? null : actions.map(actionText).join(', '),
    title === null ? null : `title ${quoted(title)}`,
    generator === null ? null : `program ${quoted(generator)}`,
    signedAt === null ? null : `time of signing ${quoted(signedAt)}`,
    signer === null ? null : `signer ${signerText({ signer })}`,
  ].filter(isGiven);
  const words = own.length === 0 ? '' : `. By its own words: ${own.join('; ')}`;
  return `${checked.filter(isGiven).join(', ')}${words}`;
}

const isGiven = (part: string | null): part is string => part !== null;

/** That a file calls itself made by AI must not stand in a code alone. */
function actionText(action: string): string {
  const [, name = action, kind] = /^(.*) \(([^()]*)\)$/.exec(action) ?? [];
  const done = ownValue(actionWords, name) ?? quoted(name);
  return kind === undefined
    ? done
    : `${done} (the file says: ${ownValue(sourceWords, kind) ?? quoted(kind)})`;
}

const actionWords: Record<string, string> = {
  'c2pa.created': 'created',
  'c2pa.edited': 'edited',
  'c2pa.opened': 'opened',
  'c2pa.placed': 'placed something in it',
};

/** IPTC, "Digital Source Type" NewsCodes. */
const sourceWords: Record<string, string> = {
  trainedAlgorithmicMedia: 'by a trained algorithm, that is AI',
  compositeWithTrainedAlgorithmicMedia: 'with parts by a trained algorithm, that is AI',
  algorithmicMedia: 'by an algorithm that was not trained',
  digitalCapture: 'by a camera',
};

const knownRelations: Record<string, string> = {
  parentOf: 'Made from',
  componentOf: 'Has in it',
  inputTo: 'Used for it',
};

const relationWords = (relation: string): string =>
  ownValue(knownRelations, relation) ?? `Related as ${quoted(relation)}`;

const namesText = (manifest: Pick<CredentialManifest, 'signer'> | undefined): string => {
  const names = signerNames(manifest);
  return names.length === 0 ? 'The certificate names nobody' : `The certificate names: ${names.join(', ')}`;
};

const signerText = (manifest: Pick<CredentialManifest, 'signer'>): string =>
  signerNames(manifest).join(', ') || 'not named';

const signerNames = (manifest: Pick<CredentialManifest, 'signer'> | undefined): string[] => {
  const { name = null, organisation = null } = manifest?.signer ?? {};
  return [...new Set([name, organisation])].filter(isGiven).map(quoted);
};

function problemsText(manifest: Pick<CredentialManifest, 'problems'> | undefined): string {
  const problems = manifest?.problems ?? [];
  if (problems.length === 0) return 'the library gives no reason';
  const texts = problems.map(
    ({ code, explanation }) => ownValue(problemWords, code) ?? quoted(`${explanation} (${code})`),
  );
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
