/** A capsule of which another program would unpack something else than was checked is refused. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Zip, ZipPassThrough, zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isZip, openCapsule } from '../../../src-main/engine/capsule/read-capsule.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-zips-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = (content: string) => Uint8Array.from(Buffer.from(content));
const contents = text(
  JSON.stringify({
    ...{ format: 1, software: 'Exhibit test', createdAt: '2026-01-01T00:00:00Z', videos: [], files: {} },
    log: { entries: 1, head: '0'.repeat(64) },
  }),
);
const honest: Zippable = { 'report.html': text('likely fake'), 'capsule.json': contents };
const zipOf = (files: Zippable) => Buffer.from(zipSync(files, { level: 0 }));

async function opened(bytes: Uint8Array): Promise<readonly string[]> {
  const path = join(folder, 'a.zip');
  writeFileSync(path, bytes);
  const capsule = await openCapsule(path);
  capsule.close();
  return capsule.names;
}

const refused = (bytes: Uint8Array, why: string) =>
  expect(opened(bytes)).rejects.toMatchObject({
    code: 'capsule/not-a-capsule',
    message: expect.stringContaining(why) as string,
  });

it.skipIf(process.platform === 'win32')('a pipe is no zip, and is not waited for', async () => {
  expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
  expect(await isZip(join(folder, 'pipe'))).toBe(false);
});

/** Row of a file in the table at the end. */
const rowOf = (zip: Buffer, name: string) => zip.lastIndexOf(name) - 46;

it('opens what is written file by file, and what is packed at once', async () => {
  const names = ['report.html', 'capsule.json'];
  expect(await opened(zipOf(honest))).toEqual(names);
  const pieces: Uint8Array[] = [];
  const zip = new Zip((_, piece) => pieces.push(piece));
  for (const [name, bytes] of Object.entries(honest)) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(bytes as Uint8Array, true);
  }
  zip.end();
  expect(await opened(Buffer.concat(pieces))).toEqual(names);
});

describe('refuses', () => {
  it('a name that ends as the pointer to another table does, which some programs follow and others do not', async () => {
    const [record, nameAndHeader] = [Buffer.alloc(56), 30 + 'record'.length];
    const pointer = Buffer.alloc(20);
    pointer.write('PK\u0006\u0007', 'latin1');
    pointer.writeUInt32LE(nameAndHeader, 8);
    pointer.writeUInt32LE(1, 16);
    const strange = () =>
      zipOf({ record: Uint8Array.from(record), ...honest, [`z${pointer.toString('latin1')}`]: text('') });
    const end = strange().subarray(-22);
    record.write('PK\u0006\u0006', 'latin1');
    record.writeUInt32LE(44, 4);
    for (const at of [24, 32]) record.writeUInt32LE(end.readUInt16LE(10), at);
    record.writeUInt32LE(end.readUInt32LE(12), 40);
    record.writeUInt32LE(end.readUInt32LE(16), 48);
    await refused(strange(), 'not in its list of files');
  });

  it('a file that only the header before it names: a program that reads from the start unpacks it', async () => {
    const hidden = zipOf({ 'hidden.html': text('likely real') });
    const file = hidden.subarray(0, hidden.readUInt32LE(hidden.length - 22 + 16));
    const honestZip = zipOf(honest);
    const tableAt = honestZip.readUInt32LE(honestZip.length - 22 + 16);
    const zip = Buffer.concat([honestZip.subarray(0, tableAt), file, honestZip.subarray(tableAt)]);
    zip.writeUInt32LE(tableAt + file.length, zip.length - 22 + 16);
    await refused(zip, 'not in its list of files');
  });

  it('two files of the same bytes: a small capsule would take hours to read', async () => {
    const zip = zipOf({ 'README.txt': text('guide'), ...honest });
    zip.writeUInt32LE(zip.readUInt32LE(rowOf(zip, 'report.html') + 42), rowOf(zip, 'capsule.json') + 42);
    await refused(zip, 'something else is before capsule.json');
  });

  it('a file with one name in its header and another in the table', async () => {
    const zip = zipOf(honest);
    zip.write('rep0rt', zip.indexOf('report.html'));
    await refused(zip, 'report.html has two descriptions');
  });

  it('a symbolic link', async () => {
    const link = [text('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] as const;
    await refused(zipOf({ ...honest, 'report.html': [link[0], link[1]] }), 'report.html is a link');
  });

  it('a second name in a further field, which some programs prefer', async () => {
    const extra = { 0x7075: text('12345other.html') };
    await refused(
      zipOf({ ...honest, 'report.html': [text('x'), { extra }] }),
      'report.html has further fields',
    );
  });

  it('bytes before it, and a comment behind it', async () => {
    const zip = zipOf(honest);
    await expect(opened(Buffer.concat([text('PK\x03\x04 '), zip]))).rejects.toMatchObject({
      code: expect.stringMatching(/^capsule\//) as string,
    });
    zip.writeUInt16LE(5, zip.length - 2);
    await refused(Buffer.concat([zip, text('later')]), 'not in its list of files');
  });

  it.each([
    ['twice in one case and the other', 'REPORT.html', 'capsule/damaged'],
    ['above its folder', '../report.html', 'capsule/damaged'],
  ])('a name %s', async (_, name, code) => {
    await expect(opened(zipOf({ ...honest, [name]: text('likely real') }))).rejects.toMatchObject({ code });
  });
});
