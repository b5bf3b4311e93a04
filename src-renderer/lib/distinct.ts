/** Each value once, in the order of its first place. */
export const distinct = <T>(values: Iterable<T>): T[] => [...new Set(values)];
