import { expect, it } from 'vitest';
import { classifierName } from '../../../src-main/shared/lab-wording.ts';
import { ownValue } from '../../../src-main/shared/own-value.ts';
import { cardParameterName } from '../../../src-renderer/lib/card-parameter-name.ts';

it('has the values of a table, and not what every object has', () => {
  expect(ownValue({ a: 'first' }, 'a')).toBe('first');
  for (const name of ['b', 'constructor', 'toString', '__proto__']) {
    expect(ownValue({ a: 'first' }, name)).toBeUndefined();
  }
});

it('spells out the name of a classifier or a parameter that is called like a member of every object', () => {
  expect(classifierName('constructor')).toBe('constructor');
  expect(cardParameterName('constructor')).toBe('Constructor');
});
