import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, viewCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const software = 'Exhibit test';
const code = (value: string) => expect.objectContaining({ code: value });
const script = (name: string) => join(import.meta.dirname, name);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit case-'));
  path = join(folder, 'Fall Ü.exhibit');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function store(file: CaseFile, finding: Finding = sampleFinding(), thumbnailBytes = 3) {
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: finding.media.sizeBytes });
  const faces = finding.tracks.flatMap((track) => track.faces);
  const crops = faces.map((_, index) => (index === 0 ? null : new Uint8Array([0xff, 0xd8, index])));
  const images = { crops, thumbnail: new Uint8Array(thumbnailBytes).fill(0xff) };
  return file.findings.save(id, 'key', { finding, images, card: sampleCard });
}

describe('a case on disk', () => {
  it('is one SQLite file again after closing, which a write-blocked disk can serve', () => {
    const file = createCase(path, software);
    store(file);
    file.close();
    expect(readdirSync(folder)).toEqual(['Fall Ü.exhibit']);
    const header = readFileSync(path).subarray(0, 100);
    expect(header.toString('latin1', 68, 72)).toBe('EXHB');
    expect([header[18], header[19]]).toEqual([1, 1]); // 2 would be a write-ahead log
  });

  it('says what it holds and when it was made', () => {
    const file = createCase(path, software);
    store(file);
    expect(file.summary()).toMatchObject({ path, evidenceCount: 1, auditEntries: 3 });
    const { createdAt } = file.summary();
    file.close();
    const again = openCase(path, software);
    expect(again.summary().createdAt).toBe(createdAt);
    again.close();
  });

  it('does not write over a file that is there', () => {
    writeFileSync(path, 'mine');
    expect(() => createCase(path, software)).toThrow(code('case/exists'));
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('has its name only when it is whole, so a kill while it is made leaves no name that is refused', async () => {
    for (const attempt of [1, 2, 3]) {
      const file = join(folder, `${attempt}.exhibit`);
      const maker = spawn(process.execPath, [script('make-case.ts'), file], { stdio: 'ignore' });
      const ended = once(maker, 'exit');
      while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
      maker.kill('SIGKILL');
      await ended;
      const opened = openCase(file, software);
      expect((await opened.verify()).intact).toBe(true);
      opened.close();
    }
  });

  it('is a case when its file alone is copied while work goes on', async () => {
    const file = createCase(path, software);
    store(file);
    const copy = join(folder, 'copy', 'a.exhibit');
    mkdirSync(join(folder, 'copy'));
    // Read by another process: closing a handle here would drop the lock.
    spawnSync('cp', [path, copy]);
    file.close();
    const copied = openCase(copy, software);
    expect(copied.evidence.list()).toMatchObject([{ state: 'done' }]);
    expect((await copied.verify()).intact).toBe(true);
    copied.close();
  });

  it('does not change when it is only looked at', async () => {
    const file = createCase(path, software);
    store(file);
    file.close();
    const before = readFileSync(path);
    const view = viewCase(path);
    expect((await view.verify()).intact).toBe(true);
    expect(view.evidence.list()).toHaveLength(1);
    view.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['Fall Ü.exhibit']);
  });
});

describe('a case whose folder vanishes while it is open', () => {
  it('is said at the next write, instead of storing what nobody will find', () => {
    const place = join(folder, 'place');
    mkdirSync(place);
    const file = createCase(join(place, 'a.exhibit'), software);
    store(file);
    rmSync(place, { recursive: true });
    expect(() => store(file, sampleFinding({ path: '/evidence/second.mp4' }))).toThrow(
      code('case/unreachable'),
    );
    expect(() => file.close()).not.toThrow();
  });
});

describe.skipIf(process.platform === 'win32')(
  'a case that is replaced under its name while it is open',
  () => {
    it('is said at the next write; the file that was open is whole, and the other one is left alone', async () => {
      createCase(path, software).close();
      const other = readFileSync(path);
      const file = openCase(path, software);
      store(file);
      const moved = join(folder, 'moved.exhibit');
      renameSync(path, moved);
      writeFileSync(path, other);
      const again = () => store(file, sampleFinding({ path: '/evidence/second.mp4' }));
      expect(again).toThrow(code('case/unreachable'));
      expect(again).toThrow('is another file now');
      expect(file.evidence.list()).toHaveLength(1);
      file.close();
      expect(readFileSync(path).equals(other)).toBe(true);
      const [whole, replacement] = [openCase(moved, software), openCase(path, software)];
      expect(whole.evidence.list()).toHaveLength(1);
      expect(replacement.evidence.list()).toHaveLength(0);
      for (const opened of [whole, replacement]) {
        expect(await opened.verify()).toMatchObject({ intact: true });
        opened.close();
      }
    });

    it('is stored into again once the file is back', () => {
      const file = createCase(path, software);
      const moved = join(folder, 'moved.exhibit');
      renameSync(path, moved);
      writeFileSync(path, 'something else');
      expect(() => store(file)).toThrow(code('case/unreachable'));
      renameSync(moved, path);
      store(file);
      file.close();
      const opened = openCase(path, software);
      expect(opened.evidence.list()).toHaveLength(1);
      opened.close();
    });
  },
);

describe('what is no case', () => {
  it('names a path or a folder that does not exist', () => {
    expect(() => openCase(path, software)).toThrow(code('case/not-found'));
    expect(() => createCase(join(folder, 'missing', 'a.exhibit'), software)).toThrow(code('case/not-found'));
  });

  it('refuses a folder, a text, an empty file and somebody else’s database', () => {
    expect(() => openCase(folder, software)).toThrow(code('case/not-a-case'));
    writeFileSync(path, 'This is a letter and no case. '.repeat(200));
    expect(() => openCase(path, software)).toThrow(code('case/not-a-case'));
    writeFileSync(path, '');
    expect(() => openCase(path, software)).toThrow(code('case/not-a-case'));
    const other = join(folder, 'other.exhibit');
    new Sqlite(other).exec('CREATE TABLE bookmarks (url TEXT)').close();
    expect(() => openCase(other, software)).toThrow(code('case/not-a-case'));
  });

  it('leaves somebody else’s database and its log as they are', () => {
    const db = new Sqlite(path);
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    const copy = join(folder, 'copy.exhibit');
    for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, readFileSync(path + suffix));
    db.close();
    const log = readFileSync(`${copy}-wal`);
    expect(() => openCase(copy, software)).toThrow(code('case/not-a-case'));
    expect(() => viewCase(copy)).toThrow(code('case/not-a-case'));
    expect(readFileSync(`${copy}-wal`).equals(log)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['Fall Ü.exhibit', 'copy.exhibit', 'copy.exhibit-wal']);
  });

  it('says of a case that was never finished that it is damaged', () => {
    createCase(path, software).close();
    const db = new Sqlite(path);
    db.pragma('user_version = 0');
    db.close();
    expect(() => openCase(path, software)).toThrow(code('case/damaged'));
    expect(() => viewCase(path)).toThrow(code('case/damaged'));
  });

  it('refuses a case written by a newer version and leaves it alone', () => {
    createCase(path, software).close();
    const db = new Sqlite(path);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(path);
    expect(() => openCase(path, software)).toThrow(code('case/newer-than-app'));
    expect(() => viewCase(path)).toThrow(code('case/newer-than-app'));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('finds a page that was overwritten', () => {
    const file = createCase(path, software);
    store(file);
    file.close();
    const root = rootPage(path, 'faces');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, (root - 1) * 16_384, root * 16_384);
    writeFileSync(path, bytes);
    expect(() => openCase(path, software)).toThrow(code('case/damaged'));
  });

  it('finds a case that was cut short', () => {
    const file = createCase(path, software);
    store(file);
    file.close();
    writeFileSync(path, readFileSync(path).subarray(0, 5 * 16_384));
    expect(() => openCase(path, software)).toThrow(code('case/damaged'));
  });
});

function rootPage(file: string, table: string): number {
  const db = new Sqlite(file, { readonly: true });
  const page = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table);
  db.close();
  return Number(page);
}

