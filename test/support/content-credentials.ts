/** Content Credentials for test files: signed by the library, with a certificate that openssl makes. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initSync, WasmBuilder } from '@contentauth/c2pa-wasm';

/** Makes `NAME-ca.pem`, a root, and below it a signer whose certificate is for signing mail, as C2PA allows. */
export function makeSigner(folder: string, name: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const config = [
    ...['[req]', 'distinguished_name=dn', 'prompt=no', '[dn]', `CN=${name} root`, 'O=Test lab'],
    ...[
      '[ca]',
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign',
      'subjectKeyIdentifier=hash',
    ],
    ...['[signer]', 'basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'],
    ...[
      'extendedKeyUsage=critical,emailProtection',
      'authorityKeyIdentifier=keyid',
      'subjectKeyIdentifier=hash',
    ],
  ];
  writeFileSync(join(folder, `${name}.cnf`), config.join('\n'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', `${name}.cnf`];
  const root = ['-keyout', `${name}-ca.key`, '-out', `${name}-ca.pem`];
  openssl('req', '-x509', ...key, '-days', '3', '-extensions', 'ca', ...root);
  const wish = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
  openssl('req', '-new', ...key, '-subj', `/CN=${name}/O=Test lab`, ...wish);
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${name}-ca.pem`,
      '-CAkey',
      `${name}-ca.key`,
      '-days',
      '3',
    ],
    ...['-set_serial', '7', '-extfile', `${name}.cnf`, '-extensions', 'signer', '-out', `${name}.pem`],
  );
}

interface Wish {
  folder: string;
  /** As given to `makeSigner`. */
  signer: string;
  /** Media type. */
  type: string;
  title: string;
  /** A file that this one was made from, with its credentials. */
  from?: Uint8Array;
}

/** Room for the signature, which has to be filled. */
const RESERVED = 4000;

export async function withCredentials(file: Uint8Array, wish: Wish): Promise<Uint8Array> {
  Object.assign(globalThis, { FileReaderSync: MemoryReader });
  initSync({
    module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')),
  });
  const action = wish.from ? { action: 'c2pa.opened' } : { action: 'c2pa.created', digitalSourceType: MADE };
  const definition = {
    claim_generator_info: [{ name: 'Exhibit test', version: '1' }],
    title: wish.title,
    assertions: [{ label: 'c2pa.actions.v2', data: { actions: wish.from ? [] : [action] } }],
  };
  const builder = WasmBuilder.fromJson(
    JSON.stringify(wish.from ? { ...definition, assertions: [] } : definition),
    JSON.stringify({ verify: { verify_after_sign: false } }),
  );
  if (wish.from) {
    builder.setIntent('edit');
    const parent = JSON.stringify({ title: 'parent', relationship: 'parentOf' });
    await builder.addIngredientFromBlob(parent, wish.type, inMemory(wish.from));
  }
  const signer = { sign: signClaim(wish), reserveSize: RESERVED, alg: 'es256' };
  return builder.sign(signer, [], wish.type, inMemory(file));
}

const MADE = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

class MemoryBlob {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.length;
  }

  slice(from: number, to: number): MemoryBlob {
    return new MemoryBlob(this.bytes.slice(from, to));
  }
}

const inMemory = (bytes: Uint8Array) => new MemoryBlob(bytes) as unknown as Blob;

class MemoryReader {
  readAsArrayBuffer({ bytes }: MemoryBlob): ArrayBuffer {
    return new Uint8Array(bytes).buffer;
  }
}

/** COSE_Sign1 (RFC 9052) of the claim, with ES256 and the chain of certificates in its protected header. */
const signClaim =
  ({ folder, signer }: Wish) =>
  (claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
    const read = (name: string) => readFileSync(join(folder, name));
    const chain = [`${signer}.pem`, `${signer}-ca.pem`].map((name) =>
      bytes(new X509Certificate(read(name)).raw),
    );
    const header = map([integer(1), integer(-7)], [integer(33), array(...chain)]);
    const signed = array(text('Signature1'), bytes(header), bytes(Buffer.alloc(0)), bytes(claim));
    const key = createPrivateKey(read(`${signer}.key`));
    const signature = sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' });
    const withPad = (length: number) => {
      const pad = map([text('pad'), bytes(Buffer.alloc(length))]);
      return Buffer.concat([
        Buffer.of(COSE_SIGN1),
        array(bytes(header), pad, Buffer.of(NULL), bytes(signature)),
      ]);
    };
    const guess = 300;
    return Promise.resolve(new Uint8Array(withPad(guess + RESERVED - withPad(guess).length)));
  };

const COSE_SIGN1 = 0xd2;
const NULL = 0xf6;

/** CBOR (RFC 8949): what stands before a value. */
function head(major: number, count: number): Buffer {
  const kind = major << 5;
  if (count < 24) return Buffer.of(kind | count);
  return count < 256 ? Buffer.of(kind | 24, count) : Buffer.of(kind | 25, count >> 8, count & 255);
}

const integer = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Uint8Array) => Buffer.concat([head(2, value.length), value]);
const text = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const array = (...values: Buffer[]) => Buffer.concat([head(4, values.length), ...values]);
const map = (...pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
