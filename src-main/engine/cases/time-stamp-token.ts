/**
 * Time stamps as RFC 3161 has them: the request for one, and what an answer says, checked offline. Of an answer three
 * things are checked apart: that its signature is that of its signer over this very text, that the signer's certificate
 * is one for time stamps (section 2.3), and that it leads to a certificate that the examiner trusts, valid at that time.
 */
import { createHash } from 'node:crypto';
import { OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  id_eContentType_TSTInfo,
  id_ExtKeyUsage,
  id_sha256,
  id_sha384,
  id_sha512,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
  type ExtKeyUsage,
  type SignerInfo,
} from 'pkijs';
import { EngineError } from '../../shared/errors.ts';
import { MAX_AUTHORITIES } from '../../shared/time-stamp-schema.ts';
import { sha256Of } from '../support/sha256.ts';
import { derOf, distinct, trustedAbove } from './certificate-chain.ts';

/** "Granted" and "granted with modifications". */
const GRANTED = [0, 1];

const KEY_PURPOSE_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const COMMON_NAME = '2.5.4.3';

/** Of the attributes that name the signer's certificate (RFC 2634, section 5.4, and RFC 5035). */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** @param digest SHA-256, 64 hexadecimal digits. @returns DER */
export function timeStampRequest(digest: string): Uint8Array {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: id_sha256 }),
      hashedMessage: new OctetString({ valueHex: Buffer.from(digest, 'hex') }),
    }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

export interface TimeStampToken {
  /** The SHA-256 that was stamped, in hexadecimal digits; null where another hash was taken. */
  digest: string | null;
  /** UTC, ISO 8601. */
  at: string;
  signed: SignedData;
}

/** @param response DER, as the authority sent it. @throws EngineError stamp/unreadable */
export function readTimeStamp(response: Uint8Array): TimeStampToken {
  const answer = parsed(
    () => TimeStampResp.fromBER(Uint8Array.from(response)),
    'it is not an answer from a time stamping authority',
  );
  const { status, statusStrings } = answer.status;
  if (!GRANTED.includes(status)) {
    const why = statusStrings?.map(({ valueBlock }) => valueBlock.value).join(' ');
    throw unreadable(`the authority refused the request${why ? `: ${why}` : ''}`);
  }
  return parsed(() => {
    const signed = new SignedData({ schema: answer.timeStampToken!.content });
    const { eContent, eContentType } = signed.encapContentInfo;
    if (eContentType !== id_eContentType_TSTInfo || !eContent) throw new Error('no time stamp inside');
    const { messageImprint, genTime } = TSTInfo.fromBER(eContent.getValue());
    const isSha256 = messageImprint.hashAlgorithm.algorithmId === id_sha256;
    const digest = Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView).toString('hex');
    return { digest: isSha256 ? digest : null, at: genTime.toISOString(), signed };
  }, 'the answer has no time stamp that can be read');
}

/** @param file PEM with one certificate or more, or one in DER. @returns each once. @throws EngineError stamp/unreadable */
export function readCertificates(file: Uint8Array): Certificate[] {
  const text = Buffer.from(file).toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)];
  const ders = blocks.length === 0 ? [file] : blocks.map(([, base64]) => Buffer.from(base64!, 'base64'));
  if (ders.length > MAX_AUTHORITIES)
    throw unreadable(`the file has ${ders.length} certificates, more than any list`);
  return parsed(() => distinct(ders.map(certificateOf)), 'the file has no certificate in PEM or DER');
}

/** @throws EngineError stamp/unreadable if it is not exactly one, as {@link derOf} gives it */
function storedCertificate(der: Buffer): Certificate {
  return parsed(() => {
    const certificate = certificateOf(der);
    if (!derOf(certificate).equals(der)) throw new Error('more than a certificate');
    return certificate;
  }, 'a certificate cannot be read');
}

const certificateOf = (der: Uint8Array) => Certificate.fromBER(Uint8Array.from(der));

export interface SignedTime {
  signer: string;
  certificate: Certificate;
}

/**
 * Whether the signature is that of its signer, made for time stamps, over what was stamped.
 * @param text whose digest was to be stamped
 * @returns what is wrong, as the end of a sentence
 */
export async function signerOf({ signed }: TimeStampToken, text: string): Promise<SignedTime | string> {
  if (signed.signerInfos.length !== 1 || !signed.signerInfos[0]!.signedAttrs)
    return 'does not have exactly one signature';
  let certificate: Certificate | null | undefined;
  try {
    const data = new TextEncoder().encode(text).buffer as ArrayBuffer;
    const result = await signed.verify({ signer: 0, data, checkChain: false, extendedMode: true });
    if (!result.signatureVerified) return 'was not signed by its signer, or was changed since';
    certificate = result.signerCertificate;
  } catch {
    return 'was not signed by its signer, or was changed since';
  }
  if (!certificate || !isForTimeStamps(certificate))
    return 'was signed with a certificate that is not for time stamps';
  if (!namesCertificate(signed.signerInfos[0]!, certificate))
    return 'does not name the certificate that it was signed with';
  return { signer: nameOf(certificate), certificate };
}

