import { describe, expect, it } from 'vitest';
import { misnamedText } from '../../../../src-main/engine/media/misnamed.ts';

const mp4 = { container: 'mov,mp4,m4a,3gp,3g2,mj2', tags: { major_brand: 'isom' } };

describe('misnamedText', () => {
  it('says what a file is whose name says something else', () => {
    expect(misnamedText('/evidence/Clip.AVI', mp4)).toEqual([
      'The name ends in .avi, but the content is of another kind: MP4. Exhibit read it by its content.',
    ]);
    expect(misnamedText('photo.png', { container: 'jpeg_pipe', tags: {} })[0]).toContain('JPEG');
    expect(misnamedText('clip.jpg', mp4)).toHaveLength(1);
  });

  it.each([
    ['clip.mp4', mp4],
    ['CLIP.MOV', mp4],
    ['clip.mpg', { container: 'mpegts', tags: {} }],
    ['clip.m4v', { container: 'm4v', tags: {} }],
    ['film.jpg', { container: 'mjpeg', tags: {} }],
    ['clip.dat', mp4],
    ['clip', mp4],
  ])('says nothing of %s where name and content agree, or the name tells nothing', (path, media) => {
    expect(misnamedText(path, media)).toEqual([]);
  });
});
