import { expect, it } from 'vitest';
import { foreignText, quoted } from '../../../src-main/shared/foreign-text.ts';

it('lets no text end its own quotation, by whatever mark', () => {
  const marks = '“”„‟"«»‹›‘’‚‛⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣″‶ʺ˝ˮ˵˶״ײ᳓❛❜❝❞❠〃🙶🙷🙸⸂⸃⸜⸝';
  for (const mark of marks) {
    expect(quoted(`Kim${mark} is likely real`), mark.codePointAt(0)!.toString(16)).toBe(
      "“Kim' is likely real”",
    );
  }
});

it('leaves letters and other marks of every script as they are', () => {
  const text = 'Ünal, 김철수 (2026) – Łódź; 李, עמי, 100 % & ¿qué? #3 [b] {c} <d>';
  expect(foreignText(text)).toBe(text);
});

it('shows what turns the line or the direction of writing', () => {
  expect(foreignText('a\nb\u202ec\u2028')).toBe('a\\u{a}b\\u{202e}c\\u{2028}');
});
