/** The words of window and report for each degradation; `engine/media/degradations.ts` defines them. */
import type { DegradationName } from './degradation-names.ts';
import { quoted } from './foreign-text.ts';
import { ownValue } from './own-value.ts';

export const degradationWords: Record<DegradationName, string> = {
  '720p': '720p',
  '480p': '480p',
  '360p': '360p',
  crf28: 'H.264 at CRF 28',
  crf34: 'H.264 at CRF 34',
  crf40: 'H.264 at CRF 40',
  'whatsapp-480p': 'WhatsApp-like, 480p',
  'whatsapp-360p': 'WhatsApp-like, 360p',
  'jpeg-30': 'JPEG at quality 30',
  blur: 'Blur',
};

/** Conditions that are no degradation, such as sizes of faces, are named by the engine. */
export const conditionWord = (condition: string): string =>
  ownValue<string>(degradationWords, condition) ?? condition;

/** One that an audit log names: an entry that was edited may name any. */
export const loggedConditionWord = (condition: string): string =>
  ownValue<string>(degradationWords, condition) ?? quoted(condition);
