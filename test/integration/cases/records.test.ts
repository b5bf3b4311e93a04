import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { noDetails, noExhibit, type Note } from '../../../src-main/shared/notebook.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let path: string;
let file: CaseFile;
let evidenceId: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-records-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
  evidenceId = file.evidence.add({ path: '/evidence/a.mp4', sizeBytes: 7 }).id;
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const named = (name: string) =>
  file.records.store({ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name } });

const note = (text: string): Note => ({ place: { kind: 'video' }, region: null, tags: [], text });

const noted = (text: string | null, subject = 'note/1') =>
  file.records.store({ kind: 'note', subject, evidenceId, content: text === null ? null : note(text) });

const detailed = (agency: string) =>
  file.records.store({
    ...{ kind: 'details', subject: 'details', evidenceId: null },
    content: { ...noDetails, agency },
  });

const textOf = (subject = 'note/1') => (file.records.get(subject)?.content as Note | null)?.text ?? null;

function tamperWith(sql: string): void {
  file.close();
  tamper(path, sql);
  file = openCase(path, 'Exhibit test');
}

describe('the author', () => {
  it('is the examiner of every entry from the one that names him', () => {
    named('A. Smith');
    file.evidence.add({ path: '/evidence/b.mp4', sizeBytes: 7 });
    named('B. Jones');
    file.evidence.add({ path: '/evidence/c.mp4', sizeBytes: 7 });
    const authors = [...file.audit.entries()].map(({ action, detail }) => [action, detail['author']]);
    expect(authors).toEqual([
      ['case-created', undefined],
      ['evidence-added', undefined],
      ['examiner-stored', 'A. Smith'],
      ['evidence-added', 'A. Smith'],
      ['examiner-stored', 'B. Jones'],
      ['evidence-added', 'B. Jones'],
    ]);
  });

  it('must be known before anything is written down', () => {
    expect(() => noted('seen')).toThrow(expect.objectContaining({ code: 'case/no-examiner' }));
    expect(file.records.newest()).toEqual([]);
  });

  it('is remembered by the case', () => {
    named('A. Smith');
    file.close();
    file = openCase(path, 'Exhibit test');
    expect(file.records.examiner()).toBe('A. Smith');
    expect(file.audit.last()?.detail).toMatchObject({ author: 'A. Smith' });
  });
});

describe('a change', () => {
  it('is an entry with author, old and new value, and the earlier version stays', async () => {
    named('A. Smith');
    detailed('North lab');
    detailed('South lab');
    expect(file.audit.last()).toMatchObject({
      action: 'details-stored',
      detail: { author: 'A. Smith', old: { agency: 'North lab' }, new: { agency: 'South lab' } },
    });
    expect(file.records.history('details').map(({ content }) => content)).toMatchObject([
      { agency: 'South lab' },
      { agency: 'North lab' },
    ]);
    expect(await file.verify()).toMatchObject({ intact: true });
  });

  it('that changes nothing leaves no entry', () => {
    named('A. Smith');
    const first = detailed('North lab');
    const entries = file.audit.count();
    expect(detailed('North lab').id).toBe(first.id);
    expect(file.audit.count()).toBe(entries);
  });

  it('can remove a note, which stays in the history', () => {
    named('A. Smith');
    noted('seen');
    noted(null);
    expect(textOf()).toBeNull();
    expect(file.audit.last()).toMatchObject({
      action: 'note-removed',
      detail: { old: { text: 'seen' }, new: null },
    });
    expect(file.records.history('note/1')).toHaveLength(2);
  });
});

