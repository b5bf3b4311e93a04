/**
 * How the methods of forgery on a card are shown. Clip tables name a method in the words of their source, so one thing can have
 * two names there. The figures of the card stay those of the rows as they were measured: two rows of one method are
 * told apart by what stands in brackets.
 */
import { ownValue } from './own-value.ts';

const shown: Readonly<Record<string, string>> = {
  'face-swap (Celeb-DF synthesis)': 'face swap (Celeb-DF)',
  'DFDC face swap': 'face swap (DFDC)',
  'face-swap': 'face swap',
  'face swap (Roop-like, not stated)': 'face swap (method not stated, like Roop)',
  FaceSwap: 'face swap (FaceSwap)',
  Deepfakes: 'face swap (Deepfakes)',
  'first-order-motion reenactment': 'FOMM (named first-order motion by its source)',
  'audio-driven talking head (AniPortrait)': 'AniPortrait (driven by sound)',
  'talking head from GAN portrait (VASA-1)': 'VASA-1 (portrait made by a network)',
  'talking head (EMO)': 'EMO',
  'talking avatar assignment (Wav2Lip or like)': 'Wav2Lip or similar (not stated)',
  'lip-sync assignment (DINet or Wav2Lip)': 'DINet or Wav2Lip (not stated)',
  'unknown photo animation (driver folder)': 'photo animation (method not stated)',
  'unknown avatar service': 'avatar service (method not stated)',
  'blink generator of the pipeline (not stated)': 'blinking added (method not stated)',
};

/** @param method as its clip table names it; null where it names none */
export const shownMethod = (method: string | null): string =>
  method === null ? 'not named' : (ownValue(shown, method) ?? method);
