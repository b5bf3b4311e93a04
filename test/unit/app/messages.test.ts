import { describe, expect, it, vi } from 'vitest';
import { caseArgument } from '../../../src-main/app/case-requests.ts';
import { GrantedPaths, OWN_CHOICE } from '../../../src-main/app/granted-paths.ts';
import { parseInput } from '../../../src-main/app/parse-input.ts';
import { wholeCase } from '../../../src-main/shared/report-choice.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';

vi.mock('electron', () => ({ app: {}, ipcMain: {}, utilityProcess: {} }));

describe('a message to the engine', () => {
  it('passes when it has the form of the contract', () => {
    const input = { opening: 'a', evidenceIds: [1, 2], parameters: defaultParameters };
    expect(parseInput('analysis:start', input)).toEqual(input);
  });

  it.each([
    ['case:open', { path: '' }],
    ['case:open', null],
    ['evidence:add', { opening: 'a', paths: [] }],
    ['evidence:add', { opening: 'a', paths: 'all' }],
    ['image:crop', { opening: 'a', faceId: 1.5 }],
    ['image:crop', { faceId: 1 }],
    [
      'analysis:start',
      { opening: 'a', evidenceIds: [1], parameters: { ...defaultParameters, minFacePx: -1 } },
    ],
    ['report:write', { opening: 'a', format: 'exe', path: '/a', choice: wholeCase }],
    ['report:write', { opening: 'a', format: 'csv', path: '/a', choice: { ...wholeCase, disclosed: 'all' } }],
    ['engine:info', undefined],
  ] as const)('is refused otherwise: %s %o', (command, input) => {
    expect(() => parseInput(command, input)).toThrow(
      expect.objectContaining({
        code: 'app/bad-message',
        message: expect.stringContaining(command) as string,
      }),
    );
  });
});

describe('a path of the page', () => {
  const refused = expect.objectContaining({ code: 'app/bad-message' });

  it('is one that the examiner chose for that very command', () => {
    const granted = new GrantedPaths();
    const wish = { opening: 'a', format: 'html', path: '/r.html', choice: wholeCase } as const;
    expect(() => granted.check('report:write', wish)).toThrow(refused);
    granted.grant('case:create', '/r.html');
    expect(() => granted.check('report:write', wish)).toThrow(refused);
    granted.grant('report:write', '/r.html');
    granted.check('report:write', wish);
  });

  it.each([
    ['case:create', { path: '/chosen' }, { path: '/other' }],
    ['case:sample', { folder: '/chosen' }, { folder: '/elsewhere' }],
    [
      'evidence:find-moved',
      { opening: 'a', evidenceIds: [1], folder: '/chosen' },
      { opening: 'a', evidenceIds: [1], folder: '/' },
    ],
    [
      'report:write',
      { opening: 'a', format: 'csv', path: '/chosen', choice: wholeCase },
      { opening: 'a', format: 'csv', path: '/other', choice: wholeCase },
    ],
    ['dataset:import', { folder: '/chosen', name: null }, { folder: '/other', name: null }],
    ['experiment:figures', { runId: 1, folder: '/chosen' }, { runId: 1, folder: '/chosen/..' }],
    ['decoder:name', { path: '/chosen' }, { path: '/tmp/program' }],
    ['model:import', { path: '/chosen' }, { path: '/strangers.zip' }],
    ['model:export', { name: 'a', path: '/chosen' }, { name: '/chosen', path: '/other' }],
  ] as const)('is used once by %s, and no other goes', (command, chosen, other) => {
    const granted = new GrantedPaths();
    granted.grant(command, '/chosen');
    expect(() => granted.check(command, other)).toThrow(refused);
    granted.check(command, chosen);
    expect(() => granted.check(command, chosen)).toThrow(refused);
  });

  it('of a case may be opened again, but only one that was chosen, dropped or opened before', () => {
    const granted = new GrantedPaths();
    expect(() => granted.check('case:open', { path: '/c.exhibit' })).toThrow(refused);
    granted.grant('case:open', '/c.exhibit');
    granted.check('case:open', { path: '/c.exhibit' });
    granted.check('case:open', { path: '/c.exhibit' });
  });

  it('of evidence is each one that was chosen or dropped: a list with another one adds nothing', () => {
    const granted = new GrantedPaths();
    for (const path of ['/a.mp4', '/b.mp4']) granted.grant('evidence:add', path);
    const paths = ['/a.mp4', '/home/private.mp4'];
    expect(() => granted.check('evidence:add', { opening: 'a', paths })).toThrow(refused);
    granted.check('evidence:add', { opening: 'a', paths: ['/a.mp4', '/b.mp4'] });
    expect(() => granted.check('evidence:add', { opening: 'a', paths: ['/a.mp4'] })).toThrow(refused);
  });

  it('is needed also to take the choice of a decoder back', () => {
    const granted = new GrantedPaths();
    expect(() => granted.check('decoder:name', { path: null })).toThrow(refused);
    granted.grant('decoder:name', '/usr/bin/ffmpeg');
    expect(() => granted.check('decoder:name', { path: null })).toThrow(refused);
    granted.grant('decoder:name', OWN_CHOICE);
    granted.check('decoder:name', { path: null });
    expect(() => granted.check('decoder:name', { path: null })).toThrow(refused);
  });
});

describe('a case on the command line', () => {
  it('is the first argument with its extension, relative to the folder it was typed in', () => {
    expect(caseArgument(['exhibit', '--trace', 'a b.EXHIBIT'], '/home/x')).toBe('/home/x/a b.EXHIBIT');
    expect(caseArgument(['electron', '.', '/cases/1.exhibit'], '/home/x')).toBe('/cases/1.exhibit');
    expect(caseArgument(['exhibit', '--case=x.exhibit', 'clip.mp4'], '/home/x')).toBeNull();
  });
});