describe('one writer', () => {
  it('is kept when the same process opens the case again', () => {
    const file = createCase(path, software);
    expect(() => openCase(path, software)).toThrow(code('case/locked'));
    expect(() => viewCase(path)).toThrow(code('case/locked'));
    store(file);
    file.close();
    openCase(path, software).close();
  });

  it('is kept against other processes until the holder dies, and nothing committed is lost', async () => {
    createCase(path, software).close();
    const holder = spawn(process.execPath, [script('hold-case.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(() => openCase(path, software)).toThrow(code('case/locked'));
    expect(() => viewCase(path)).toThrow(code('case/locked'));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const file = openCase(path, software);
    const [half, second] = file.evidence.list();
    expect(half).toMatchObject({ path: '/evidence/half.mp4', state: 'waiting' });
    const [job] = file.jobs.list();
    expect(job).toMatchObject({ state: 'cancelled', total: 3, done: 1, failed: 1, left: 2 });
    expect(job!.finishedAt).not.toBeNull();
    expect(file.jobs.left(job!.id)).toEqual({
      evidenceIds: [half!.id, second!.id],
      parameters: { sampling: { kind: 'all' }, minFacePx: 20, detectSizePx: null },
    });
    expect((await file.verify()).intact).toBe(true);
    file.close();
    expect(readdirSync(folder)).toEqual(['Fall Ü.exhibit']);
  });

  it('is one only, when several processes begin at once', async () => {
    createCase(path, software).close();
    const holders = Array.from({ length: 3 }, () =>
      spawn(process.execPath, [script('hold-case.ts'), path], { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const outcomes = holders.map((holder) =>
      Promise.race([
        once(holder.stdout, 'data').then(() => 'held'),
        once(holder, 'exit').then(() => 'refused'),
      ]),
    );
    expect((await Promise.all(outcomes)).sort()).toEqual(['held', 'refused', 'refused']);
    for (const holder of holders) holder.kill('SIGKILL');
  });
});

describe.skipIf(process.platform === 'win32')('a folder that can’t be written to', () => {
  it('is said at opening, while looking at the case still works', () => {
    createCase(path, software).close();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const { stdout } = spawnSync(process.execPath, [script('open-as-nobody.ts'), path], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ opened: 'case/read-only', viewed: 0 });
  });
});

describe('a full disk', () => {
  const small = () => join(folder, 'small');
  const ballast = () => join(small(), 'ballast');

  function mount(): boolean {
    mkdirSync(small());
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small()]).status === 0;
  }

  function fill(): void {
    for (let size = 1 << 21; size >= 512; size /= 2) {
      try {
        writeFileSync(ballast(), new Uint8Array(size), { flag: 'a' });
      } catch {
        // So much is no longer free; the next round asks for half.
      }
    }
  }

  const second = sampleFinding({ path: '/evidence/second.mp4' });

  it('is named, loses nothing finished, and the case goes on when there is room again', async ({ skip }) => {
    if (!mount()) skip('no right to mount a small file system');
    try {
      const file = createCase(join(small(), 'a.exhibit'), software);
      store(file);
      fill();
      expect(() => store(file, second, 1 << 20)).toThrow(code('case/disk-full'));
      expect(file.evidence.list()).toMatchObject([
        { name: 'clip.mp4', state: 'done' },
        { name: 'second.mp4', state: 'waiting' },
      ]);
      rmSync(ballast());
      store(file, second);
      expect(file.evidence.list().map((row) => row.state)).toEqual(['done', 'done']);
      expect((await file.verify()).intact).toBe(true);
      file.close();
      expect(readdirSync(small())).toEqual(['a.exhibit']);
    } finally {
      spawnSync('umount', [small()]);
    }
  });

  it('at closing leaves the log beside the case, and the next opening finds everything', ({ skip }) => {
    if (!mount()) skip('no right to mount a small file system');
    try {
      const file = createCase(join(small(), 'a.exhibit'), software);
      store(file, sampleFinding(), 400_000);
      fill();
      store(file, second, 200_000); // for which the log has room from before, but not the case
      expect(() => file.close()).toThrow(code('case/disk-full'));
      rmSync(ballast());
      const again = openCase(join(small(), 'a.exhibit'), software);
      expect(again.evidence.list().map((row) => row.state)).toEqual(['done', 'done']);
      again.close();
      expect(readdirSync(small())).toEqual(['a.exhibit']);
    } finally {
      spawnSync('umount', [small()]);
    }
  });

  it('takes back a new case that it has no room for', ({ skip }) => {
    if (!mount()) skip('no right to mount a small file system');
    try {
      fill();
      expect(() => createCase(join(small(), 'a.exhibit'), software)).toThrow(code('case/disk-full'));
      expect(readdirSync(small())).toEqual(['ballast']);
    } finally {
      spawnSync('umount', [small()]);
    }
  });
});
