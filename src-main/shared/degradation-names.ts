/** The ways in which clips are made worse, by name: `engine/media/degradations.ts` says what each is. */
export const degradationNames = [
  '720p',
  '480p',
  '360p',
  'crf28',
  'crf34',
  'crf40',
  'whatsapp-480p',
  'whatsapp-360p',
  'jpeg-30',
  'blur',
] as const;

export type DegradationName = (typeof degradationNames)[number];

export const isDegradation = (name: string): name is DegradationName =>
  degradationNames.some((known) => known === name);
