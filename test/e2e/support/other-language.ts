/** The app with its page in a language that is none: each text of the window stands in brackets. */
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Page } from 'playwright';
import ts from 'typescript';
import { build, type Plugin } from 'vite';
import { projectFolder } from '../../../scripts/folders.ts';
import { hasWord } from '../../support/shown-literals.ts';

/** Takes the place of the English where the page asks for its texts. */
const inBrackets: Plugin = {
  name: 'texts-in-brackets',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/src-renderer/texts/texts.ts')) return null;
    return code.replace(
      'export const texts: Texts = english',
      `const plain = (text) => ({ element: null, text });
      const bracketed = (text) => Array.isArray(text) ? [plain("⟦"), ...text, plain("⟧")] : "⟦" + text + "⟧";
      const said = (text) => typeof text === "function" ? (values) => bracketed(text(values)) : bracketed(text);
      export const texts = Object.fromEntries(Object.entries(english).map(([area, all]) =>
        [area, Object.fromEntries(Object.entries(all).map(([key, text]) => [key, said(text)]))]))`,
    );
  },
};

/** @param within an empty folder @returns the app's folder, whose page was built in that language */
export async function appInOtherLanguage(within: string): Promise<string> {
  const folder = join(within, 'app');
  await mkdir(folder);
  for (const name of ['package.json', 'node_modules', 'models', 'resources']) {
    await symlink(join(projectFolder, name), join(folder, name));
  }
  await cp(join(projectFolder, 'dist'), join(folder, 'dist'), { recursive: true });
  const root = join(projectFolder, 'src-renderer');
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    plugins: [inBrackets, svelte()],
    build: {
      outDir: join(folder, 'dist', 'renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(root, 'index.html') },
    },
  });
  return folder;
}

/** What the page shows outside the brackets, text by text: of elements that are seen, and what is said of them. */
export const outsideBrackets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const attributes = ['title', 'aria-label', 'aria-valuetext', 'placeholder', 'alt'];
    const found = [...document.body.querySelectorAll('*')].flatMap((element) =>
      attributes.flatMap((name) => element.getAttribute(name) ?? []),
    );
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown: string[] = [];
    while (walker.nextNode()) shown.push(walker.currentNode.textContent ?? '');
    // A bracket may open in one element and close in the next.
    const bare = (text: string) => {
      let rest = text;
      for (let before = ''; before !== rest;) {
        before = rest;
        rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '\n');
      }
      return rest.split('\n');
    };
    return [...found.flatMap(bare), ...bare(shown.join('\u0000')).flatMap((text) => text.split('\u0000'))]
      .map((text) => text.trim())
      .filter((text) => text !== '');
  });

/** Of the case and of the machine, not of the window: what the tests made, and what the engine said of it. */
const data = [
  /^(court|default|mtcnn|encoder)$/,
  /^\/\S+$/,
  /^[\d.]+ MB( · \/\S+)?$/,
  /^[0-9a-f]{64}$/,
  /^((h264|aac|bt709),|\d (video|audio)$)/,
  /^(system ffmpeg|ffmpeg-static) /,
  /^WebGPU was not used/,
  // Put together by the timeline's chart, which reports have too.
  /^2 tracks; 1 key frames\.$/,
  // The reasons of a verdict are stored with it, the worth of a model comes from its card.
  /^(One of 2 people|The other has|The score of 0\.84 lies|The model “default” was tested)/,
];
const technical = /(?<!\p{L})(UTC|PTS|SHA-256|PgUp|PgDn|Ctrl)(?!\p{L})/gu;

/** @returns texts that are neither data nor said by a module that page, menus, reports and command line share */
export function unexplained(texts: readonly string[]): string[] {
  const shared = sharedTexts();
  return [...new Set(texts)].filter((text) => {
    if (!hasWord(text.replaceAll(technical, ' ')) || data.some((pattern) => pattern.test(text))) return false;
    const isShared = (words: string) => shared.some((pattern) => pattern.test(words));
    return !isShared(text) && !text.split('; ').every(isShared);
  });
}

/** Of every text in those modules, what it looks like with whatever values are in it. */
function sharedTexts(): RegExp[] {
  const folder = join(projectFolder, 'src-main', 'shared');
  const found = new Set<string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const look = (node: ts.Node): void => {
      const parts = fixedParts(node);
      // The ellipsis of a menu is not shown in the list of keys.
      if (parts?.length === 1) found.add(escaped(parts[0]!.trim()).replace(/…$/, '…?'));
      else if (parts && hasWord(parts.join('‹'))) {
        // One with few words of its own, such as "… of …", would explain any sentence if its values had several.
        const value = wordsIn(parts.join('‹')) >= 3 ? '[^]+?' : String.raw`\S+(?: \S+)?`;
        found.add(parts.map(escaped).join(value));
      }
      // Each part of a sum is no text by itself.
      if (parts === null || ts.isTemplateExpression(node)) ts.forEachChild(node, look);
    };
    look(ts.createSourceFile(name, readFileSync(join(folder, name), 'utf8'), ts.ScriptTarget.Latest));
  }
  return [...found].filter((text) => text !== '').map((text) => new RegExp(`^${text}$`, 'iu'));
}

/** What of a text stands in the code, around its values; null for what is no text. */
function fixedParts(node: ts.Node): string[] | null {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
  const [left, right] = [fixedParts(node.left), fixedParts(node.right)];
  return left && right && [...left.slice(0, -1), left.at(-1)! + right[0]!, ...right.slice(1)];
}

/** Of two letters at least. */
const wordsIn = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
