import { expect, it } from 'vitest';
import type { CaseFile } from '../../../../src-main/engine/cases/case-file.ts';
import type { CurrentCase } from '../../../../src-main/engine/casework/current-case.ts';
import { createNotebooks } from '../../../../src-main/engine/casework/notebook.ts';

it('lists no audit log that would fill the memory, and says how it is checked', () => {
  const file = { audit: { textBytes: () => 2 ** 28 + 1 } } as CaseFile;
  const current = { opened: () => ({ file }) } as unknown as CurrentCase;
  const notebooks = createNotebooks(current, { seen: () => null }, () => undefined);
  expect(() => notebooks.log()).toThrow(
    expect.objectContaining({
      code: 'case/too-large',
      message: expect.stringContaining('exhibit verify') as string,
    }),
  );
});
