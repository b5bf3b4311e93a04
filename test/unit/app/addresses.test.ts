import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { imageRequest } from '../../../src-main/app/image-protocol.ts';
import { pathInside } from '../../../src-main/app/page-protocol.ts';
import { isPage } from '../../../src-main/app/security.ts';

vi.mock('electron', () => ({ app: {}, protocol: {} }));

describe('the address of a picture', () => {
  it('names a crop of a case or of the lab, or a thumbnail', () => {
    expect(imageRequest('exhibit-image://media/crop/77?opening=a')).toEqual({
      command: 'image:crop',
      input: { opening: 'a', faceId: 77 },
    });
    expect(imageRequest('exhibit-image://media/crop/-5?opening=a')).toEqual({
      command: 'image:crop',
      input: { opening: 'a', faceId: -5 },
    });
    expect(imageRequest('exhibit-image://media/lab-crop/9?run=2026')).toEqual({
      command: 'image:lab-crop',
      input: { faceId: 9 },
    });
    expect(imageRequest('exhibit-image://media/thumbnail/1?opening=a')).toEqual({
      command: 'image:thumbnail',
      input: { opening: 'a', evidenceId: 1 },
    });
  });

  it.each([
    '/frame/3/1',
    '/crop/3/1',
    '/crop/--1',
    '/lab-crop/-1',
    '/thumbnail/-1',
    '/crop/1e3',
    '/crop/',
    '/lab-crop/1/2',
    '/video/1',
    '/',
    '/crop/../frame/1',
  ])('is nothing else: %s', (path) => {
    expect(imageRequest(`exhibit-image://media${path}`)).toBeNull();
  });
});

it.each(['exhibit-image://elsewhere/crop/77', 'exhibit-app://media/crop/77'])(
  'of another host names no picture: %s',
  (address) => {
    expect(imageRequest(address)).toBeNull();
  },
);

describe('the address of a page file', () => {
  const folder = join('/', 'opt', 'exhibit', 'renderer');

  it('means a file inside the built page', () => {
    expect(pathInside(folder, 'exhibit-app://page/assets/index.js')).toBe(join(folder, 'assets', 'index.js'));
  });

  it.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f%2e%2e%2fmain%2fmain.js',
    'a%00.js',
    '%',
    '..%2frenderer-2%2fx.js',
  ])('never means one outside: %s', (path) => {
    expect(pathInside(folder, `exhibit-app://page/${path}`)).toBeNull();
  });
});

it.each(['exhibit-app://elsewhere/index.html', 'exhibit-image://page/index.html'])(
  'of another host is no page file: %s',
  (address) => {
    expect(pathInside(join('/', 'opt', 'renderer'), address)).toBeNull();
  },
);

describe('the page', () => {
  it('is one document under one origin', () => {
    expect(isPage('exhibit-app://page/index.html')).toBe(true);
    expect(isPage('exhibit-app://page/index.html#review')).toBe(true);
    expect(isPage('exhibit-app://page/assets/index.js')).toBe(false);
    expect(isPage('exhibit-app://page.example/index.html')).toBe(false);
    expect(isPage('https://page/index.html')).toBe(false);
    expect(isPage('')).toBe(false);
  });
});
