import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCase } from '../../../src-main/engine/cases/case-file.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

/** A case with two analysed clips, without the minutes that an analysis takes on a busy machine. */
export async function analysedCase(within: string): Promise<string> {
  const path = join(within, 'court.exhibit');
  const file = createCase(path, 'Exhibit test');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x160', '-frames:v', '1', '-f', 'mjpeg', '-'];
  const crop = execFileSync('ffmpeg', ['-v', 'error', ...picture]);
  for (const name of ['a.mp4', 'b.mp4']) {
    const clip = join(within, name);
    const source = `testsrc2=size=1280x720:rate=30000/1001:duration=3,hue=h=${file.evidence.list().length * 90}`;
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', clip]);
    const content = await readFile(clip);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const { id } = file.evidence.add({ path: clip, sizeBytes: content.length });
    const media = { ...sampleFinding().media, sizeBytes: content.length };
    const finding = sampleFinding({ path: clip, sha256, media });
    const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => crop);
    file.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  }
  file.close();
  return path;
}
