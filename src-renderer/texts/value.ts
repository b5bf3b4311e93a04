/**
 * What a text takes in: a name, a figure, a part of a sentence that was put into words already. `keys` is the key of a
 * command in brackets after a blank, as in " (M)", and empty where it has none.
 */
export type Value = string | number;
