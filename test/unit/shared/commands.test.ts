import { expect, it } from 'vitest';
import {
  commandOf,
  holdersOf,
  isReserved,
  keyParts,
  places,
  scopes,
  windowCommands,
} from '../../../src-main/shared/commands.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', true>> = {},
) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

it('gives no key to two commands that work in one place', () => {
  for (const place of places) {
    const keys = windowCommands
      .filter(({ scope }) => place.includes(scope))
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

it('takes the keys that the examiner has chosen in place of the usual ones', () => {
  const own = { mark: ['F2'], loop: [] };
  expect(commandOf(press('F2'), ['review'], own)).toBe('mark');
  expect([commandOf(press('m'), ['review'], own), commandOf(press('r'), ['review'], own)]).toEqual([
    null,
    null,
  ]);
});

it('names what a key has already where the command works, and nowhere else', () => {
  const of = (id: string) => windowCommands.find((command) => command.id === id)!;
  const held = (key: string, id: string, own = {}) => holdersOf(key, of(id), own).map((other) => other.id);
  expect(held('C', 'mark')).toEqual(['copy-facts']);
  expect(held('Ctrl+Z', 'mark')).toEqual(['undo']);
  // X has its command in the comparison alone.
  expect(held('X', 'mark')).toEqual([]);
  // One that works in two places is in the way in both.
  expect(held('X', 'zoom')).toEqual(['compare-other']);
  expect(held('C', 'mark', { 'copy-facts': ['F3'] })).toEqual([]);
});

it('gives away no usual key that the system takes', () => {
  const given = windowCommands
    .filter(({ scope }) => scope !== 'list')
    .flatMap((command): readonly string[] => command.keys);
  expect(given.filter(isReserved)).toEqual([]);
});

it('shows keys as they are printed', () => {
  expect([keyParts('Ctrl++'), keyParts('Ctrl+-')]).toEqual([
    ['Ctrl', '+'],
    ['Ctrl', '-'],
  ]);
  expect(keyParts('Ctrl+Shift+Z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect([keyParts('+'), keyParts(' '), keyParts('ArrowUp')]).toEqual([['+'], ['Space'], ['↑']]);
});
