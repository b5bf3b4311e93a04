import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { english } from '../../src-renderer/texts/en/english.ts';
import type { Piece } from '../../src-renderer/texts/marked.ts';
import { shownLiterals } from '../support/shown-literals.ts';

const page = join(import.meta.dirname, '..', '..', 'src-renderer');
const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('texts/'))
  .map((name) => ({ name, source: readFileSync(join(page, name), 'utf8') }));

/** Look like texts for people and are none: what a component takes as a label of a clip. */
const exceptions = ['components/lab/LabelCounts.svelte: real', 'components/lab/LabelCounts.svelte: fake'];

describe('the texts of the window', () => {
  it('stand in src-renderer/texts, none in a component or module', () => {
    const found = sources.flatMap(({ name, source }) =>
      shownLiterals(source, name.endsWith('.svelte')).map((text) => `${name}: ${text}`),
    );
    expect(found.filter((each) => !exceptions.includes(each))).toEqual([]);
  });

  it('are found where they stand elsewhere: as text, as attribute, in a script', () => {
    const component = `<script lang="ts">
      const state = $state<'open' | 'shut'>('open');
      const said = state === 'open' ? 'Open now' : \`Shut since \${state}\`;
    </script>
    <p class="two classes" title="A hint">{said} Read <em>this</em></p><Button word="Store" icon="check" />`;
    expect(shownLiterals(component, true).toSorted()).toEqual(
      ['A hint', 'Open now', 'Read', 'Shut since ‹', 'Store', 'this'].toSorted(),
    );
  });

  it('are each whole: none goes on from another one, or waits for more', () => {
    // Stands for any value: a name, a count, a list.
    const value = Object.assign(Object('7'), { join: () => '7', time: '7', frameIndex: '7' }) as unknown;
    const values = new Proxy({}, { get: () => value });
    const wholeText = (text: unknown): string => {
      if (typeof text === 'function') return wholeText((text as (of: object) => unknown)(values));
      return Array.isArray(text) ? text.map((piece: Piece) => piece.text).join('') : String(text);
    };
    const pieces = Object.entries(english).flatMap(([area, texts]) =>
      Object.entries(texts).flatMap(([key, text]) =>
        /^[\s·,;:)]|[\s·,;:(]$|^(and|or|of|only)\b|, key$|with SHA-256$/.test(wholeText(text))
          ? [`${area}.${key}: ${wholeText(text)}`]
          : [],
      ),
    );
    expect(pieces).toEqual([]);
  });

  it('are all said somewhere', () => {
    const all = sources.map(({ source }) => source).join('\n');
    const unsaid = Object.entries(english).flatMap(([area, texts]) =>
      Object.keys(texts)
        .map((key) => `texts.${area}.${key}`)
        .filter((key) => !new RegExp(`${key.replaceAll('.', '\\.')}\\b`).test(all)),
    );
    expect(unsaid).toEqual([]);
  });
});
