import AdmZip from 'adm-zip';
import { describe, expect, it } from 'vitest';
import { withoutPrefix } from '../../../../src-main/engine/weights/match-tensors.ts';
import { readTorchFile } from '../../../../src-main/engine/weights/torch-file.ts';
import { stateDictPickle, torchLegacy, torchZip } from '../../../support/torch-writer.ts';

const tensors = new Map([
  ['conv.weight', { dims: [2, 1, 1, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  ['bn.bias', { dims: [2], data: Float32Array.of(-0.5, 0.25) }],
]);

const refusal = (text: string) => ({
  code: 'models/unreadable-weights',
  message: expect.stringContaining(text) as string,
});

/** Where the first entry of the central directory says how large it is when unpacked. */
const claimedSize = (zip: Buffer) => zip.indexOf('PK\u0001\u0002') + 24;

describe('weights written by torch.save', () => {
  it.each([
    ['zip archive', torchZip(tensors)],
    ['pickles in a row, before PyTorch 1.6', torchLegacy(tensors)],
    ['checkpoint with the state dict in it', torchZip(tensors, stateDictPickle(tensors, 'state_dict'))],
    ['checkpoint of another habit', torchZip(tensors, stateDictPickle(tensors, 'model_state_dict'))],
  ])('are read from a %s', async (_, file) => {
    const found = await readTorchFile(file);
    expect([...found].map(([name, { dims, read }]) => [name, { dims, data: read() }])).toEqual([...tensors]);
  });

  it('lose the prefix of a net that was trained on several GPUs', async () => {
    const wrapped = new Map([...tensors].map(([name, each]) => [`module.${name}`, each]));
    const found = withoutPrefix(await readTorchFile(torchZip(wrapped)), 'conv.weight');
    expect([...found.keys()]).toEqual([...tensors.keys()]);
  });

  it('are read along their strides when they lie column by column', async () => {
    const turned = { dims: [2, 3], data: Float32Array.of(1, 4, 2, 5, 3, 6), strides: [1, 2] };
    const found = await readTorchFile(torchZip(new Map([['w', turned]])));
    expect([...found.get('w')!.read()]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are refused when a tensor claims more numbers than its storage has', async () => {
    const greedy = { dims: [1_000_000, 1_000_000], data: Float32Array.of(1), strides: [0, 0] };
    const file = torchZip(new Map([['w', greedy]]));
    await expect(readTorchFile(file)).rejects.toMatchObject(refusal('tensors that it does not contain'));
  });

  it('are refused when a storage is shorter than it claims', async () => {
    const short = { dims: [1000], data: Float32Array.of(1), claims: 1000 };
    const found = await readTorchFile(torchZip(new Map([['w', short]])));
    expect(() => found.get('w')!.read()).toThrow('tensors that it does not contain');
  });

  it('are refused when a bit of the archive has changed', async () => {
    const file = torchZip(tensors);
    const place = file.indexOf(Buffer.from(Float32Array.of(1, 2, 3).buffer));
    file[place + 2]! ^= 1;
    await expect(readTorchFile(file)).rejects.toMatchObject(refusal('checksum of weights/data/0 is wrong'));
  });

  it('are refused when the archive ends early', async () => {
    const file = torchZip(tensors);
    await expect(readTorchFile(file.subarray(0, file.length - 30))).rejects.toMatchObject(refusal('damaged'));
  });

  it('are refused, before anything is unpacked, when the archive claims more than memory should hold', async () => {
    const zip = new AdmZip();
    zip.addFile('weights/data.pkl', Buffer.alloc(100_000));
    const bomb = zip.toBuffer();
    bomb.writeUInt32LE(0xf0000000, claimedSize(bomb));
    await expect(readTorchFile(bomb)).rejects.toMatchObject(refusal('too large for a file of weights'));
  });

  it('are refused, before anything is unpacked, when a small archive would become large', async () => {
    const zip = new AdmZip();
    zip.addFile('weights/data.pkl', stateDictPickle(tensors));
    for (let index = 0; index < 20; index++) zip.addFile(`weights/data/${index}`, Buffer.alloc(4_000_000));
    const bomb = zip.toBuffer();
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readTorchFile(bomb)).rejects.toMatchObject(refusal('would unpack to 8'));
  });

  it('are refused when a tensor has more axes than any network, however small it is', async () => {
    const ones = Array.from({ length: 1000 }, () => 1);
    const file = torchZip(new Map([['w', { dims: ones, data: Float32Array.of(1), strides: ones }]]));
    await expect(readTorchFile(file)).rejects.toMatchObject(refusal('tensors that it does not contain'));
  });

  it('take their own part of a storage that they share', async () => {
    const pickle = stateDictPickle(
      new Map([['w', { dims: [2], data: Float32Array.of(0, 0, 7, 8), claims: 4, offset: 2 }]]),
    );
    const all = new Map([['w', { dims: [4], data: Float32Array.of(0, 0, 7, 8) }]]);
    expect([...(await readTorchFile(torchZip(all, pickle))).get('w')!.read()]).toEqual([7, 8]);
  });

  it('are refused when an entry unpacks to more than it claims', async () => {
    const zip = new AdmZip();
    zip.addFile('weights/data.pkl', Buffer.alloc(100_000));
    const lying = zip.toBuffer();
    lying.writeUInt32LE(10, claimedSize(lying));
    await expect(readTorchFile(lying)).rejects.toMatchObject(refusal('damaged'));
  });

  it('are refused with the way to write them when the archive is another', async () => {
    const file = torchZip(tensors);
    const other = Buffer.from(file.toString('latin1').replaceAll('data.pkl', 'data.txt'), 'latin1');
    await expect(readTorchFile(other)).rejects.toMatchObject(refusal('torch.save(model.state_dict()'));
  });

  it('are refused when the file is a whole model, whose class would have to be run', async () => {
    const model = Buffer.from('\x80\x02cnetwork.models\nTransferModel\n)\x81.', 'latin1');
    await expect(readTorchFile(torchZip(tensors, model))).rejects.toMatchObject(
      refusal('network.models.TransferModel'),
    );
  });
});