describe('undo and redo', () => {
  it('go back and on by entries of their own, also after the case was closed', async () => {
    named('A. Smith');
    noted('first');
    noted('second');
    noted('other', 'note/2');
    const entries = file.audit.count();
    expect(file.records.undo()).toMatchObject({ subject: 'note/2', content: null, cause: 'undo' });
    file.close();
    file = openCase(path, 'Exhibit test');
    file.records.undo();
    expect(textOf()).toBe('first');
    file.records.undo();
    expect(textOf()).toBeNull();
    expect(file.records.undo()).toBeNull();
    expect(file.audit.count()).toBe(entries + 4); // three undone, one opening
    file.records.redo();
    file.records.redo();
    expect(textOf()).toBe('second');
    noted('third');
    expect(file.records.redo()).toBeNull();
    expect(file.audit.last()?.detail).toMatchObject({ old: { text: 'second' }, new: { text: 'third' } });
    expect(await file.verify()).toMatchObject({ intact: true });
  });

  it('take back what the examiner at work did, never what another one did since', () => {
    named('A. Smith');
    noted('mine');
    named('B. Jones');
    expect(file.records.undo()).toBeNull();
    noted('hers');
    named('A. Smith');
    expect(() => file.records.undo()).toThrow(expect.objectContaining({ code: 'case/changed-since' }));
    expect(textOf()).toBe('hers');
  });

  it('leave a first impression and the name of the examiner alone', () => {
    named('A. Smith');
    file.records.store({
      ...{ kind: 'impression', subject: 'impression/1/A. Smith', evidenceId },
      content: {
        ...{ opinion: 'neither', confidence: 'low', reasons: '' },
        basis: { sha256: null, findingId: null },
      },
    });
    expect(file.records.undo()).toBeNull();
  });
});

describe('verify', () => {
  function written(): void {
    named('A. Smith');
    detailed('North lab');
    noted('seen');
    file.records.store({
      ...{ kind: 'exhibit', subject: `exhibit/${evidenceId}`, evidenceId },
      content: { ...noExhibit, number: 'JS/1' },
    });
    file.records.store({
      ...{ kind: 'conclusion', subject: `conclusion/${evidenceId}/video/A. Smith`, evidenceId },
      content: {
        ...{ opinion: 'real-weakly', confidence: 'low', reasons: '', person: null, reviewed: true },
        basis: { sha256: null, findingId: null },
      },
    });
  }

  it.each([
    ['a note', `UPDATE records SET content = '{"text":"fine"}' WHERE kind = 'note'`, 'Note 1 was changed'],
    ['an author', `UPDATE records SET author = 'C' WHERE kind = 'note'`, 'Note 1 was changed'],
    [
      'a conclusion',
      `UPDATE records SET content = replace(content, 'real-weakly', 'real-strongly')`,
      'The conclusion on evidence 1 by A. Smith was changed',
    ],
    [
      'the details',
      `UPDATE records SET content = replace(content, 'North', 'South') WHERE kind = 'details'`,
      'What is said of the case was changed',
    ],
    ['an exhibit', `UPDATE records SET content = '{}' WHERE kind = 'exhibit'`, 'What is said of evidence 1'],
    ['the examiner', `UPDATE records SET content = '{"name":"C"}' WHERE id = 1`, 'The name of the examiner'],
    [
      'a second name beside the first, of which SQLite reads one and JavaScript the other',
      `UPDATE records SET content = '{"name":"C","name":"A. Smith"}' WHERE id = 1`,
      'The name of the examiner',
    ],
    ['an entry that is no object', `UPDATE audit_log SET detail = 'null' WHERE seq = 3`, 'Audit entry 3'],
    ['a note taken out', `DELETE FROM records WHERE kind = 'note'`, 'Note 1 was taken out of the case'],
    [
      'a note put in',
      `INSERT INTO records SELECT 99, kind, 'note/2', evidence_id, content, author, at, cause, target FROM records
       WHERE kind = 'note'`,
      'the audit log has no entry',
    ],
  ])('notices %s', async (_what, sql, problem) => {
    written();
    expect(await file.verify()).toMatchObject({ intact: true });
    tamperWith(sql);
    expect((await file.verify()).faults).toContainEqual(
      expect.objectContaining({ problem: expect.stringContaining(problem) }),
    );
  });
});

it.each(['{}', '5', '{"name":5}'])(
  'says which record was edited into %s, instead of failing on it',
  (content) => {
    named('A. Smith');
    noted('seen');
    tamperWith(`UPDATE records SET content = '${content}' WHERE kind = 'note'`);
    expect(() => file.records.newest()).toThrow(
      expect.objectContaining({
        code: 'case/damaged',
        message: expect.stringContaining('Note 1 was changed'),
      }),
    );
  },
);
