/**
 * True while a key belongs to a text field or a dialog, so that a shortcut does not take it. While a dialog is open all
 * of them do: a button of it that is gone leaves the focus on the page behind.
 */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (document.querySelector('dialog[open]')) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=checkbox], [type=range]), select, textarea') !== null)
  );
}
