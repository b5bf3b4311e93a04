/** A table of text, to be shown in a terminal, in Markdown or in HTML. */
export interface Table {
  title: string;
  /** The first column names the rows. */
  columns: string[];
  rows: string[][];
}
