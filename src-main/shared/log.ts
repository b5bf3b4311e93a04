/** Where engine and app note what went wrong, with all that the message for the examiner leaves out. */

/** @param event what failed, by number or name; never anything of the evidence's content */
export type Log = (event: string, error: unknown) => void;

export const noLog: Log = () => undefined;

/** Code, message and stack of an error, and of every cause behind it. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? `[${String(error.code)}] ` : '';
  const cause = error.cause === undefined ? '' : `\ncaused by: ${failureText(error.cause)}`;
  return `${code}${error.stack ?? error.message}${cause}`;
}
