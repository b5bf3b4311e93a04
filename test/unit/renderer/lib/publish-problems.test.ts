import { describe, expect, it } from 'vitest';
import { engineCommands } from '../../../../src-main/shared/contract.ts';
import { publishProblems } from '../../../../src-renderer/lib/publish-problems.ts';

describe('publishProblems', () => {
  it.each(['Harbour 2026', 'a', '.hidden', '', '../up', 'a/b', 'é', 'x'.repeat(100), 'x'.repeat(101)])(
    'takes the names that the contract takes: %s',
    (name) => {
      const input = { runId: 1, name, licence: 'CC BY' };
      const taken = engineCommands['experiment:publish'].input.safeParse(input).success;
      expect(publishProblems(name, 'CC BY').length === 0).toBe(taken);
    },
  );

  it('asks for terms', () => expect(publishProblems('Harbour', ' ')).toHaveLength(1));
});
