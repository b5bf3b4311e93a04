/** Mounts a component as the window does and takes it away after the test. */
import { flushSync, mount, unmount, type Component } from 'svelte';
import { onTestFinished } from 'vitest';

export function shown<Props extends object>(component: Component<Props>, props: Props): HTMLElement {
  const target = document.body.appendChild(document.createElement('div'));
  const instance = mount(component, { target, props });
  flushSync();
  onTestFinished(async () => {
    await unmount(instance);
    target.remove();
  });
  return target;
}

/** Texts of all elements that the selector finds, each on one line. */
export const texts = (within: ParentNode, selector: string): string[] =>
  [...within.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
