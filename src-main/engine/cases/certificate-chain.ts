/**
 * Which trusted certificate another one leads to (RFC 5280, section 6). Built from the certificate itself upwards: the
 * others come from a stranger, who may add any, in any order, that issued each other in a circle.
 */
import {
  id_BasicConstraints,
  id_CertificatePolicies,
  id_ExtKeyUsage,
  id_KeyUsage,
  type BasicConstraints,
  type Certificate,
} from 'pkijs';
import type { BitString } from 'asn1js';

/** More than any authority sends. */
const MAX_BETWEEN = 10;

/** Of a key usage, "keyCertSign": the sixth bit. */
const KEY_CERT_SIGN = 0x04;

/** What a critical extension of an issuer may be; one that is not known has to be refused. */
const KNOWN = [id_BasicConstraints, id_KeyUsage, id_ExtKeyUsage, id_CertificatePolicies];

/** As it came: the part that is signed is not encoded anew. */
export const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER());

/** Each once, in their order. */
export const distinct = (certificates: readonly Certificate[]): Certificate[] => [
  ...new Map(certificates.map((each) => [derOf(each).toString('base64'), each])).values(),
];

/**
 * @param between may only stand between the two
 * @param at when all of them have to be valid
 * @returns null if it leads to none
 */
export async function trustedAbove(
  certificate: Certificate,
  { trusted, between, at }: { trusted: readonly Certificate[]; between: readonly Certificate[]; at: Date },
): Promise<Certificate | null> {
  const own = derOf(certificate);
  const unused = new Set(distinct(between).filter((each) => !derOf(each).equals(own)));
  if (unused.size > MAX_BETWEEN || !isValid(certificate, at)) return null;
  // Shortest ways first, and each certificate once: no circle goes on, and no other way could go further.
  const reached = [{ certificate, issuersBelow: 0 }];
  for (const { certificate: each, issuersBelow } of reached) {
    const isIssuer = (issuer: Certificate) => mayIssue(issuer, issuersBelow, at) && hasSigned(issuer, each);
    for (const issuer of trusted) if (await isIssuer(issuer)) return issuer;
    for (const issuer of unused) {
      if (!(await isIssuer(issuer))) continue;
      unused.delete(issuer);
      reached.push({ certificate: issuer, issuersBelow: issuersBelow + 1 });
    }
  }
  return null;
}

const isValid = ({ notBefore, notAfter }: Certificate, at: Date) =>
  notBefore.value <= at && at <= notAfter.value;

/** @param issuersBelow between it and the certificate at the start */
function mayIssue(issuer: Certificate, issuersBelow: number, at: Date): boolean {
  const { extensions = [] } = issuer;
  const parsed = (id: string): unknown => extensions.find(({ extnID }) => extnID === id)?.parsedValue;
  const { cA = false, pathLenConstraint } = (parsed(id_BasicConstraints) ?? {}) as Partial<BasicConstraints>;
  const usage = parsed(id_KeyUsage) as BitString | undefined;
  return (
    isValid(issuer, at) &&
    cA &&
    (pathLenConstraint === undefined || Number(pathLenConstraint) >= issuersBelow) &&
    (usage === undefined || (usage.valueBlock.valueHexView[0]! & KEY_CERT_SIGN) !== 0) &&
    extensions.every(({ critical, extnID }) => !critical || KNOWN.includes(extnID))
  );
}

async function hasSigned(issuer: Certificate, certificate: Certificate): Promise<boolean> {
  if (!certificate.issuer.isEqual(issuer.subject)) return false;
  // A key or an algorithm that is not known is an error there.
  return certificate.verify(issuer).catch(() => false);
}
