/** The engine in a process of its own: the window never waits on it, and survives its end. */
import type { MessageEvent } from 'electron';
import { createEngine } from '../engine/engine.ts';
import { failureText, type Log } from '../shared/log.ts';
import type { Answer, EngineCommand, Input, Output } from '../shared/contract.ts';
import { reportOf } from '../shared/errors.ts';
import { answerFrames } from './answer-frames.ts';
import { contractHandlers } from './contract-handlers.ts';
import { createPrintDesk } from './print-desk.ts';
import type { EngineReply, EngineRequest, EngineStart } from './engine-messages.ts';

const start = JSON.parse(process.argv.at(-1)!) as EngineStart;
const reply = (message: EngineReply) => process.parentPort.postMessage(message);
const log: Log = (event, error) => reply({ kind: 'failure', event, text: failureText(error) });
process.on('uncaughtExceptionMonitor', (error) => log('the engine process', error));

const printer = createPrintDesk(reply);
const engine = createEngine({ ...start, log, printPdf: printer.print });
const handlers = contractHandlers(engine);

engine.on((event) => reply({ kind: 'event', ...event }));

process.parentPort.on('message', ({ data, ports: [port] }: MessageEvent) => {
  const request = data as EngineRequest;
  if (request.kind === 'close') void engine.close().finally(() => process.exit(0));
  else if (request.kind === 'printed') printer.printed(request);
  else if (request.kind === 'frames') answerFrames(port!, (input) => answerTo('viewing:frame', input));
  else
    void answerTo(request.command, request.input).then((answer) =>
      reply({ kind: 'answer', id: request.id, answer }),
    );
});

async function answerTo<C extends EngineCommand>(command: C, input: Input<C>): Promise<Answer<Output<C>>> {
  try {
    return { ok: true, value: await handlers[command](input) };
  } catch (error) {
    const report = reportOf(error);
    // A question about what is not there is no failure; the page asks for many pictures on trust.
    if (report.code !== 'app/bad-message') log(command, error);
    return { ok: false, error: report };
  }
}
