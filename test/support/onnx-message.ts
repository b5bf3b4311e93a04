/** Messages of the ONNX file format, field by field: also such as no library would write. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export type Content = number | string | Uint8Array;

/** Numbers, texts and inner messages by their field. */
export function message(...fields: [number: number, value: Content][]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.tag(number, WireType.Varint).int64(value);
    else writer.tag(number, WireType.LengthDelimited).bytes(Buffer.from(value));
  }
  return writer.finish();
}

/** Four letters as a number of fixed size, which a reader of texts passes over. */
export const disguisedText = (number: number, letters: string): Uint8Array =>
  new BinaryWriter().tag(number, WireType.Bit32).fixed32(Buffer.from(letters).readUInt32LE()).finish();

export const onnxNode = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...more: [number, Content][]
): Uint8Array =>
  message(
    ...inputs.map((name): [number, Content] => [1, name]),
    ...outputs.map((name): [number, Content] => [2, name]),
    [4, operator],
    ...more,
  );
