/** `exhibit timestamp`: an authority outside the lab says when the audit log of a case was as it is. */
import { anchorText } from '../../shared/anchor.ts';
import { timeStampText, TIME_STAMP_LIMITS } from '../../shared/time-stamp-wording.ts';
import { onEngine, type AddCommand } from '../command.ts';
import { notEmpty, overwriteOption, textOption, wrongUsage } from '../options.ts';
import { openForWork } from '../open-case.ts';
import { note, print } from '../output.ts';

interface Options {
  request?: string;
  answer?: string;
  ca?: string;
  overwrite?: true;
}

export const addTimestamp: AddCommand = (program, call) => {
  program
    .command('timestamp')
    .summary('have a time stamping authority confirm the state of the audit log')
    .description(
      'With --request, writes a request (RFC 3161) for a time stamp of the audit log as it is now: send it to an authority. ' +
        'With --answer and --ca, checks what the authority answered and stores it in the log. Uses no network.',
    )
    .argument('<case>', 'the case', notEmpty)
    .addOption(textOption('--request <file>', 'write the request to this file (.tsq)'))
    .addOption(textOption('--answer <file>', 'store the answer of the authority (.tsr)'))
    .addOption(textOption('--ca <file>', 'certificate of the authority that you trust, PEM or DER'))
    .addOption(overwriteOption())
    .addHelpText('after', '\nExit code: 0 written or stored; 1 not; the message says why.')
    .action((path: string, { request, answer, ca, overwrite }: Options) => {
      if ((request === undefined) === (answer === undefined))
        throw wrongUsage('name either --request or --answer');
      if ((answer === undefined) !== (ca === undefined))
        throw wrongUsage(
          '--answer and --ca go together: the answer, and the certificate that it is checked by',
        );
      return onEngine(call, {}, async (engine) => {
        const { cases } = engine;
        if (request !== undefined) {
          await cases.view(path);
          const written = await cases.writeTimeStampRequest(request, overwrite ?? false);
          print([written.path, `stamps    ${anchorText(written)}`]);
          note(
            `Send it to an authority, then: exhibit timestamp ${path} --answer FILE.tsr --ca CERTIFICATE.pem`,
          );
          return;
        }
        await openForWork(engine, path);
        print([`stored    ${timeStampText(await cases.storeTimeStamp([answer!, ca!]))}`]);
        note(TIME_STAMP_LIMITS);
      });
    });
};
