import { expect, it } from 'vitest';
import { reportChoice } from '../../../src-main/cli/report-choice.ts';
import type { Engine } from '../../../src-main/engine/engine.ts';

it('says where people get their names in a case that names nobody', async () => {
  const engine = {
    cases: { evidence: () => [], reportedPeople: () => Promise.resolve([]) },
    notebook: { read: () => ({ records: [] }) },
  } as unknown as Engine;
  const refusal =
    'nobody is named \'Anna\' in the case. Nobody has a name yet: "Name…" beside a person in the window gives one';
  await expect(reportChoice(engine, { disclose: ['Anna'] })).rejects.toThrow(refusal);
  await expect(reportChoice(engine, { person: 'Anna' })).rejects.toThrow(refusal);
});
