/** Runs it once the window has the focus: at once, or when it gets it again. Tests of the state have no window. */
export function whenSeen(run: () => void): void {
  if (typeof document === 'undefined' || document.hasFocus()) run();
  else window.addEventListener('focus', run, { once: true });
}
