/** How a sign-off reads, in verify and reports. */
import { pathText } from './path-text.ts';
import type { ListedSignOff } from './sign-off.ts';

export function signOffText({ role, name, at, entries, document, fingerprint }: ListedSignOff): string {
  const written = document === null ? '' : `, and ${pathText(document.path)} with SHA-256 ${document.sha256}`;
  return `${name}, ${role}, ${at}: entries 1 to ${entries} of the audit log${written}; key ${fingerprint}`;
}
