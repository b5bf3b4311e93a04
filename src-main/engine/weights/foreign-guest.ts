/** Reads a lab's description of its detector, and checks the network against it before it scores anybody. */
import { z } from 'zod';
import { runSizes } from '../embedding/faces-per-run.ts';
import { GuestNetwork } from '../embedding/guest-network.ts';
import { guestEntry, type GuestEntry } from '../inference/manifest.ts';
import { openSession } from '../inference/onnx-session.ts';
import { createRandom } from '../support/random.ts';
import { checkDeclared } from './foreign-embedder.ts';
import {
  describedText,
  fileBeside,
  networkName,
  parseDescription,
  tryNetwork,
} from './network-description.ts';
import { readOnnxFile } from './onnx-file.ts';
import { unreadable } from './stored-tensor.ts';

/** An entry of the network list without the facts that come from the file itself. */
const description = guestEntry.omit({ file: true, sha256: true }).extend({
  role: z.literal('guest').default('guest'),
  name: networkName.refine((name) => !/\.(part|old)$/.test(name), 'not with .part or .old at its end'),
  ...{ architecture: describedText, licence: describedText, origin: describedText },
  training: describedText.min(1),
  trainedOn: fileBeside.optional(),
});

type GuestDescription = z.infer<typeof description>;

/**
 * @param file its name in error messages
 * @throws EngineError models/invalid
 */
export function readGuestDescription(text: string, file: string): GuestDescription {
  return parseDescription(description, text, file, { what: 'a detector', page: 'docs/guests.md' });
}

/**
 * Compares the description with the file, and runs it on pictures that are the same every time, in every size of a run.
 * @throws EngineError models/unreadable-weights
 */
export async function checkForeignGuest(bytes: Uint8Array, entry: GuestEntry): Promise<void> {
  const declared = readOnnxFile(bytes);
  if (declared.outputs.length !== 1) {
    const names = declared.outputs.map(({ name }) => name).join(', ');
    throw unreadable(
      `The network has ${declared.outputs.length} outputs (${names}). Export it with the score as its only output.`,
    );
  }
  checkDeclared(declared, entry);
  await tryNetwork(() => tryOut(bytes, entry));
}

/** How far scores of one picture may lie apart, by rounding, when other pictures are in its run. */
const SAME = 1e-3;

async function tryOut(bytes: Uint8Array, entry: GuestEntry): Promise<void> {
  const { sizePx, batch } = entry.input;
  const network = new GuestNetwork(await openSession(bytes, { provider: 'cpu', threads: 0 }), entry);
  try {
    const [first, second] = [noise(sizePx, 1), noise(sizePx, 2)];
    const [alone] = await network.scorePictures([first]);
    if (batch === 1) return;
    for (const size of runSizes(batch).filter((each) => each > 1)) {
      const [together] = await network.scorePictures([first, ...Array<Uint8Array>(size - 1).fill(second)]);
      if (Math.abs(alone! - together!) <= SAME * Math.max(1, Math.abs(alone!))) continue;
      throw unreadable(
        'The score of a picture depends on the other pictures in its run. Export the network for inference, not for training.',
      );
    }
  } finally {
    await network.dispose();
  }
}

function noise(sizePx: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: 3 * sizePx * sizePx }, () => Math.floor(256 * random.next()));
}
