/**
 * What the template of a lab adds to the HTML report. Each of its words has a label
 * in front that says whose they are, so that nobody takes them for Exhibit's.
 */
import { sectionWords, type LeavableSection } from '../../shared/report-template.ts';
import { html, type Markup } from './markup.ts';
import type { Report } from './report.ts';

type Templated = Pick<Report, 'template'>;

/** Closing words never begin a page: no last page holds them alone. */
type Place = 'opening' | 'closing';

/** Above the title. */
export function agencyHead({ template }: Templated): Markup | null {
  if (template === null) return null;
  const { agency, header, logo } = template;
  return html`
    ${
      logo &&
      html`<p>
        <img
          class="logo"
          alt="Logo of the agency ${agency}"
          width="${logo.width}"
          height="${logo.height}"
          src="data:image/png;base64,${Buffer.from(logo.png).toString('base64')}"
        />
      </p>`
    }
    <p>Agency: <b>${agency}</b></p>
    ${header && html`<p class="soft">Header by the agency: ${header}</p>`}
  `;
}

/** For the first page: the reader has to know what is not there. */
export function leftOutNote({ template }: Templated): Markup | null {
  if (template === null || template.leaveOut.length === 0) return null;
  const parts = [...new Set(template.leaveOut)].map((section) => sectionWords[section]).join('; ');
  return html`<p class="note">
    The template of the agency ${template.agency} leaves parts out of this report: ${parts}. The case has
    them.
  </p>`;
}

export const openingSection = ({ template }: Templated): Markup | null =>
  template && wordsSection(`Introduction by the agency ${template.agency}`, template.opening, 'opening');

/** At the very end. */
export function closingSection({ template }: Templated): Markup | null {
  if (template === null) return null;
  const { agency, closing, footer } = template;
  return html`${wordsSection(`Closing words by the agency ${agency}`, closing, 'closing')}${footer && html`<p class="soft closing">${footerText(footer)}</p>`}`;
}

/** Also at the foot of each page of the Word file. */
export const footerText = (footer: string): string => `Footer by the agency: ${footer}`;

const wordsSection = (title: string, paragraphs: readonly string[], place: Place): Markup | null =>
  paragraphs.length === 0
    ? null
    : html`
        <h2 class="${place}">${title}</h2>
        ${paragraphs.map((text) => html`<p>${text}</p>`)}
      `;

export const templateFact = ({ template }: Templated): Markup | null =>
  template &&
  html`of the agency
  ${template.agency}${template.files.map(
    ({ name, sha256 }) => html`<br />${name}, SHA-256 <span class="mono">${sha256}</span>`,
  )}`;

export const leavesOut = ({ template }: Templated, section: LeavableSection): boolean =>
  template?.leaveOut.includes(section) ?? false;
