import { expect, it } from 'vitest';
import { windowCommands } from '../../../../src-main/shared/commands.ts';
import type { OwnKeys } from '../../../../src-main/shared/preferences.ts';
import { workspaceWith } from '../support/workspace.ts';

const command = (id: string) => windowCommands.find((each) => each.id === id)!;
const press = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false });

function keys() {
  const kept: OwnKeys[] = [];
  const { workspace } = workspaceWith([], [], null, {
    'preferences:keep': ({ change }) => {
      kept.push(change.keys!);
      return null;
    },
  });
  return { keys: workspace.keys, kept };
}

it('gives a command another key, and keeps what is not as usual', async () => {
  const { keys: store, kept } = keys();
  await store.set(command('mark'), ['F2']);
  expect(store.commandOf(press('F2'), ['review'])).toBe('mark');
  expect(store.commandOf(press('m'), ['review'])).toBeNull();
  expect(store.hint('mark')).toBe(' (F2)');
  expect(kept.at(-1)).toEqual({ mark: ['F2'] });
  await store.set(command('mark'), command('mark').keys);
  expect(kept.at(-1)).toEqual({});
});

it('takes a key from the command that had it, which keeps its others', async () => {
  const { keys: store } = keys();
  expect(store.holders(',', command('mark')).map(({ id }) => id)).toEqual(['frame-back']);
  await store.set(command('mark'), [',']);
  expect(store.of(command('frame-back'))).toEqual(['Shift+ArrowLeft']);
  await store.set(command('mark'), ['Shift+ArrowLeft']);
  expect(store.of(command('frame-back'))).toEqual([]);
  expect(store.hint('frame-back')).toBe('');
  // The usual key of one that lost it is taken back from whoever has it.
  await store.set(command('frame-back'), command('frame-back').keys);
  expect(store.of(command('mark'))).toEqual([]);
  await store.reset();
  expect([store.of(command('mark')), store.of(command('frame-back'))]).toEqual([
    ['M'],
    ['Shift+ArrowLeft', ','],
  ]);
});
