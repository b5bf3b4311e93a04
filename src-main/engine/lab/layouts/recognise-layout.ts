/** Which of the known ways a data set's folder is laid out in, the most specific one first. */
import type { DatasetLayout } from '../../../shared/lab.ts';
import { EngineError } from '../../../shared/errors.ts';
import { celebDf } from './celeb-df.ts';
import { dfdc } from './dfdc.ts';
import { faceForensics } from './face-forensics.ts';
import type { FoundSet, Layout } from './found-set.ts';
import { listFolder } from './listing.ts';
import { manifest } from './manifest.ts';
import { realFakeFolders } from './real-fake-folders.ts';

const layouts: readonly Layout[] = [manifest, celebDf, faceForensics, dfdc, realFakeFolders];

interface RecognisedSet extends FoundSet {
  /** Absolute. */
  folder: string;
  layout: DatasetLayout;
}

/** @throws EngineError lab/unknown-layout, media/not-found, train/bad-manifest; the abort reason */
export async function recogniseLayout(folder: string, signal?: AbortSignal): Promise<RecognisedSet> {
  const listing = await listFolder(folder, signal);
  for (const layout of layouts) {
    if (!(await layout.fits(listing))) continue;
    const { items, refused } = await layout.read(listing);
    return {
      folder: listing.folder,
      layout: layout.name,
      items,
      refused: [...refused, ...listing.unreadable],
    };
  }
  const known = layouts.map(({ knownBy }) => knownBy).join('; ');
  throw new EngineError(
    'lab/unknown-layout',
    `${listing.folder} (${listing.media.length} videos and pictures) does not say which clips are real and which are fake. Exhibit looked for: ${known}. Sort the clips into folders named real and fake, or write a clip table (manifest.csv).`,
  );
}
