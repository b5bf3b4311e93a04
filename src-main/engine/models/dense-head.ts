/**
 * The form of a model's head: dense layers with ReLU between them, as `headToOnnx` writes them. It gets as many faces at
 * once as there are, and of nothing else is it sure that it takes the same memory for each.
 */
import { fieldsOf, messages, texts } from '../inference/onnx-reader.ts';

/** Whether the network has only dense layers, with weights from its own file, and ReLU; false for bytes that are no ONNX. */
export function isDenseHead(bytes: Uint8Array): boolean {
  try {
    const graphs = messages(fieldsOf(bytes), 7).map(fieldsOf);
    const stored = new Set(
      graphs.flatMap((graph) => messages(graph, 5)).flatMap((tensor) => texts(fieldsOf(tensor), 8)),
    );
    return graphs
      .flatMap((graph) => messages(graph, 1))
      .map(fieldsOf)
      .every((node) => {
        const [, ...weights] = texts(node, 1);
        const operators = texts(node, 4);
        if (operators.length !== 1) return false;
        if (operators[0] === 'Relu' || operators[0] === 'Identity') return true;
        return operators[0] === 'Gemm' && weights.every((name) => stored.has(name));
      });
  } catch {
    return false;
  }
}