/** RFC 3161, section 2.3: this purpose alone, and marked as critical. */
function isForTimeStamps({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === id_ExtKeyUsage);
  const { keyPurposes = [] } = (usage?.parsedValue as ExtKeyUsage | undefined) ?? {};
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === KEY_PURPOSE_TIME_STAMPING;
}

/** RFC 3161, section 2.4.2: the signature covers which certificate it is of, as another may have the same key. */
function namesCertificate({ signedAttrs }: SignerInfo, certificate: Certificate): boolean {
  const der = derOf(certificate);
  const named = signedAttrs!.attributes.filter(({ type }) =>
    [SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2].includes(type),
  );
  return (
    named.length > 0 &&
    named.every(({ type, values }) => {
      const digest = signingCertificate(values[0], type === SIGNING_CERTIFICATE ? 'sha1' : 'sha256');
      return digest !== null && createHash(digest.hash).update(der).digest().equals(digest.value);
    })
  );
}

/** The first certificate that such an attribute names. @param usual the hash where none is named */
function signingCertificate(attribute: unknown, usual: string): { hash: string; value: Buffer } | null {
  const [named] = partsOf(partsOf(attribute)[0]);
  const [first, second] = partsOf(named);
  if (first instanceof OctetString) return { hash: usual, value: bytesOf(first) };
  if (!(first instanceof Sequence) || !(second instanceof OctetString)) return null;
  const hash = HASHES[new AlgorithmIdentifier({ schema: first }).algorithmId];
  return hash === undefined ? null : { hash, value: bytesOf(second) };
}

const HASHES: Record<string, string> = {
  [id_sha256]: 'sha256',
  [id_sha384]: 'sha384',
  [id_sha512]: 'sha512',
};

const partsOf = (block: unknown): unknown[] => (block instanceof Sequence ? block.valueBlock.value : []);
const bytesOf = ({ valueBlock }: OctetString) => Buffer.from(valueBlock.valueHexView);

export interface Authority {
  authority: string;
  certificateSha256: string;
}

/** Certificates that are parsed for one time stamp: a stranger may have stored many large ones. */
const MAX_PARSED = 10;

/**
 * Of stored certificates those that may have issued the signer's or one of those between: DER is compared before any is
 * parsed. The first ten are taken.
 * @throws EngineError stamp/unreadable
 */
export function possibleAuthorities(
  { signed }: TimeStampToken,
  { certificate }: SignedTime,
  stored: readonly Buffer[],
): Certificate[] {
  const issuers = [certificate, ...betweenOf(signed)].map(({ issuer }) =>
    Buffer.from(issuer.toSchema().toBER()),
  );
  const possible =
    stored.length <= MAX_PARSED ? stored : stored.filter((der) => issuers.some((name) => der.includes(name)));
  return possible.slice(0, MAX_PARSED).map(storedCertificate);
}

const betweenOf = ({ certificates = [] }: SignedData): Certificate[] =>
  certificates.filter((each) => each instanceof Certificate);

/**
 * The trusted certificate that the signer's leads to, at the time of the stamp; null if there is none.
 * @param trusted those that the examiner gave; certificates in the answer may only stand between
 */
export async function authorityOf(
  { signed, at }: TimeStampToken,
  { certificate }: SignedTime,
  trusted: readonly Certificate[],
): Promise<Certificate | null> {
  return trustedAbove(certificate, { trusted, between: betweenOf(signed), at: new Date(at) });
}

export const namedAuthority = (certificate: Certificate): Authority => ({
  authority: nameOf(certificate),
  certificateSha256: sha256Of(derOf(certificate)),
});

/** Common name, or whatever stands first. */
function nameOf({ subject: { typesAndValues } }: Certificate): string {
  const named = typesAndValues.find(({ type }) => type === COMMON_NAME) ?? typesAndValues[0];
  return String(named?.value.valueBlock.value ?? 'without a name');
}

function parsed<T>(read: () => T, problem: string): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(problem, cause);
  }
}

export const unreadable = (why: string, cause?: unknown) =>
  new EngineError(
    'stamp/unreadable',
    `Nothing was stored: ${why}. Give the answer of the authority (.tsr) as it came, and its certificate in PEM.`,
    { cause },
  );
