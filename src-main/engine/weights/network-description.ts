/** What the descriptions of all networks of a user have in common. */
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import { MAX_TEXT_CHARACTERS } from '../../shared/model-card.ts';
import { unreadable } from './stored-tensor.ts';

/** It becomes a file name. */
export const networkName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'letters, digits, dots, dashes and underscores');

/** A file in the same folder as the description: it must not name files elsewhere on this machine. */
export const fileBeside = z
  .string()
  .regex(/^(?!\.{1,2}$)[^/\\:\0]+$/, 'the name of a file in the same folder, without folders');

/** They stand on the card of a calibrated detector and in reports. */
export const describedText = z.string().max(MAX_TEXT_CHARACTERS);

/**
 * @param file its name in error messages
 * @param wanted such as "an embedder", and the page with an example
 * @throws EngineError models/invalid
 */
export function parseDescription<T>(
  schema: z.ZodType<T>,
  text: string,
  file: string,
  wanted: { what: string; page: string },
): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new EngineError(
      'models/invalid',
      `${file} does not describe ${wanted.what}. See the example in ${wanted.page}. ${why}`,
      { cause },
    );
  }
}

/**
 * Runs a network for the first time.
 * @throws EngineError models/unreadable-weights where it can't run
 */
export async function tryNetwork(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'inference/failed') throw error;
    throw unreadable(`The network cannot run: ${error.message}. Check the file and its description.`, error);
  }
}
