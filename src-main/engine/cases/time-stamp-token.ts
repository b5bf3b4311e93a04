/**
 * Time stamps as RFC 3161 has them: the request for one, and what an answer says, checked offline. Of an answer three
 * things are checked apart: that its signature is that of its signer over this very text, that the signer's certificate
 * is one for time stamps (section 2.3), and that it leads to a certificate that the examiner trusts, valid at that time.
 */
import { OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  CertificateChainValidationEngine,
  id_eContentType_TSTInfo,
  id_ExtKeyUsage,
  id_sha256,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
  type ExtKeyUsage,
} from 'pkijs';
import { EngineError } from '../../shared/errors.ts';
import { sha256Of } from '../support/sha256.ts';

/** "Granted" and "granted with modifications". */
const GRANTED = [0, 1];

/** Longer than any authority's: of many certificates that name each other, the ways are without number. */
const MAX_BETWEEN = 10;

/** The lists of browsers have half as many. They are stored with the time stamp. */
const MAX_TRUSTED = 300;

const KEY_PURPOSE_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const COMMON_NAME = '2.5.4.3';

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
    'it is no answer of a time stamping authority',
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

/** @param file PEM with one certificate or more, or one in DER. @throws EngineError stamp/unreadable */
export function readCertificates(file: Uint8Array): Certificate[] {
  const text = Buffer.from(file).toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)];
  const ders = blocks.length === 0 ? [file] : blocks.map(([, base64]) => Buffer.from(base64!, 'base64'));
  if (ders.length > MAX_TRUSTED)
    throw unreadable(`the file has ${ders.length} certificates, more than any list`);
  return parsed(
    () => ders.map((der) => Certificate.fromBER(Uint8Array.from(der))),
    'the file has no certificate in PEM or DER',
  );
}

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
  if (signed.signerInfos.length !== 1 || !signed.signerInfos[0]!.signedAttrs) return 'has not one signature';
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
    return 'was signed with a certificate that is none for time stamps';
  return { signer: nameOf(certificate), certificate };
}

/** RFC 3161, section 2.3: this purpose alone, and marked as critical. */
function isForTimeStamps({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === id_ExtKeyUsage);
  const { keyPurposes = [] } = (usage?.parsedValue as ExtKeyUsage | undefined) ?? {};
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === KEY_PURPOSE_TIME_STAMPING;
}

export interface Authority {
  authority: string;
  /** SHA-256 of its certificate. */
  fingerprint: string;
}

/**
 * The trusted certificate that the signer's leads to, at the time of the stamp; null if there is none.
 * @param trusted those that the examiner gave; certificates in the answer may only stand between
 */
export async function authorityOf(
  { signed, at }: TimeStampToken,
  { certificate }: SignedTime,
  trusted: readonly Certificate[],
): Promise<Authority | null> {
  const between = (signed.certificates ?? []).filter(
    (each): each is Certificate => each instanceof Certificate && each !== certificate,
  );
  if (between.length > MAX_BETWEEN) return null;
  const chain = new CertificateChainValidationEngine({
    // The engine takes the last one as the certificate to be checked.
    certs: [...between, certificate],
    trustedCerts: [...trusted],
    checkDate: new Date(at),
  });
  const { result, certificatePath } = await chain.verify();
  const last = certificatePath?.at(-1);
  if (!result || !last) return null;
  return { authority: nameOf(last), fingerprint: sha256Of(derOf(last)) };
}

/** As it came: the part that is signed is not encoded anew. */
export const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER());

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

const unreadable = (why: string, cause?: unknown) =>
  new EngineError(
    'stamp/unreadable',
    `Nothing was stored: ${why}. Give the answer of the authority (.tsr) as it came, and its certificate in PEM.`,
    { cause },
  );
