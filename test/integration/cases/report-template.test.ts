import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { readTemplate } from '../../../src-main/engine/reports/template.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { peopleSubject } from '../../../src-main/shared/people.ts';
import { wholeCase, type ReportChoice } from '../../../src-main/shared/report-choice.ts';
import { correction, faceAnchorOf } from '../../support/corrected.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const words = {
  format: 1,
  agency: 'North Lab <Ltd>',
  header: 'Unit for digital evidence',
  footer: 'Confidential: for the court',
  opening: ['This report was asked for by the court.', 'It speaks of Zora Quimby.'],
  closing: ['Questions: desk@north.example'],
};

let root: string;
let file: CaseFile;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'exhibit-template-'));
  file = createCase(join(root, 'a.exhibit'), 'Exhibit test');
  const finding = sampleFinding();
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
  const faces = finding.tracks.flatMap((track) => track.faces);
  const images = { crops: faces.map(() => Uint8Array.of(0xff, 0xd8, 0xff)), thumbnail: null };
  file.findings.save(id, 'key', { finding, images, card: sampleCard });
});
afterEach(() => {
  file.close();
  rmSync(root, { recursive: true });
});

function templateOf(content: unknown, files: Record<string, string | Uint8Array> = {}): string {
  const folder = join(root, 'template');
  mkdirSync(folder, { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  for (const [name, bytes] of Object.entries({ ...files, 'template.json': text }))
    writeFileSync(join(folder, name), bytes);
  return folder;
}

const logo = async (format: 'png' | 'jpeg') =>
  sharp({ create: { width: 300, height: 100, channels: 3, background: '#00695c' } })
    .withExif({ IFD0: { Artist: 'somebody at the agency' } })
    .toFormat(format)
    .toBuffer();

async function written(format: 'html' | 'docx', template: string | null, choice: ReportChoice = wholeCase) {
  const path = join(root, `report.${format}`);
  await writeReport(file, { format, path, overwrite: true, template, choice });
  return readFileSync(path);
}

const pngIn = (html: string) => {
  const [, base64] = /src="data:image\/png;base64,([^"]+)"/.exec(html) ?? [];
  return Buffer.from(base64 ?? '', 'base64');
};

