/**
 * The report as a Word file (Office Open XML), with the content of the HTML report: the same markup in another form, so
 * that a disclosed version or an extract withholds the same. It loads nothing and names no machine or user.
 */
import { basename } from 'node:path';
import { AlignmentType, Document, Footer, Header, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import { xmlText } from '../../shared/charts/write-svg.ts';
import { openPng } from '../support/png.ts';
import { blocksOf, type Block } from './docx-blocks.ts';
import { fonts, type DrawPicture } from './docx-inline.ts';
import { footerText } from './html-template.ts';
import { htmlReport } from './html.ts';
import { markupTree } from './markup-tree.ts';
import { requireRoom } from './pdf.ts';
import type { Report } from './report.ts';
import { instantText } from './wording.ts';

/** @throws EngineError report/too-large */
export async function docxReport(report: Report): Promise<Uint8Array> {
  const draw = remembered(await openPng());
  const blocks: Block[] = [];
  let size = 0;
  for (const piece of htmlReport(report)) {
    size += piece.length;
    requireRoom(size, 'Word file');
    for (const block of blocksOf(markupTree(bodyOf(piece)), draw)) blocks.push(block);
  }
  const file = documentOf(report, blocks);
  return new Uint8Array(await Packer.toArrayBuffer(file));
}

/** The first piece has what stands before the body: style and policy of the page. */
function bodyOf(piece: string): string {
  const start = piece.indexOf(BODY);
  return start === -1 ? piece : piece.slice(start + BODY.length);
}

const BODY = '<body>';

/** The marks of verdicts are the same few pictures. */
function remembered(draw: DrawPicture): DrawPicture {
  const drawn = new Map<string, Uint8Array>();
  return (svg) => {
    const known = drawn.get(svg) ?? draw(svg);
    drawn.set(svg, known);
    return known;
  };
}

const MAKER = 'Exhibit';
/** Half points. */
const sizes = { text: 19, title: 36, heading1: 26, heading2: 23, heading3: 20, edge: 15 };
/** 16 mm above and below, 15 mm at the sides, as the PDF; twentieths of a point. */
const margin = { top: 907, bottom: 907, left: 850, right: 850 };
const A4 = { width: 11906, height: 16838 };

function documentOf(report: Report, children: Block[]): Document {
  const name = basename(report.casePath);
  const heading = (size: number, before: number) => ({
    run: { font: fonts.text, size, bold: true, color: '1B1D21' },
    paragraph: { spacing: { before, after: 80 } },
  });
  return new Document({
    title: xmlText(`Report on ${name}`),
    creator: MAKER,
    lastModifiedBy: MAKER,
    styles: {
      default: {
        document: { run: { font: fonts.text, size: sizes.text } },
        title: heading(sizes.title, 0),
        heading1: heading(sizes.heading1, 360),
        heading2: heading(sizes.heading2, 280),
        heading3: heading(sizes.heading3, 200),
      },
    },
    sections: [
      {
        properties: { page: { size: A4, margin } },
        headers: { default: new Header({ children: [edge([headText(report, name)])] }) },
        footers: {
          default: new Footer({
            children: [
              ...(report.template?.footer ? [edge([footerText(report.template.footer)])] : []),
              edge(['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES]),
            ],
          }),
        },
        children,
      },
    ],
  });
}

/** The number of the case, where it has one, tells its reports from others. */
const headText = ({ notebook, createdAt, template }: Report, name: string): string =>
  [template && `Agency: ${template.agency}`, notebook.details?.number, name, instantText(createdAt)]
    .filter(Boolean)
    .join(' · ');

/** As in the text: the library drops what XML does not allow, and nobody would see that something stood there. */
const edge = (children: string[]): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [new TextRun({ children: children.map(xmlText), size: sizes.edge, color: '4A4F57' })],
  });
