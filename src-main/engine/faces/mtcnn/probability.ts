/** The probability of a face from the difference of a network's two class outputs, face − background. */
export const probability = (logit: number) => 1 / (1 + Math.exp(-logit));
