import { expect, it } from 'vitest';
import { nextSteps, type Step } from '../../../../src-main/engine/cases/undo-stack.ts';

const change = (id: number): Step => ({ id, cause: 'change', target: null });
const undo = (id: number, target: number): Step => ({ id, cause: 'undo', target });
const redo = (id: number, target: number): Step => ({ id, cause: 'redo', target });

it.each<[string, Step[], { undo: number | null; redo: number | null }]>([
  ['nothing yet', [], { undo: null, redo: null }],
  ['two changes', [change(1), change(2)], { undo: 2, redo: null }],
  ['one of them undone', [change(1), change(2), undo(3, 2)], { undo: 1, redo: 2 }],
  ['both undone', [change(1), change(2), undo(3, 2), undo(4, 1)], { undo: null, redo: 1 }],
  ['one redone', [change(1), change(2), undo(3, 2), undo(4, 1), redo(5, 1)], { undo: 1, redo: 2 }],
  ['a change after an undo', [change(1), undo(2, 1), change(3)], { undo: 3, redo: null }],
])('after %s', (_what, steps, next) => {
  expect(nextSteps(steps)).toEqual(next);
});
