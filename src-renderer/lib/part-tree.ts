/** The parts of a file as a tree, from their list. */
import type { FilePart } from '../../src-main/shared/structure.ts';

export interface PartNode {
  part: FilePart;
  inside: PartNode[];
}

export function partTree(parts: readonly FilePart[]): PartNode[] {
  const top: PartNode[] = [];
  const open: PartNode[] = [];
  for (const part of parts) {
    const node = { part, inside: [] };
    // A damaged case may leave out levels.
    const depth = Math.min(part.depth, open.length);
    (depth === 0 ? top : open[depth - 1]!.inside).push(node);
    open.length = depth;
    open.push(node);
  }
  return top;
}
