/** Parts of a time stamping authority for tests. */
import { PKIStatus, PKIStatusInfo, TimeStampResp, type ContentInfo } from 'pkijs';

/** Of "openssl req", "x509" and "ts". @param serial path of the file that counts the stamps */
export const authorityConfig = (name: string, purpose: string, serial: string) =>
  [
    ...['[req]', 'distinguished_name=dn', 'prompt=no', '[dn]', `CN=${name} root`],
    ...['[ca]', 'basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'],
    ...['[signer]', 'basicConstraints=CA:FALSE', `extendedKeyUsage=${purpose}`],
    ...['[tsa]', 'default_tsa=tsa1', '[tsa1]', `serial=${serial}`, 'default_policy=1.2.3.4'],
    ...['signer_digest=sha256', 'digests=sha256,sha512', 'ess_cert_id_alg=sha256'],
  ].join('\n');

/** An answer with this token, DER. */
export function granted(timeStampToken: ContentInfo): Uint8Array {
  const status = new PKIStatusInfo({ status: PKIStatus.granted });
  return new Uint8Array(new TimeStampResp({ status, timeStampToken }).toSchema().toBER());
}
