import { foreignText } from './foreign-text.ts';

/** It is the name of the model's folder too; folders that are being written end in `.part`, and `active.txt` is a file there. */
export const MODEL_NAME = /^(?!active\.txt$)\w(?!.*\.part$)[\w .-]{0,99}$/i;

export const MAX_NAME_CHARACTERS = 100;

/**
 * Any script, for a model that was trained into a folder of any name and never went into the library. Reports and the
 * terminal show it as it is.
 */
export const isShowableName = (name: string): boolean =>
  name.length > 0 && name.length <= MAX_NAME_CHARACTERS && foreignText(name) === name;
