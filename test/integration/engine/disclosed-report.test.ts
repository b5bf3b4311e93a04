/** A report for disclosure, read as somebody would who looks for a bystander in it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync, type Unzipped } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportChoice } from '../../../src-main/cli/report-choice.ts';
import { createCase } from '../../../src-main/engine/cases/case-file.ts';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { decodeStills } from '../../../src-main/engine/media/decode-stills.ts';
import { encodeJpegs } from '../../../src-main/engine/media/encode-pictures.ts';
import { ruleOfCard } from '../../../src-main/engine/verdict/rule-of-card.ts';
import { detailText } from '../../../src-main/shared/audit-wording.ts';
import { noDetails, noExhibit } from '../../../src-main/shared/notebook.ts';
import { peopleSubject } from '../../../src-main/shared/people.ts';
import { wholeCase, type ReportChoice } from '../../../src-main/shared/report-choice.ts';
import { correction, faceAnchorOf, facesAt, findingOf } from '../../support/corrected.ts';
import { testDecoder } from '../../support/decoder.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const SIDE = 192;
const rule = ruleOfCard(sampleFinding().band, sampleCard, () => 0.25);
/** Their boxes are 96.5 × 120 px, so that a picture is 192 px of the frame: the bystander's cheek is in Marta's. */
const marta = facesAt([0, 10, 20, 30], 100, 0.9);
const bystander = facesAt([0, 10, 20, 30], 180, 0.2);
/** With what stands around, to be found. */
const withheld = /.{0,40}(?:zora|quimby|petrenko|olga).{0,40}/gi;

const leaks = (text: string) => text.match(withheld) ?? [];

let folder: string;
let engine: Engine;
let stored: { marta: Buffer; bystander: Buffer };
const pages: string[] = [];

/** Blue, with red from this column on; with a place of recording in it, as a camera writes one. */
async function pictureOf(redFrom: number): Promise<Buffer> {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at += 1)
    rgb.set(at % SIDE < redFrom ? [20, 40, 200] : [220, 20, 20], 3 * at);
  const [jpeg] = await encodeJpegs([{ rgb, width: SIDE, height: SIDE }], Infinity, await testDecoder());
  const remark = Buffer.from('taken at 12 Elm Street');
  const segment = Buffer.from([0xff, 0xfe, 0, remark.length + 2]);
  return Buffer.concat([jpeg!.subarray(0, 2), segment, remark, jpeg!.subarray(2)]);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-disclosed-'));
  stored = { marta: await pictureOf(128), bystander: await pictureOf(0) };
  const path = join(folder, 'Zora.exhibit');
  const file = createCase(path, 'Exhibit test');
  const crops = [...marta.map(() => stored.marta), ...bystander.map(() => stored.bystander)];
  for (const name of ['party with zora_quimby.mp4', 'street.mp4']) {
    const finding = findingOf([marta, bystander], rule, { path: `/evidence/${name}` });
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
    file.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  }
  const { records } = file;
  const text = 'Zora laughs; Quimby, she said, and QUIMBY again.';
  records.store({ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name: 'A. Smith' } });
  records.store({
    kind: 'details',
    subject: 'details',
    evidenceId: null,
    content: { ...noDetails, request: text },
  });
  const names = [
    { face: faceAnchorOf(marta[0]!), name: 'Marta' },
    { face: faceAnchorOf(bystander[0]!), name: 'Zora Quimby' },
  ];
  records.store({
    ...{ kind: 'people', subject: peopleSubject(1), evidenceId: 1 },
    content: { corrections: names.map((name) => correction({ kind: 'name', ...name })) },
  });
  records.store({
    ...{ kind: 'exhibit', subject: 'exhibit/1', evidenceId: 1 },
    content: { ...noExhibit, number: 'MK/1', source: 'phone of Zora Quimby' },
  });
  const basis = { sha256: sampleFinding().sha256, findingId: 1 };
  records.store({
    ...{ kind: 'conclusion', subject: 'conclusion/1/2/A. Smith', evidenceId: 1 },
    content: { person: 2, opinion: 'neither', confidence: 'low', reasons: text, reviewed: true, basis },
  });
  records.store({
    ...{ kind: 'note', subject: 'note/1', evidenceId: 1 },
    content: { place: { kind: 'video' }, region: null, tags: ['Zora'], text },
  });
  const clip = { evidenceId: 2, sha256: basis.sha256, faces: 4, similarity: 0.6 };
  const references = ['one', 'two', 'three'].map(() => ({ ...clip, person: 'Marta' }));
  records.store({
    ...{ kind: 'likeness', subject: 'likeness/1/1/Marta', evidenceId: 1 },
    content: {
      ...{ person: 'Marta', track: 1, faces: 4, similarity: 0.7, references, basis },
      others: [{ ...clip, person: 'Olga Petrenko' }],
      by: { embedder: 'e', sha256: basis.sha256, provider: 'cpu', exhibit: 'test' },
    },
  });
  file.close();
  const settingsFolder = join(folder, 'settings');
  const printPdf = async (html: string) => (pages.push(html), new Uint8Array([0x25]));
  engine = createEngine({
    resources: project,
    settingsFolder,
    version: 'test',
    scripts: engineScripts,
    printPdf,
  });
  await engine.cases.open(path);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function written(
  format: 'html' | 'json' | 'csv' | 'pdf' | 'docx',
  choice: ReportChoice,
): Promise<string> {
  const path = join(folder, `report.${format}`);
  await engine.cases.writeReport(format, path, true, choice);
  if (format === 'docx') return textOfWord(unzipSync(readFileSync(path)));
  return format === 'pdf' ? pages.at(-1)! : readFileSync(path, 'utf8');
}

