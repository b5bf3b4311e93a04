// @vitest-environment happy-dom
import { createRawSnippet, flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import ConfirmDialog from '../../../../src-renderer/components/ConfirmDialog.svelte';
import FormDialog from '../../../../src-renderer/components/FormDialog.svelte';
import { shown, texts } from '../support/shown.ts';

function confirmation() {
  const heard: string[] = [];
  const dialog = shown(ConfirmDialog, {
    title: 'Remove harbour?',
    text: 'Its files are deleted.',
    action: 'Remove',
    onclose: () => heard.push('closed'),
    onconfirm: () => heard.push('removed'),
  });
  const button = (word: string) =>
    [...dialog.querySelectorAll<HTMLButtonElement>('footer button')].find((each) =>
      each.textContent.includes(word),
    )!;
  return { dialog, heard, button };
}

it('offers Cancel before what it is for', () => {
  expect(texts(confirmation().dialog, 'footer button')).toEqual(['Cancel', 'Remove']);
});

it('does nothing when it is cancelled', () => {
  const { heard, button } = confirmation();
  button('Cancel').click();
  expect(heard).toEqual(['closed']);
});

it('closes, then does what it asked about', () => {
  const { heard, button } = confirmation();
  button('Remove').click();
  expect(heard).toEqual(['closed', 'removed']);
});

it('has the keys in its first field when it opens, so that one can type at once', () => {
  const fields =
    '<div><input type="radio" /><input disabled /><input data-testid="name" /><textarea></textarea></div>';
  const open = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
  let chosen: (string | null)[] = [];
  // At this moment the browser looks for the field that asks for the keys.
  open.mockImplementation(function (this: HTMLDialogElement) {
    chosen = [...this.querySelectorAll('[autofocus]')].map((field) => field.getAttribute('data-testid'));
  });
  const nothing = () => undefined;
  shown(FormDialog, {
    ...{ title: 'Case details', action: 'Store', testid: 'store', onclose: nothing, onsubmit: nothing },
    children: createRawSnippet(() => ({ render: () => fields })),
  });
  open.mockRestore();
  expect(chosen).toEqual(['name']);
});

it('says at the first Esc that longer text would be lost, and closes at the second', () => {
  const nothing = () => undefined;
  const page = shown(FormDialog, {
    ...{ title: 'Case details', action: 'Store', testid: 'store', onclose: nothing, onsubmit: nothing },
    children: createRawSnippet(() => ({ render: () => '<div><input /><textarea></textarea></div>' })),
  });
  /** @returns whether the dialog stays open */
  const escape = () => {
    const stays = !page.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
    flushSync();
    return stays;
  };
  const write = (field: string) =>
    page.querySelector(field)!.dispatchEvent(new Event('input', { bubbles: true }));
  write('input');
  expect(escape()).toBe(false);
  write('textarea');
  expect([escape(), texts(page, '[role=alert]')]).toEqual([true, ['Esc once more discards what you wrote.']]);
  expect(escape()).toBe(false);
});
