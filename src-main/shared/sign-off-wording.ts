/** How sign-offs read, in verify and reports: a key is known, whose it is only who compares its fingerprint. */
import { quoted } from './foreign-text.ts';
import { pathText } from './path-text.ts';
import type { ListedSignOff } from './sign-off.ts';

/** @param signOffs all of the case, oldest first */
export const signOffTexts = (signOffs: readonly ListedSignOff[]): string[] =>
  signOffs.map((each, place) => {
    const other = signOffs.slice(0, place).find((before) => isSameKeyOfOther(before, each));
    const shared = other === undefined ? '' : `, which signed as ${other.role} ${quoted(other.name)} too`;
    return `${signOffText(each)}${shared}`;
  });

function signOffText({ role, name, at, entries, document, fingerprint }: ListedSignOff): string {
  const written = document === null ? '' : `, and ${pathText(document.path)} with SHA-256 ${document.sha256}`;
  return `${role} ${quoted(name)}, ${at} by the signer’s clock: entries 1 to ${entries} of the audit log${written}; key ${fingerprint}`;
}

/** Examiner and reviewer are then one person, or share a computer account. */
const isSameKeyOfOther = (a: ListedSignOff, b: ListedSignOff): boolean =>
  a.fingerprint === b.fingerprint && (a.name !== b.name || a.role !== b.role);
