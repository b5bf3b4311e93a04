import type { Output } from '../../../../src-main/shared/contract.ts';

/** Of a case in which nobody has written anything. */
export const emptyNotebook: Output<'notebook:read'> = {
  opening: 'a',
  records: [],
  examiner: null,
  undo: null,
  redo: null,
  agreement: [],
};
