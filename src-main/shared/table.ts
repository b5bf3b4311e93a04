/** A table of text, for whoever sets it: terminal, Markdown or HTML. */
export interface Table {
  title: string;
  /** The first column names the rows. */
  columns: string[];
  rows: string[][];
}
