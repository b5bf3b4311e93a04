import { describe, expect, it } from 'vitest';
import { fileName, pathText } from '../../../src-main/shared/path-text.ts';

describe('paths as they are shown', () => {
  it('shows a byte that is not UTF-8 by its value', () => {
    expect(pathText('/evidence/Aufnahme_M\uEFFCller.mp4')).toBe('/evidence/Aufnahme_M\\xFCller.mp4');
    expect(pathText('/evidence/Müller.mp4')).toBe('/evidence/Müller.mp4');
  });

  it('takes a backslash for a separator on Windows only', () => {
    expect(fileName('/evidence/back\\slash.mp4')).toBe('back\\slash.mp4');
    expect(fileName('C:\\cases\\Harbour 7\\clip ü.mp4')).toBe('clip ü.mp4');
    expect(fileName('\\\\server\\share\\clip.mp4')).toBe('clip.mp4');
    expect(fileName('/cases/harbour/')).toBe('harbour');
  });
});
