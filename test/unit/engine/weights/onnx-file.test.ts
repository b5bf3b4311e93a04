import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../../../src-main/engine/inference/onnx-graph.ts';
import { readOnnxFile } from '../../../../src-main/engine/weights/onnx-file.ts';

type Content = number | string | Uint8Array;

/** A message out of its fields, each by its number. */
function message(...fields: [number, Content][]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, content] of fields) {
    if (typeof content === 'number') writer.tag(number, WireType.Varint).int64(content);
    else {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      writer.tag(number, WireType.LengthDelimited).bytes(bytes);
    }
  }
  return writer.finish();
}

const modelWith = (tensor: Uint8Array) => message([7, message([5, tensor])]);

describe('an ONNX file', () => {
  it('says its inputs, outputs and trained tensors', () => {
    const graph = new OnnxGraph('net');
    const x = graph.input('image', ['batch', 3, 4, 4]);
    const weight = { dims: [2, 3, 1, 1], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    graph.output('map', graph.conv(x, { weight, name: 'conv' }), ['batch', 2, 4, 4]);
    const { inputs, outputs, tensors } = readOnnxFile(graph.toBytes());
    expect(inputs).toEqual([{ name: 'image', type: 'float32', dims: [null, 3, 4, 4] }]);
    expect(outputs).toEqual([{ name: 'map', type: 'float32', dims: [null, 2, 4, 4] }]);
    expect([...tensors.keys()]).toEqual(['conv.weight']);
    expect(tensors.get('conv.weight')!.dims).toEqual([2, 3, 1, 1]);
    expect(tensors.get('conv.weight')!.read()).toEqual(weight.data);
  });

  it('may pack the dimensions and keep its numbers as a list of floats, as older exporters do', () => {
    const floats = new Uint8Array(Float32Array.of(0.5, -1).buffer);
    const tensor = message([1, Uint8Array.of(1, 2)], [2, 1], [4, floats], [8, 'w']);
    const { tensors } = readOnnxFile(modelWith(tensor));
    expect(tensors.get('w')!.dims).toEqual([1, 2]);
    expect([...tensors.get('w')!.read()]).toEqual([0.5, -1]);
  });

  it('is refused when its numbers lie in another file, which is not opened', () => {
    const location = message([1, 'location'], [2, '../../secret']);
    const tensor = message([1, 1], [2, 1], [8, 'w'], [13, location], [14, 1]);
    expect(() => readOnnxFile(modelWith(tensor))).toThrow('the numbers of w are in another file');
  });

  it('is refused when a tensor does not have the numbers that it claims', () => {
    const tensor = message([1, 1e9], [2, 1], [9, new Uint8Array(8)], [8, 'w']);
    const { tensors } = readOnnxFile(modelWith(tensor));
    expect(() => tensors.get('w')!.read()).toThrow('w has a wrong length');
  });

  it.each(['not a model at all', '', '\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f'])(
    'is refused with the kinds that are read when it is none: %j',
    (text) => {
      expect(() => readOnnxFile(Buffer.from(text, 'latin1'))).toThrow(
        /PyTorch file \(\.pt, \.pth\), a Keras 2 file \(\.h5\) or an ONNX file/,
      );
    },
  );
});
