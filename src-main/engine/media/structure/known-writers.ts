/** Which known writers make files with what this one has. The rules and their sources stand in `resources/known-writers.json`. */
import rules from '../../../../resources/known-writers.json' with { type: 'json' };
import type { FileFact, FileStructure } from '../../../shared/structure.ts';

const writers = rules.writers.map((rule) => ({
  ...rule,
  fact: new RegExp(rule.fact, 'u'),
  value: new RegExp(rule.value, 'u'),
}));

export function compatibleWriters(facts: readonly FileFact[]): FileStructure['writers'] {
  const compatible = writers.flatMap(({ name, fact, value, rewrites, cannotTell, source }) => {
    const because = facts
      .filter((each) => fact.test(each.name) && value.test(each.value))
      .map((each) => `${each.name}: ${each.value}`);
    return because.length === 0 ? [] : [{ name, because, rewrites, cannotTell, source }];
  });
  return { rules: rules.version, compatible };
}
