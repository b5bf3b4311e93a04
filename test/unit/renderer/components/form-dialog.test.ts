// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import ConfirmDialog from '../../../../src-renderer/components/ConfirmDialog.svelte';
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
