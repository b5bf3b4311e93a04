import { describe, expect, it } from 'vitest';
import { noneKnown, requireReachable } from '../../../../src-main/engine/cases/reachable.ts';

const share = '\\\\attacker\\share\\clip.mp4';
const onDrive = { casePath: 'C:\\Cases\\a.exhibit', known: noneKnown };

describe('a file that a case names', () => {
  it('is not looked up on a computer whose files were never added here', () => {
    expect(() => requireReachable(share, onDrive, 'win32')).toThrow(
      expect.objectContaining({ code: 'media/unknown-host', message: expect.stringContaining('attacker') }),
    );
    expect(() => requireReachable('/net/attacker/clip.mp4', { ...onDrive, casePath: '/a' }, 'linux')).toThrow(
      expect.objectContaining({ code: 'media/unknown-host' }),
    );
  });

  it('is looked up where the user added files of that computer, whatever the case of its name', () => {
    const known = { has: (host: string) => host === 'attacker' };
    expect(requireReachable(share.toUpperCase(), { ...onDrive, known }, 'win32')).toBe(share.toUpperCase());
  });

  it('is looked up on the computer that the case itself is on', () => {
    const beside = { casePath: '//ATTACKER/cases/a.exhibit', known: noneKnown };
    expect(requireReachable(share, beside, 'win32')).toBe(share);
    expect(() => requireReachable('\\\\other\\x.mp4', beside, 'win32')).toThrow('other');
  });

  it('is no device and no path of another system', () => {
    expect(() => requireReachable('\\\\.\\C:', onDrive, 'win32')).toThrow(
      expect.objectContaining({ code: 'media/not-a-file' }),
    );
    expect(() => requireReachable('/dev/watchdog', onDrive, 'linux')).toThrow(
      expect.objectContaining({ code: 'media/not-a-file' }),
    );
    expect(() => requireReachable(share, onDrive, 'linux')).toThrow(
      expect.objectContaining({ code: 'media/not-found' }),
    );
  });
});
