/** Parts of a time stamping authority for tests. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PKIStatus, PKIStatusInfo, TimeStampResp, type ContentInfo } from 'pkijs';

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

interface Issuing {
  by: string;
  as: 'ca' | 'signer';
  to?: string;
  subject?: string;
  /** Whose configuration has the extensions. */
  profile?: string;
}

/** Makes authorities with openssl in a folder. */
export function authoritiesIn(folder: string) {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

  /** A root, and a signer below it with this purpose of its key. */
  function makeAuthority(name: string, purpose = 'critical,timeStamping'): void {
    writeFileSync(at(`${name}.cnf`), authorityConfig(name, purpose, at(`${name}.serial`)));
    writeFileSync(at(`${name}.serial`), '01\n');
    const root = ['-keyout', `${name}-ca.key`, '-out', `${name}-ca.pem`];
    openssl('req', '-x509', ...newKey, '-config', `${name}.cnf`, '-days', '3', '-extensions', 'ca', ...root);
    const signer = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    openssl('req', '-new', ...newKey, '-config', `${name}.cnf`, '-subj', `/CN=${name} signer`, ...signer);
    issue(name, { by: `${name}-ca`, as: 'signer', profile: name });
  }

  /** A certificate for the key and the name in NAME.csr, as NAME.pem or another. */
  function issue(name: string, { by, as, to = name, subject, profile = 'good' }: Issuing): void {
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-days', '3'],
      ...[
        '-set_serial',
        as === 'ca' ? '8' : '7',
        '-extfile',
        `${profile}.cnf`,
        '-extensions',
        as,
        '-out',
        `${to}.pem`,
      ],
      ...(subject === undefined ? [] : ['-subj', subject]),
    );
  }

  return { openssl, makeAuthority, issue };
}

/** Of "openssl req", "x509" and "ts". @param serial path of the file that counts the stamps */
const authorityConfig = (name: string, purpose: string, serial: string) =>
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
