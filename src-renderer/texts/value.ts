/** What a text takes in: a name, a figure, a part of a sentence that was put into words already. */
export type Value = string | number;
