/** It is the name of the model's folder too; folders that are being written end in `.part`, and `active.txt` is a file there. */
export const MODEL_NAME = /^(?!active\.txt$)\w(?!.*\.part$)[\w .-]{0,99}$/i;
