/** `exhibit hash`: MD5 and SHA-1 of the files of a case, for comparing with old lists. */
import { EngineError } from '../../shared/errors.ts';
import { OLD_HASHES_NOTE, oldHashesText } from '../../shared/old-hash-wording.ts';
import { pathText } from '../../shared/path-text.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { allNotEmpty, notEmpty } from '../options.ts';
import { openForWork } from '../open-case.ts';
import { note, print } from '../output.ts';
import { chosenFiles } from '../report-choice.ts';

export const addHash: AddCommand = (program, call) => {
  program
    .command('hash')
    .summary('compute MD5 and SHA-1 of evidence, to compare with older lists')
    .description(
      'Reads files of a case once and stores their MD5 and SHA-1, with the SHA-256 of the same reading, in the audit log. ' +
        OLD_HASHES_NOTE,
    )
    .argument('<case>', 'the case', notEmpty)
    .argument(
      '[file...]',
      'numbers or names of files, as "exhibit case" lists them; all if none is named',
      allNotEmpty,
    )
    .addHelpText('after', '\nExit code: 0 all stored, 3 some could not be read; each is named.')
    .action((path: string, names: string[] | undefined) =>
      onEngine(call, {}, async (engine) => {
        const { cases } = engine;
        await openForWork(engine, path);
        const rows = chosenFiles(engine, names ?? []);
        let failed = 0;
        for (const [index, { id, path: read }] of rows.entries()) {
          note(`Reading file ${index + 1} of ${rows.length}`);
          try {
            const hashes = await cases.hashEvidence(id);
            print([`hashes    ${pathText(read)}: ${oldHashesText(hashes)}`, `sha256    ${hashes.sha256}`]);
          } catch (error) {
            if (!(error instanceof EngineError)) throw error;
            failed += 1;
            note(`${pathText(read)}: ${error.message} [${error.code}]`);
          }
        }
        return failed > 0 ? exit.someFailed : exit.ok;
      }),
    );
};
