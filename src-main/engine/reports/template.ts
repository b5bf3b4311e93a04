/**
 * Reads the template of a lab: words, which the report escapes like any text, and a logo, which is drawn anew as PNG, so that
 * nothing of its file but pixels gets into a report.
 */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import type { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import { openPng } from '../support/png.ts';
import { sha256Of } from '../support/sha256.ts';
import { SAVE_AS_PNG, templateSchema } from './template-schema.ts';

export interface Logo {
  png: Uint8Array;
  /** CSS pixels on the page; the picture has twice as many. */
  width: number;
  height: number;
}

export interface ReportTemplate extends Omit<z.infer<typeof templateSchema>, 'format' | 'logo'> {
  logo: Logo | null;
  /** Of the folder, those that were used. */
  files: { name: string; sha256: string }[];
}

export const TEMPLATE_FILE = 'template.json';
const MOST_TEXT = 256 * 1024;
const MOST_LOGO = 2 * 2 ** 20;
/** Pixels of a side of the logo's file: at most 64 MB while it is drawn, which is done in the engine itself. */
const MOST_SIDE = 4000;
/** Programs write about ten. Each one costs the time of a whole picture, from a few hundred bytes. */
const MOST_SCANS = 100;
/** CSS pixels on the page: about 64 mm by 17 mm. */
const LOGO_BOX = { width: 240, height: 64 };

/** @throws EngineError report/bad-template */
export async function readTemplate(folder: string): Promise<ReportTemplate> {
  const text = await fileIn(folder, TEMPLATE_FILE, MOST_TEXT);
  const { logo: name, ...words } = wordsIn(text);
  const file = name === null ? null : { name, bytes: await fileIn(folder, name, MOST_LOGO) };
  return {
    ...{ agency: words.agency, header: words.header, footer: words.footer },
    ...{ opening: words.opening, closing: words.closing, leaveOut: words.leaveOut },
    logo: file && (await drawnLogo(file.name, file.bytes)),
    files: [{ name: TEMPLATE_FILE, bytes: text }, ...(file ? [file] : [])].map((each) => ({
      name: each.name,
      sha256: sha256Of(each.bytes),
    })),
  };
}

async function fileIn(folder: string, name: string, most: number): Promise<Buffer> {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile())
    throw badTemplate(`${path} is not there, or is no file. A template is a folder with ${TEMPLATE_FILE}`);
  if (found.size > most) throw badTemplate(`${path} is larger than ${most / 1024} KB`);
  return readFile(path);
}

function wordsIn(bytes: Buffer): z.infer<typeof templateSchema> {
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw badTemplate(`${TEMPLATE_FILE} is not JSON: ${(cause as Error).message}`);
  }
  const parsed = templateSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw badTemplate(`${TEMPLATE_FILE}, ${path.length === 0 ? 'at the top' : path.join('.')}: ${message}`);
}

/** No SVG: a few bytes of it can keep the drawing busy for ever. */
const mediaTypes: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg' };

async function drawnLogo(name: string, bytes: Buffer): Promise<Logo> {
  const { width, height, type = '' } = sizeOf(name, bytes);
  const media = mediaTypes[type];
  if (media === undefined || !(width > 0 && height > 0) || Math.max(width, height) > MOST_SIDE)
    throw badTemplate(`${name} is no PNG or JPEG of 1 to ${MOST_SIDE} pixels a side. ${SAVE_AS_PNG}`);
  if (type === 'jpg' && scansIn(bytes) > MOST_SCANS)
    throw badTemplate(`${name} is a JPEG of more than ${MOST_SCANS} scans. ${SAVE_AS_PNG}`);
  const scale = Math.min(LOGO_BOX.width / width, LOGO_BOX.height / height);
  const box = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const draw = await openPng();
  const around = (content: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}">${content}</svg>`;
  const data = `data:${media};base64,${bytes.toString('base64')}`;
  const png = draw(around(`<image href="${data}" width="${box.width}" height="${box.height}"/>`));
  // A picture that cannot be read is left out by the library without a word.
  if (Buffer.from(png).equals(draw(around('')))) throw badTemplate(`${name} cannot be drawn, or is empty`);
  return { png, ...box };
}

function sizeOf(name: string, bytes: Buffer) {
  try {
    return imageSize(bytes);
  } catch {
    throw badTemplate(`${name} is no PNG or JPEG. ${SAVE_AS_PNG}`);
  }
}

/** Inside the data of a JPEG these two bytes stand only where a scan starts; in a preview they may be counted too. */
const startOfScan = Buffer.from([0xff, 0xda]);
function scansIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(startOfScan); at !== -1; at = bytes.indexOf(startOfScan, at + 2)) count++;
  return count;
}

const badTemplate = (why: string) =>
  new EngineError(
    'report/bad-template',
    `The template of the report cannot be used: ${why.replace(/\.$/, '')}. Correct it, or write the report without a template.`,
  );
