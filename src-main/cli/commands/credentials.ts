/** `exhibit credentials`: checks the Content Credentials of files of a case again, as after a change of the trust list. */
import { laterCheckText } from '../../shared/credentials-wording.ts';
import { EngineError } from '../../shared/errors.ts';
import { pathText } from '../../shared/path-text.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { allNotEmpty, notEmpty } from '../options.ts';
import { openForWork } from '../open-case.ts';
import { note, print } from '../output.ts';
import { chosenFiles } from '../report-choice.ts';

export const addCredentials: AddCommand = (program, call) => {
  program
    .command('credentials')
    .summary('check Content Credentials again, as after a change of the trust list')
    .description(
      'Checks the Content Credentials (C2PA) of analysed files again, by the trust list as it is now, and stores the result in ' +
        'the audit log. The result of the analysis stays beside it; nothing else is analysed again.',
    )
    .argument('<case>', 'the case', notEmpty)
    .argument(
      '[file...]',
      'numbers or names of files, as "exhibit case" lists them; all if none is named',
      allNotEmpty,
    )
    .addHelpText(
      'after',
      '\nExit code: 0 all that have credentials are checked, 3 some could not be read or checked; each is named.',
    )
    .action((path: string, names: string[] | undefined) =>
      onEngine(call, {}, async (engine) => {
        const { cases } = engine;
        await openForWork(engine, path);
        const rows = chosenFiles(engine, names ?? []);
        let failed = 0;
        let checked = 0;
        for (const [index, { id, path: read }] of rows.entries()) {
          note(`Reading file ${index + 1} of ${rows.length}`);
          try {
            const check = await cases.checkCredentials(id);
            if (check === null) continue;
            if (check.result.state === 'unreadable') failed += 1;
            else checked += 1;
            print([`${pathText(read)}: ${laterCheckText(check)}`]);
          } catch (error) {
            if (!(error instanceof EngineError)) throw error;
            failed += 1;
            note(`${pathText(read)}: ${error.message} [${error.code}]`);
          }
        }
        if (checked + failed === 0) print(['No analysed file has Content Credentials.']);
        return failed > 0 ? exit.someFailed : exit.ok;
      }),
    );
};
