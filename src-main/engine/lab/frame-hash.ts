/**
 * What a picture looks like in 256 bits: whether each of 16 × 16 places is darker than its right neighbour (the
 * "difference hash", dHash). Encoding and scaling change few of the bits; other pictures differ in about half.
 */

/** Grey pictures of this size are what hashes are made of. */
export const hashedWidth = 17;
export const hashedHeight = 16;
const wordsPerFrame = 8;
export const bytesPerFrame = wordsPerFrame * 4;

/**
 * Bits of 256 up to which two pictures are alike. Saving 303 face crops again as JPEG at quality 30, or at half the
 * size, changes 6 bits (median; 12 at the 90th percentile). Among 13,308 crops of different recordings, 12 of 89
 * million pairs are this close, most of them copies; the usual 64 bits would also match different people. A swapped
 * face changes up to 9 bits.
 */
export const alikeBits = 12;

/** Less contrast than this many grey levels is a black or blank picture, which says nothing. */
const leastContrast = 16;

/**
 * @param grey pictures of 17 × 16 one after the other
 * @returns 32 bytes each; all zero for a blank picture
 */
export function hashFrames(grey: Uint8Array): Uint8Array {
  const size = hashedWidth * hashedHeight;
  const frames = Math.floor(grey.length / size);
  const hashes = new Uint8Array(frames * bytesPerFrame);
  for (let frame = 0; frame < frames; frame += 1) {
    const picture = grey.subarray(frame * size, (frame + 1) * size);
    if (Math.max(...picture) - Math.min(...picture) < leastContrast) continue;
    for (let y = 0, bit = frame * bytesPerFrame * 8; y < hashedHeight; y += 1) {
      for (let x = y * hashedWidth; x < (y + 1) * hashedWidth - 1; x += 1, bit += 1) {
        if (picture[x]! < picture[x + 1]!) hashes[bit >> 3]! |= 0x80 >> (bit & 7);
      }
    }
  }
  return hashes;
}

/** A hash as it is compared. */
interface ComparedHash {
  words: Uint32Array;
  frames: number;
}

export function comparedHash(hash: Uint8Array): ComparedHash {
  // A copy of its own: a Buffer lies somewhere in a larger one, at any offset.
  const copy = Uint8Array.from(hash);
  return { words: new Uint32Array(copy.buffer), frames: copy.length / bytesPerFrame };
}

/** Whether pictures at the same places differ by at most {@link alikeBits} on average; blank ones do not count. */
export function areAlike(a: ComparedHash, b: ComparedHash): boolean {
  const frames = Math.min(a.frames, b.frames);
  let compared = 0;
  let bits = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * wordsPerFrame;
    if (isBlank(a.words, start) || isBlank(b.words, start)) continue;
    compared += 1;
    for (let word = start; word < start + wordsPerFrame; word += 1) {
      bits += bitsSet(a.words[word]! ^ b.words[word]!);
    }
    if (bits > alikeBits * frames) return false;
  }
  return compared > 0 && bits <= alikeBits * compared;
}

function isBlank(words: Uint32Array, start: number): boolean {
  for (let word = start; word < start + wordsPerFrame; word += 1) if (words[word] !== 0) return false;
  return true;
}

/** Of 32 bits, added up in parallel (Warren, Hacker's Delight, 5-1). */
function bitsSet(word: number): number {
  let sum = word - ((word >>> 1) & 0x5555_5555);
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  sum = (sum + (sum >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(sum, 0x0101_0101) >>> 24;
}
