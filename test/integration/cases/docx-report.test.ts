import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { noDetails } from '../../../src-main/shared/notebook.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const hostile = `/evidence/<w:t>"'& Anna Smith.mp4`;

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-docx-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  const finding = sampleFinding({ path: hostile });
  const { id } = file.evidence.add({ path: hostile, sizeBytes: 7 });
  const faces = finding.tracks.flatMap((track) => track.faces);
  const images = { crops: faces.map(() => Uint8Array.of(0xff, 0xd8, 0xff)), thumbnail: null };
  file.findings.save(id, 'key', { finding, images, card: sampleCard });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

/** The files in it, and the words of its text in their order. */
async function written(wish: Partial<Parameters<typeof writeReport>[1]> = {}) {
  const path = join(folder, 'report.docx');
  const { sha256 } = await writeReport(file, { format: 'docx', path, overwrite: true, ...wish });
  const files = unzipSync(readFileSync(path));
  const document = strFromU8(files['word/document.xml']!);
  const texts = [...document.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text!);
  const text = texts
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
  return { files, document, text, sha256, path };
}

describe('the Word report', () => {
  it('says what the page says: headings, tables, verdict, hashes and limits', async () => {
    const { document, text, sha256, path } = await written();
    expect(text).toContain(hostile);
    for (const said of ['Likely fake', 'a'.repeat(64), 'Error rates of the model', 'Integrity of the case'])
      expect(text).toContain(said);
    expect(document).toMatch(/<w:pStyle w:val="Title"\/>.*Examination of video for face forgery/);
    expect([...document.matchAll(/<w:pStyle w:val="Heading1"\/>/g)].length).toBeGreaterThan(4);
    expect(document).toContain('<w:tblHeader/>');
    expect(file.audit.last()).toMatchObject({
      detail: { path, format: 'docx', sha256 },
    });
  });

  it('has every sentence of the HTML report', async () => {
    const { text } = await written();
    const page = join(folder, 'report.html');
    await writeReport(file, { format: 'html', path: page, overwrite: true });
    const body = readFileSync(page, 'utf8')
      .split('<body>')[1]!
      .replaceAll(/<svg[^]*?<\/svg>/g, '');
    const sentences = [...body.matchAll(/<(?:p|li|td|th|dd|dt|h\d)(?: [^>]*)?>([^<]+)</g)].map(([, words]) =>
      words!.replaceAll(/\s+/g, ' ').trim(),
    );
    const own = sentences.filter((words) => words !== '' && !/&|UTC|entries/.test(words));
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter((words) => !text.includes(words))).toEqual([]);
  });

  it('has its pictures with words for those who cannot see them, page numbers, and leads nowhere outside', async () => {
    file.records.store({
      kind: 'examiner',
      subject: 'examiner',
      evidenceId: null,
      content: { name: 'D. Kim' },
    });
    file.records.store({
      ...{ kind: 'details', subject: 'details', evidenceId: null },
      content: { ...noDetails, number: 'LAB-26/114' },
    });
    const { files, document } = await written();
    expect(
      Object.keys(files).filter((name) => /^word\/media\/.*\.(jpg|png)$/.test(name)).length,
    ).toBeGreaterThan(2);
    expect(document).toMatch(/descr="Face in frame \d+"/);
    expect(document).toMatch(/descr="QR code of \d+:[0-9a-f]{64}"/);
    const header = strFromU8(files['word/header1.xml']!);
    expect(header).toContain('LAB-26/114 · a.exhibit');
    expect(strFromU8(files['word/footer1.xml']!)).toContain('NUMPAGES');
    const all = Object.values(files)
      .map((bytes) => strFromU8(bytes, true))
      .join('');
    expect(all).not.toContain('TargetMode="External"');
  });

  it('names neither user nor machine as its author', async () => {
    const { files } = await written();
    const properties = strFromU8(files['docProps/core.xml']!);
    const values = [...properties.matchAll(/<(?:dc|cp):(\w+)>([^<]*)</g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(values).toEqual([
      ['title', 'Report on a.exhibit'],
      ['creator', 'Exhibit'],
      ['lastModifiedBy', 'Exhibit'],
      ['revision', '1'],
    ]);
  });

  it('is XML in every part, whatever signs stand in the number of the case', async () => {
    file.records.store({
      kind: 'examiner',
      subject: 'examiner',
      evidenceId: null,
      content: { name: 'D. Kim' },
    });
    file.records.store({
      ...{ kind: 'details', subject: 'details', evidenceId: null },
      content: { ...noDetails, number: 'LAB\u0001-26 & <7>' },
    });
    const { files } = await written();
    const parts = Object.entries(files).filter(([name]) => /\.(xml|rels)$/.test(name));
    expect(parts.length).toBeGreaterThan(8);
    for (const [name, bytes] of parts) {
      const text = strFromU8(bytes);
      expect(text, name).not.toMatch(notInXml);
      expect(openTags(text), name).toEqual([]);
    }
    const header = strFromU8(files['word/header1.xml']!);
    expect(header).toContain('LAB\ufffd-26 &amp; &lt;7&gt; · a.exhibit');
    expect(strFromU8(files['word/footer1.xml']!)).toContain('NUMPAGES');
  });
});

/** XML 1.0, section 2.2; and a sign of a tag or reference that is none. */
const notInXml =
  /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|<(?![/?\p{L}])|&(?!(?:\w+|#\w+);)/u;

/** Of a file in the package; those that nothing closes, or something else. */
function openTags(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name, empty] of xml.matchAll(/<(\/?)([\p{L}:_][\w:.-]*)(?:\s[^<>]*?)?(\/?)>/gu)) {
    if (end === '') open.push(name!);
    if (empty === '/' || (end === '/' && open.at(-1) === name)) open.pop();
  }
  return open;
}
