/** `exhibit rates`: how often the model errs on labelled clips that are brought to the quality of a video of a case. */
import { MEASURED_RATES_NOTE, measuredRatesTexts } from '../../shared/measured-rates-wording.ts';
import { pathText } from '../../shared/path-text.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { notEmpty, textOption } from '../options.ts';
import { openForWork } from '../open-case.ts';
import { print } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';
import { chosenFiles } from '../report-choice.ts';

export const addRates: AddCommand = (program, call) => {
  program
    .command('rates')
    .summary('measure error rates at the quality of a video, on your own labelled clips')
    .description(
      'Brings labelled clips to the quality of an analysed video, scores them by the model of its finding, and stores false-positive ' +
        `rate, false-negative rate and AUC in the audit log; reports show them. ${MEASURED_RATES_NOTE}`,
    )
    .argument('<case>', 'the case', notEmpty)
    .argument('<file>', 'number or name of the video, as "exhibit case" lists it', notEmpty)
    .addOption(textOption('--clips <table>', 'labelled clips, as for exhibit train').makeOptionMandatory())
    .addHelpText(
      'after',
      '\nIf you stop it (Ctrl-C), the same command goes on: clips that were scored are kept in the settings folder.\n' +
        'Exit code: 0 rates were measured; 3 clips of both labels with a score are missing, so none were.',
    )
    .action((path: string, name: string, { clips }: { clips: string }) =>
      onEngine(call, {}, async (engine) => {
        const { cases } = engine;
        await openForWork(engine, path);
        const [row] = chosenFiles(engine, [name]);
        const rates = await cases.measureRates(row!.id, clips, progressNotes());
        print([
          `video     ${pathText(row!.path)}`,
          ...measuredRatesTexts(rates).map((text) => `rates     ${text}`),
        ]);
        return rates.answers === null ? exit.someFailed : exit.ok;
      }),
    );
};
