/** It is the name of the model's folder too; folders that are being written end in `.part`. */
export const MODEL_NAME = /^\w(?!.*\.part$)[\w .-]{0,99}$/;
