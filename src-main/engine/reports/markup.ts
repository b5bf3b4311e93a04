/** HTML by tagged templates: every value is escaped unless it is markup itself. */
import { escapeText, writeSvg } from '../../shared/charts/write-svg.ts';
import type { SvgNode } from '../../shared/charts/svg.ts';

export class Markup {
  readonly text: string;

  /** @param text trusted HTML */
  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | null | Markup | readonly Content[];

export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + textOf(values[index - 1] ?? null) + part));
}

function textOf(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(textOf).join('');
  return escapeText(String(content));
}

export const drawn = (chart: SvgNode): Markup => new Markup(writeSvg(chart));

/** Names and values; pairs without a value are left out. */
export const facts = (pairs: readonly (readonly [string, Content])[]): Markup => html`
  <dl>
    ${pairs.flatMap(([name, value]) =>
      value === null
        ? []
        : [
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
          ],
    )}
  </dl>
`;

export const list = (items: readonly Content[]): Markup =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

export const table = (head: readonly string[], rows: readonly (readonly Content[])[]): Markup => html`
  <table>
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>
`;