/** All bytes of its files, and the words of its text without what stands between them. */
function textOfWord(files: Unzipped): string {
  const bytes = Object.values(files).map((each) => Buffer.from(each).toString('latin1'));
  const document = Buffer.from(files['word/document.xml']!).toString('utf8');
  return [...bytes, document.replaceAll(/<[^>]*>/g, '')].join('\n');
}

const discloseMarta = () => reportChoice(engine, { disclose: ['Marta'] });
const picturesOf = (html: string) =>
  [...html.matchAll(/data:image\/jpeg;base64,([^"]+)/g)].map(([, base64]) => Buffer.from(base64!, 'base64'));

describe('a disclosed version', () => {
  it.each(['html', 'pdf', 'docx', 'json', 'csv'] as const)(
    'has no withheld name anywhere (%s)',
    async (format) => {
      expect(leaks(await written(format, wholeCase))).not.toEqual([]);
      const text = await written(format, await discloseMarta());
      expect(leaks(text)).toEqual([]);
      expect(text).toContain('Marta');
      expect(text).toMatch(/\[name \d withheld\]/);
    },
  );

  it('has as a Word file the same pictures as the page', async () => {
    const choice = await discloseMarta();
    const shown = new Set(picturesOf(await written('html', choice)).map((jpeg) => jpeg.toString('base64')));
    await written('docx', choice);
    const files = unzipSync(readFileSync(join(folder, 'report.docx')));
    const media = Object.keys(files).filter((name) => /^word\/media\/.*jpe?g$/.test(name));
    expect(new Set(media.map((name) => Buffer.from(files[name]!).toString('base64')))).toEqual(shown);
  });

  it('shows the disclosed alone, with faces beside them filled, and nothing but pixels in the pictures', async () => {
    const full = picturesOf(await written('html', wholeCase));
    expect(full).toHaveLength(16);
    expect(full.some((jpeg) => jpeg.equals(stored.bystander))).toBe(true);
    const html = await written('html', await discloseMarta());
    const pictures = picturesOf(html);
    // Nobody is named in the second video.
    expect(pictures).toHaveLength(4);
    expect(html.match(/>withheld</g)).toHaveLength(12);
    expect(pictures.some((jpeg) => jpeg.includes('Elm Street'))).toBe(false);
    const format = { decoder: 'mjpeg', width: SIDE, height: SIDE, border: 0 };
    const signal = new AbortController().signal;
    for (const rgb of await decodeStills(pictures, format, await testDecoder(), signal)) {
      const pixel = (x: number, y: number) => [...rgb.subarray(3 * (y * SIDE + x), 3 * (y * SIDE + x) + 3)];
      expect(pixel(60, 96)[2]).toBeGreaterThan(150);
      // Her box is filled to the edge of the picture, and a quarter of it more on every side.
      for (const x of [110, 128, 150, 191])
        expect(pixel(x, 96).every((value) => Math.abs(value - 128) < 8)).toBe(true);
    }
  });

  it('has no picture of a face where nobody is disclosed', async () => {
    const html = await written('html', await reportChoice(engine, { redact: true }));
    expect(picturesOf(html)).toEqual([]);
    expect(html).not.toMatch(/marta/i);
    expect(html).toContain('4 people redacted. Each track of a face counts as one,');
  });

  it('says whom it redacts, and the audit log keeps that with the names', async () => {
    const { redaction } = validReport(await written('json', await discloseMarta())) as { redaction: unknown };
    expect(redaction).toEqual({
      people: 3,
      redacted: [
        { video: 1, track: 2 },
        { video: 2, track: 1 },
        { video: 2, track: 2 },
      ],
      disclosed: [{ video: 1, track: 1 }],
      withheldNames: 2,
    });
    expect(await written('html', await discloseMarta())).toContain('3 people redacted');
    const rows = parse(await written('csv', await discloseMarta()), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows[0]!['report']).toContain('3 people redacted');
    expect(detailText(engine.notebook.log().at(-1)!)).toMatch(
      /3 people redacted: track 2 of evidence 1, .*; disclosed: track 1 of evidence 1; names withheld: Olga Petrenko, Zora Quimby/,
    );
    expect((await engine.cases.verify()).intact).toBe(true);
  });

  it('is refused where somebody to be disclosed is not there', async () => {
    const choice = { ...wholeCase, evidenceIds: [2], disclosed: (await discloseMarta()).disclosed };
    await expect(written('html', choice)).rejects.toMatchObject({ code: 'report/unknown-choice' });
    await expect(reportChoice(engine, { disclose: ['Nobody'] })).rejects.toThrow("nobody is named 'Nobody'");
    await expect(reportChoice(engine, { disclose: ['street.mp4:9'] })).rejects.toThrow(
      'street.mp4 has no track 9',
    );
  });
});

describe('an extract', () => {
  it('has the chosen files alone, and says of what it is one', async () => {
    const choice = await reportChoice(engine, { video: ['street.mp4'] });
    const html = await written('html', choice);
    expect(html).toContain('This is an extract: 1 of the 2 files of the case');
    expect(html).not.toContain('party with');
    const { videos, extract } = validReport(await written('json', choice)) as {
      videos: { path: string }[];
      extract: unknown;
    };
    expect(videos.map(({ path }) => path)).toEqual(['/evidence/street.mp4']);
    expect(extract).toEqual({ files: 2, removed: 0, person: null });
    const rows = parse(await written('csv', choice), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1);
    expect(rows[0]!['report']).toContain('1 of the 2 files');
    expect(engine.notebook.log().at(-1)!.detail).toMatchObject({ evidenceIds: [2], person: null });
  });

  it('has the files in which a person was named, also by number, exhibit number and hash', async () => {
    const choice = await reportChoice(engine, { person: 'Zora Quimby' });
    expect(choice).toEqual({ ...wholeCase, evidenceIds: [1], person: 'Zora Quimby' });
    expect(await written('html', choice)).toContain('an examiner named “Zora Quimby”');
    for (const which of ['1', 'MK/1', '/evidence/party with zora_quimby.mp4']) {
      expect((await reportChoice(engine, { video: [which] })).evidenceIds).toEqual([1]);
    }
    await expect(reportChoice(engine, { video: ['aaaaaaaa'] })).rejects.toThrow('2 files are');
    await expect(reportChoice(engine, { video: ['lost.mp4'] })).rejects.toThrow("no file 'lost.mp4'");
    await expect(reportChoice(engine, { video: ['2'], person: 'Marta' })).rejects.toThrow(
      'none of these files',
    );
  });

  it('calls files those of a person only where they show that person', async () => {
    const unknown = { code: 'report/unknown-choice' };
    for (const evidenceIds of [[2], [1, 2], null]) {
      await expect(
        written('html', { ...wholeCase, evidenceIds, person: 'Zora Quimby' }),
      ).rejects.toMatchObject(unknown);
    }
    await expect(written('html', { ...wholeCase, evidenceIds: [1], person: 'Nobody' })).rejects.toMatchObject(
      unknown,
    );
  });

  it('withholds the name that it was chosen by, too', async () => {
    const choice = { ...(await reportChoice(engine, { person: 'Zora Quimby' })), disclosed: [] };
    expect(leaks(await written('html', choice))).toEqual([]);
  });
});
