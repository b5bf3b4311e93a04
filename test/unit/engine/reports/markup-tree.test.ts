import { describe, expect, it } from 'vitest';
import { html } from '../../../../src-main/engine/reports/markup.ts';
import { markupTree, wordsIn, writeTag, type Tag } from '../../../../src-main/engine/reports/markup-tree.ts';

describe('markup as a tree', () => {
  it('gives back every character that was escaped, in text and in attributes', () => {
    const hostile = `</td><script>"&amp;'`;
    const [tag] = markupTree(html`<td title="${hostile}">${hostile}</td>`.text) as [Tag];
    expect(tag).toEqual({ name: 'td', attributes: { title: hostile }, children: [hostile] });
    expect(markupTree(writeTag(tag))).toEqual([tag]);
  });

  it('takes the end of the page for no end of what is open', () => {
    expect(markupTree('<section>a</body></html>b<br />c<img alt="d" />e</section>')).toEqual([
      {
        ...{ name: 'section', attributes: {} },
        children: [
          ...['a', 'b'],
          { name: 'br', attributes: {}, children: [] },
          'c',
          { name: 'img', attributes: { alt: 'd' }, children: [] },
          'e',
        ],
      },
    ]);
  });

  it('has its words with single spaces', () => {
    expect(wordsIn(markupTree('<p> a\n  <b>b</b><span>c</span> </p>'))).toBe('a b c');
  });
});
