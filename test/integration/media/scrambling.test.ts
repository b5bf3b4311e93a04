/** Encrypted video is named as that, and never called damaged, in the containers in which ffmpeg does not name it. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const at = (name: string) => `${clips.folder}/${name}`;
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12'];
const PACKET_BYTES = 188;
const VIDEO_PID = 0x100;
const isVideo = (packet: Buffer) => (packet.readUInt16BE(1) & 0x1fff) === VIDEO_PID;

/** As a broadcaster's scrambler leaves it: header and adaptation field in clear, the data unreadable. */
function scrambled(packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  copy[3]! |= 0x80;
  const dataAt = (copy[3]! & 0x20) === 0 ? 4 : 5 + copy[4]!;
  for (let i = dataAt; i < copy.length; i += 1) copy[i]! ^= (i * 167 + 89) & 0xff;
  return copy;
}

async function transportStream(name: string, isEncrypted: (share: number) => boolean): Promise<string> {
  const source = [
    ...testSource('320x240', 4, 25),
    '-f',
    'lavfi',
    '-i',
    'sine=duration=4',
    ...x264,
    '-c:a',
    'mp2',
  ];
  const bytes = await readFile(await makeClip(at(`clear-${name}`), source));
  const packets = Array.from({ length: bytes.length / PACKET_BYTES }, (_, i) =>
    bytes.subarray(i * PACKET_BYTES, (i + 1) * PACKET_BYTES),
  );
  const changed = packets.map((packet, i) =>
    isVideo(packet) && isEncrypted(i / packets.length) ? scrambled(packet) : packet,
  );
  await writeFile(at(name), Buffer.concat(changed));
  return at(name);
}

const encrypted = {
  code: 'media/encrypted',
  message: expect.not.stringContaining('damaged') as string,
};

it('refuses a transport stream that is encrypted from its start', async () => {
  const path = await transportStream('pay.ts', () => true);
  await expect(examineFile(path, tools)).rejects.toMatchObject(encrypted);
});

it('examines what is in clear of a transport stream, and says how much is not', async () => {
  const path = await transportStream('half.ts', (share) => share > 0.5);
  const { frames, remarks } = await examineFile(path, tools);
  expect(frames.count).toBeGreaterThan(30);
  expect(remarks).toContainEqual(
    expect.stringMatching(
      /^\d+ of the \d+ transport packets of this video are encrypted \(near [12]\.\d+ s\)\. Frames there were not examined/,
    ),
  );
});

it('says nothing of encryption where a single header has a flipped bit', async () => {
  let done = false;
  const path = await transportStream('flipped.ts', (share) => {
    const isIt = !done && share > 0.5;
    done ||= isIt;
    return isIt;
  });
  const { remarks } = await examineFile(path, tools);
  expect(remarks.join()).not.toContain('encrypted');
});

it('refuses a copy of a DVD whose pictures are scrambled', async () => {
  const source = [...testSource('352x288', 2, 25), '-c:v', 'mpeg2video', '-f', 'dvd'];
  const bytes = await readFile(await makeClip(at('clear.vob'), source));
  for (let pack = 0; pack < bytes.length; pack += 2048) {
    const sector = bytes.subarray(pack, pack + 2048);
    const start = sector.indexOf(Buffer.from([0, 0, 1, 0xe0]));
    if (start === -1) continue;
    sector[start + 6]! |= 0x10;
    for (let i = 128; i < sector.length; i += 1) sector[i]! ^= (i * 167 + 89) & 0xff;
  }
  await writeFile(at('dvd.vob'), bytes);
  expect((await examineFile(at('clear.vob'), tools)).frames.count).toBe(50);
  await expect(examineFile(at('dvd.vob'), tools)).rejects.toMatchObject(encrypted);
});

it('refuses a WMV with a Content Encryption Object', async () => {
  const bytes = await readFile(
    await makeClip(at('clear.wmv'), [...testSource('160x120', 1), '-c:v', 'wmv2']),
  );
  expect((await examineFile(at('clear.wmv'), tools)).frames.count).toBeGreaterThan(20);
  // The header object: its length, the number of its objects, and after these 30 bytes the objects.
  const object = Buffer.alloc(24 + 16);
  Buffer.from('fbb3112223bdd211b4b700a0c955fc6e', 'hex').copy(object);
  object.writeBigUInt64LE(BigInt(object.length), 16);
  const header = Buffer.from(bytes.subarray(0, 30));
  header.writeBigUInt64LE(header.readBigUInt64LE(16) + BigInt(object.length), 16);
  header.writeUInt32LE(header.readUInt32LE(24) + 1, 24);
  await writeFile(at('drm.wmv'), Buffer.concat([header, object, bytes.subarray(30)]));
  await expect(examineFile(at('drm.wmv'), tools)).rejects.toMatchObject(encrypted);
});

it('refuses a WebM with Common Encryption', async () => {
  // Live: without an index, whose places would be wrong afterwards.
  const source = [
    ...testSource('160x120', 1),
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-f',
    'webm',
    '-live',
    '1',
  ];
  const bytes = await readFile(await makeClip(at('clear.webm'), source));
  expect((await examineFile(at('clear.webm'), tools)).frames.count).toBeGreaterThan(20);
  await writeFile(at('encrypted.webm'), withContentEncryption(bytes));
  await expect(examineFile(at('encrypted.webm'), tools)).rejects.toMatchObject(encrypted);
});

/** EBML (RFC 8794): an element is its ID, its length in eight bytes, and its data. */
function element(id: string, data: Buffer | string): Buffer {
  const content = typeof data === 'string' ? Buffer.from(data, 'hex') : data;
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(content.length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), length, content]);
}

/** Puts ContentEncodings (RFC 9559, section 5.1.4.1.31) at the end of the first track. */
function withContentEncryption(webm: Buffer): Buffer {
  const read = (id: string, from: number) => {
    const at = webm.indexOf(Buffer.from(id, 'hex'), from);
    const bytes = Math.clz32(webm[at + id.length / 2]!) - 23;
    const start = at + id.length / 2 + bytes;
    const length =
      BigInt(`0x${webm.subarray(start - bytes, start).toString('hex')}`) - (1n << BigInt(7 * bytes));
    return { at, start, end: start + Number(length) };
  };
  // Its first mention is in the list of where parts begin.
  const tracks = read('1654ae6b', webm.indexOf(Buffer.from('1549a966', 'hex'), 100));
  const track = read('ae', tracks.start);
  const encryption = element(
    '5035',
    Buffer.concat([element('47e1', '05'), element('47e2', '00'.repeat(16))]),
  );
  const encoding = element('6240', Buffer.concat([element('5033', '01'), encryption]));
  const entry = Buffer.concat([webm.subarray(track.start, track.end), element('6d80', encoding)]);
  const inTracks = [
    webm.subarray(tracks.start, track.at),
    element('ae', entry),
    webm.subarray(track.end, tracks.end),
  ];
  return Buffer.concat([
    webm.subarray(0, tracks.at),
    element('1654ae6b', Buffer.concat(inTracks)),
    webm.subarray(tracks.end),
  ]);
}