describe('the template of a lab', () => {
  it('gives the page logo, lines and words under its own name, and the log names its files', async () => {
    const png = await logo('png');
    const folder = templateOf({ ...words, logo: 'logo.png' }, { 'logo.png': png });
    const html = (await written('html', folder)).toString('utf8');
    for (const labelled of [
      '<p>Agency: <b>North Lab &lt;Ltd&gt;</b></p>',
      `Header by the agency: ${words.header}`,
      '<h2 class="opening">Introduction by the agency North Lab &lt;Ltd&gt;</h2>',
      '<h2 class="closing">Closing words by the agency North Lab &lt;Ltd&gt;</h2>',
      `Footer by the agency: ${words.footer}`,
    ])
      expect(html).toContain(labelled);
    for (const text of [...words.opening, ...words.closing]) expect(html).toContain(text);
    expect(html.indexOf(words.opening[0]!)).toBeLessThan(html.indexOf('What these answers are worth'));
    expect(html.indexOf(words.closing[0]!)).toBeGreaterThan(html.indexOf('Validation of the installation'));
    const files = ['template.json', 'logo.png'].map((name) => ({
      name,
      sha256: sha256Of(readFileSync(join(folder, name))),
    }));
    expect(file.audit.last()?.detail).toMatchObject({ template: { agency: words.agency, files } });
    for (const { sha256 } of files) expect(html).toContain(sha256);
  });

  it.each(['png', 'jpeg'] as const)('has of its logo the pixels alone (%s)', async (format) => {
    const bytes = await logo(format);
    expect(bytes.includes('somebody')).toBe(true);
    const name = `logo.${format}`;
    const html = (await written('html', templateOf({ ...words, logo: name }, { [name]: bytes }))).toString();
    const shown = pngIn(html);
    expect(shown.includes('somebody')).toBe(false);
    expect(html).toMatch(/width="192"\s+height="64"/);
    const { width, height } = await sharp(shown).metadata();
    expect([width, height]).toEqual([384, 128]);
    const { dominant } = await sharp(shown).stats();
    expect(dominant.g).toBeGreaterThan(dominant.r + 50);
  });

  it.each([
    ['an SVG by its name', 'l.svg', Buffer.from(svgWithoutEnd)],
    ['an SVG by its content', 'l.png', Buffer.from(svgWithoutEnd)],
    ['a PNG of too many pixels', 'l.png', pngWithoutData(4001)],
    ['a JPEG of more scans than any program writes', 'l.jpg', 'scans'],
  ])('refuses a logo that would keep the drawing busy (%s), and says what to do', async (_, name, bytes) => {
    const content = bytes === 'scans' ? await jpegOfManyScans() : bytes;
    const folder = templateOf({ ...words, logo: name }, { [name]: content });
    await expect(readTemplate(folder)).rejects.toMatchObject({
      code: 'report/bad-template',
      message: expect.stringContaining('Save the logo as PNG'),
    });
  });

  it('names what a member has to be', async () => {
    for (const [change, message] of [
      [{ agency: undefined }, 'agency: has to be one line of 1 to 200 characters'],
      [{ format: 2 }, 'format: has to be 1'],
      [
        { opening: 'one text' },
        'opening: has to be a list of up to 20 paragraphs of 1 to 2,000 characters each',
      ],
      [{ leaveOut: ['limits'] }, 'leaveOut.0: may name file-facts, charts, faces alone, each once'],
    ] as const)
      await expect(readTemplate(templateOf({ ...words, ...change }))).rejects.toMatchObject({
        message: expect.stringContaining(message),
      });
  });

  it.each(['Exhibit', 'EXHIBIT forensics', 'E\u200bxhibit', 'Ｅxhibit'])(
    'does not speak in the name of the program (%s)',
    async (agency) => {
      const message = expect.stringContaining('must not be Exhibit');
      await expect(readTemplate(templateOf({ ...words, agency }))).rejects.toMatchObject({ message });
    },
  );

  it('leaves out what it may, says so on the first page, and nothing else is gone', async () => {
    const whole = (await written('html', null)).toString();
    const folder = templateOf({ ...words, leaveOut: ['faces', 'charts', 'file-facts'] });
    const html = (await written('html', folder)).toString();
    expect(whole).toContain('class="faces"');
    expect(html).not.toContain('class="faces"');
    expect(html).toContain('leaves parts out of this report: the pictures of the faces');
    const headings = (text: string) => [...text.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title);
    expect(headings(html)).toEqual(expect.arrayContaining(headings(whole)));
    for (const kept of ['Error rates of the model', 'Integrity of the case', 'exhibit verify', 'Limits'])
      expect(html).toContain(kept);
  });

  it('gives the Word file the same, with its lines on each page', async () => {
    const folder = templateOf({ ...words, logo: 'logo.png' }, { 'logo.png': await logo('png') });
    const files = unzipSync(await written('docx', folder));
    const text = (name: string) => strFromU8(files[name]!);
    expect(text('word/document.xml')).toContain(words.opening[0]);
    expect(text('word/document.xml')).toContain('descr="Logo of the agency North Lab &lt;Ltd&gt;"');
    expect(text('word/header1.xml')).toContain('Agency: North Lab &lt;Ltd&gt; · a.exhibit');
    expect(text('word/footer1.xml')).toContain(`Footer by the agency: ${words.footer}`);
  });

  it('withholds in a disclosed version the names in its words too', async () => {
    file.records.store({
      kind: 'examiner',
      subject: 'examiner',
      evidenceId: null,
      content: { name: 'D. Kim' },
    });
    const face = faceAnchorOf(sampleFinding().tracks[0]!.faces[0]!);
    file.records.store({
      ...{ kind: 'people', subject: peopleSubject(1), evidenceId: 1 },
      content: { corrections: [correction({ kind: 'name', face, name: 'Zora Quimby' })] },
    });
    const html = (await written('html', templateOf(words), { ...wholeCase, disclosed: [] })).toString();
    expect(html).toContain('It speaks of [name 1 withheld].');
    expect(html).not.toMatch(/zora|quimby/i);
  });

  it.each([
    ['agency', 'North\u0000Lab'],
    ['header', 'x\u0007y'],
    ['footer', 'x\u0001y'],
    ['opening', ['x\ud800y']],
    ['closing', ['x\u001fy']],
  ])('takes no control character and no half of one (%s), and says so', async (member, value) => {
    const message = expect.stringContaining('a control character');
    const folder = templateOf({ ...words, [member]: value });
    await expect(readTemplate(folder)).rejects.toMatchObject({ message });
  });

  it.each([
    ['is not JSON', '{', {}],
    ['leaves out limits', { ...words, leaveOut: ['limits'] }, {}],
    ['has a member that nobody knows', { ...words, colour: 'red' }, {}],
    ['has its logo elsewhere', { ...words, logo: '../logo.png' }, {}],
    ['lacks its logo', { ...words, logo: 'none.png' }, {}],
    ['has a logo that is no picture', { ...words, logo: 'l.png' }, { 'l.png': 'text' }],
    ['has a logo that cannot be drawn', { ...words, logo: 'l.png' }, { 'l.png': pngWithoutData() }],
    ['has a logo that is too large', { ...words, logo: 'l.png' }, { 'l.png': Buffer.alloc(3 * 2 ** 20) }],
    ['has words that are too long', { ...words, opening: ['x'.repeat(2001)] }, {}],
  ])('is refused where it %s, and no report is written', async (_, content, files) => {
    const folder = templateOf(content, files as Record<string, string>);
    const before = file.audit.count();
    await expect(written('html', folder)).rejects.toMatchObject({ code: 'report/bad-template' });
    expect(file.audit.count()).toBe(before);
    await expect(readTemplate(join(root, 'no such folder'))).rejects.toMatchObject({
      code: 'report/bad-template',
    });
  });
});

/** Its filter takes hours for a square of ten pixels. */
const svgWithoutEnd =
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="2000000000"/></filter><rect width="10" height="10" filter="url(#f)"/></svg>';

/** A real picture, its last scan 200 times. */
async function jpegOfManyScans(): Promise<Buffer> {
  const bytes = await logo('jpeg');
  const scan = bytes.subarray(bytes.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
  return Buffer.concat([bytes.subarray(0, -2), ...Array<Buffer>(200).fill(scan), bytes.subarray(-2)]);
}

/** A head that says so many pixels a side, and no pixel. */
function pngWithoutData(side = 10): Buffer {
  const size = Buffer.from([0, 0, side >> 8, side & 255, 0, 0, side >> 8, side & 255, 8, 2, 0, 0, 0]);
  const chunk = (type: string, data: Buffer) =>
    Buffer.concat([Buffer.from([0, 0, 0, data.length]), Buffer.from(type), data, Buffer.alloc(4)]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IEND', Buffer.alloc(0))]);
}
