/** What a lab gives its reports: a folder with `template.json` and a logo, which can be passed on. */

/**
 * Sections that a template may leave out of the page, the PDF and the Word file. What limits a finding, its error rates, the
 * state of the case and how to verify it are none of them.
 */
export const leavableSections = ['file-facts', 'charts', 'faces'] as const;
export type LeavableSection = (typeof leavableSections)[number];

export const sectionWords: Record<LeavableSection, string> = {
  'file-facts': 'what each file says of its own structure and coding',
  charts: 'the charts of the scores over time',
  faces: 'the pictures of the faces, with the frame and the score of each',
};

/** Formats that a template applies to; the others are data. */
export const templateFormats = ['html', 'pdf', 'docx'] as const;

/** The template that this installation uses from one report to the next. */
export interface KeptTemplate {
  folder: string;
  agency: string;
}
