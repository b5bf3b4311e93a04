import { describe, expect, it } from 'vitest';
import { facts, html, Markup } from '../../../../src-main/engine/reports/markup.ts';

describe('markup', () => {
  it('escapes what comes from outside, in text and in attributes', () => {
    const name = `<img src=x onerror="alert('1')">&`;
    expect(html`<b title="${name}">${name}</b>`.text).toBe(
      '<b title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</b>',
    );
  });

  it('shows changes of writing direction and control characters, and leaves letters of every script', () => {
    expect(html`<p>${'a\u202eb\u2066c\u200f\u0085'}</p>`.text).toBe(
      '<p>a\\u{202e}b\\u{2066}c\\u{200f}\\u{85}</p>',
    );
    expect(html`<p>${'محمد עמי\n李'}</p>`.text).toBe('<p>محمد עמי\n李</p>');
  });

  it('keeps markup inside markup, and lists of it', () => {
    const items = [html`<li>${1}</li>`, html`<li>${null}</li>`];
    expect(html`${items}`.text).toBe('<li>1</li><li></li>');
    expect(html`${new Markup('<svg/>')}`.text).toBe('<svg/>');
  });

  it('leaves out a fact that is not known', () => {
    expect(facts([['Duration', null]]).text).not.toContain('Duration');
  });
});
