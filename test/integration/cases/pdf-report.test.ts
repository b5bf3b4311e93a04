import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-pdf-report-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

describe('the PDF report', () => {
  it('is what the printer makes of the same page as HTML; without a printer nothing is written', async () => {
    const path = join(folder, 'report.pdf');
    const wish = { format: 'pdf', path, overwrite: true } as const;
    await expect(writeReport(file, wish)).rejects.toMatchObject({
      code: 'report/no-printer',
      message: expect.stringContaining('--format html'),
    });
    expect(readdirSync(folder)).not.toContain('report.pdf');
    const pages: string[] = [];
    const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0xff]);
    const print = async (html: string) => (pages.push(html), bytes);
    const { sha256 } = await writeReport(file, { ...wish, print });
    expect(pages.join('')).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(file.audit.last()).toMatchObject({ detail: { path, format: 'pdf', sha256 } });
  });
});
