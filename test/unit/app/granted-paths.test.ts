import { expect, it } from 'vitest';
import { wholeCase } from '../../../src-main/shared/report-choice.ts';
import { GrantedPaths } from '../../../src-main/app/granted-paths.ts';

it('shows what was written at the wish of the page, and no other file', () => {
  const granted = new GrantedPaths();
  const refused = (path: string) =>
    expect(() => granted.requireWritten(path)).toThrow(expect.objectContaining({ code: 'app/bad-message' }));
  granted.grant('report:write', '/out/report.html');
  refused('/out/report.html');
  granted.check('report:write', {
    opening: 'a',
    format: 'html',
    path: '/out/report.html',
    choice: wholeCase,
  });
  granted.requireWritten('/out/report.html');
  // A case or a model that was opened is none that was written.
  granted.grant('case:open', '/cases/a.exhibit');
  granted.check('case:open', { path: '/cases/a.exhibit' });
  refused('/cases/a.exhibit');
  refused('/usr/bin/env');
});

it('has the engine read no clip table that nobody chose for it, and each choice once', () => {
  const granted = new GrantedPaths();
  const wish = { opening: 'a', evidenceId: 1, path: '/labelled/ours.csv' };
  const measure = () => granted.check('evidence:measure-rates', wish);
  const refused = expect.objectContaining({ code: 'app/bad-message' }) as unknown;
  granted.grant('evidence:add', wish.path);
  expect(measure).toThrow(refused);
  granted.grant('evidence:measure-rates', wish.path);
  expect(measure).not.toThrow();
  expect(measure).toThrow(refused);
});

it('has the engine keep no template of a folder that nobody chose', () => {
  const granted = new GrantedPaths();
  const keep = () => granted.check('template:keep', { folder: '/templates/north' });
  expect(keep).toThrow(expect.objectContaining({ code: 'app/bad-message' }));
  granted.grant('template:keep', '/templates/north');
  expect(keep).not.toThrow();
});
