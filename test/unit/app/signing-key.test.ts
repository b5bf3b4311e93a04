import { verify, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SigningKey } from '../../../src-main/app/signing-key.ts';

let folder: string;
const file = () => join(folder, 'signing-key');

/** Stands for the system's key store: what it encrypts is not the text. */
const keyStore = (available = true) => ({
  isEncryptionAvailable: () => available,
  encryptString: (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xa5)),
  decryptString: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5)).toString(),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const holds = (text: string, { publicKey, signature }: { publicKey: string; signature: string }) =>
  verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
    Buffer.from(signature, 'base64'),
  );

it('signs with one key, made the first time, that anybody can check with its public part', async () => {
  const key = new SigningKey(file(), keyStore());
  expect(await key.fingerprint()).toBeNull();
  const signed = await key.sign('the state of a case');
  expect(holds('the state of a case', signed)).toBe(true);
  expect(holds('another state', signed)).toBe(false);
  const later = new SigningKey(file(), keyStore());
  expect((await later.sign('more')).publicKey).toBe(signed.publicKey);
  expect(await later.fingerprint()).toMatch(/^[0-9a-f]{64}$/);
});

it('writes the private key in no readable form', async () => {
  await new SigningKey(file(), keyStore()).sign('x');
  expect(readFileSync(file(), 'latin1')).not.toContain('PRIVATE KEY');
});

it('refuses where the system has no key store, and makes no file', async () => {
  await expect(new SigningKey(file(), keyStore(false)).sign('x')).rejects.toMatchObject({
    code: 'signing/no-key-store',
  });
  expect(() => readFileSync(file())).toThrow('ENOENT');
});

it('says that a damaged key is lost, and keeps the file', async () => {
  writeFileSync(file(), 'nonsense');
  await expect(new SigningKey(file(), keyStore()).sign('x')).rejects.toMatchObject({
    code: 'signing/key-lost',
  });
  expect(readFileSync(file(), 'utf8')).toBe('nonsense');
});
