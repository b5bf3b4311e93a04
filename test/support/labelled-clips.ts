/** A small labelled set without research data: clips that pan over the sample photographs; the "fakes" are tinted. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testDecoder } from './decoder.ts';
import { project } from './face-clip.ts';

const photographs = join(project, 'resources', 'sample');

/** `real/` and `fake/` with clips of each photograph, 800 px wide, a second long; each pans at another speed. */
export async function writeLabelledClips(folder: string, clipsEach = 1): Promise<void> {
  const { ffmpeg } = await testDecoder();
  const names = readdirSync(photographs).filter((name) => name.endsWith('.jpg'));
  const looks = { real: 'null', fake: 'hue=h=25:s=1.4,gblur=sigma=0.8' };
  for (const [label, look] of Object.entries(looks)) {
    mkdirSync(join(folder, label), { recursive: true });
    for (const [index, name] of Array.from({ length: clipsEach }, () => names)
      .flat()
      .entries()) {
      const speed = 4 + Math.floor(index / names.length);
      const input = ['-loop', '1', '-framerate', '8', '-t', '1', '-i', join(photographs, name)];
      const filter = `scale=900:-2,crop=iw-40:ih-20:x='20+20*sin(${speed}*t)':y=10,${look},scale=800:-2,format=yuv420p`;
      const output = ['-vf', filter, '-c:v', 'libx264', '-preset', 'ultrafast', '-y'];
      execFileSync(ffmpeg, ['-v', 'error', ...input, ...output, join(folder, label, `clip ${index}.mp4`)]);
    }
  }
}
