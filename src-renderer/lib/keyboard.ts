/** True while a key belongs to a text field or a dialog, so that a shortcut does not take it. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input:not([type=checkbox], [type=range]), select, textarea, dialog') !== null
  );
}
