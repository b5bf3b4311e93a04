/** The app's log: a text file of bounded size, with the one before it kept beside it as `.old.log`. */
import log from 'electron-log/node';
import { failureText, type Log } from '../shared/log.ts';

/** Some thousands of failures with their stacks. */
const MAX_BYTES = 1_000_000;

export interface AppLog {
  readonly file: string;
  note(text: string): void;
  readonly failure: Log;
}

export function openLog(file: string, maxBytes = MAX_BYTES): AppLog {
  const logger = log.create({ logId: file });
  const { transports } = logger;
  transports.console.level = false;
  transports.file.resolvePathFn = () => file;
  transports.file.maxSize = maxBytes;
  // Messages may name paths of evidence, which are nobody else's business on a shared machine.
  transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  return {
    file,
    note: (text) => logger.info(text),
    failure: (event, error) => logger.error(`${event}: ${failureText(error)}`),
  };
}
