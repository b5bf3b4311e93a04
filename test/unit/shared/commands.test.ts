import { expect, it } from 'vitest';
import { commandOf, keyParts, scopes, windowCommands } from '../../../src-main/shared/commands.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', true>> = {},
) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

it('gives no key to two commands that work in one place', () => {
  const places = [
    ['anywhere', 'case', 'list'] as const,
    ['anywhere', 'case', 'picture', 'review'] as const,
    ['anywhere', 'case', 'picture', 'compare'] as const,
  ];
  for (const place of places) {
    const keys = windowCommands
      .filter(({ scope }) => (place as readonly string[]).includes(scope))
      .flatMap((command): readonly string[] => command.keys);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

it('has every command that is in no menu on a key', () => {
  expect(
    windowCommands.filter(({ menu, keys }) => menu === null && (keys as readonly string[]).length === 0),
  ).toEqual([]);
});

it('finds a command by its key, whatever a keyboard needs to type a sign', () => {
  expect(commandOf(press('s'), ['review'])).toBe('start-on');
  expect(commandOf(press('S', { shiftKey: true }), ['review'])).toBe('start-back');
  expect(commandOf(press('?', { shiftKey: true }), scopes)).toBe('keyboard');
  expect(commandOf(press('1', { ctrlKey: true, shiftKey: true }), scopes)).toBe('view-start');
  expect(commandOf(press('+'), ['picture'])).toBe('closer');
  expect(commandOf(press(' '), ['review'])).toBe('play');
});

it('takes Command for Ctrl, leaves Alt to the system, and keeps to its place', () => {
  expect(commandOf(press('n', { metaKey: true }), ['anywhere'])).toBe('new-case');
  expect(commandOf(press('n'), ['anywhere'])).toBeNull();
  expect(commandOf(press('m', { altKey: true }), ['review'])).toBeNull();
  expect(commandOf(press('m'), ['anywhere', 'case'])).toBeNull();
});

it('shows keys as they are printed', () => {
  expect(keyParts('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect([keyParts('+'), keyParts(' '), keyParts('ArrowUp')]).toEqual([['+'], ['Space'], ['↑']]);
});
