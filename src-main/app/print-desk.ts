/** The engine's side of printing: it asks the app for a PDF and waits for the answer. */
import { EngineError } from '../shared/errors.ts';
import type { PrintPdf } from '../shared/case.ts';
import type { EngineReply, EngineRequest } from './engine-messages.ts';

interface PrintDesk {
  print: PrintPdf;
  printed(message: Extract<EngineRequest, { kind: 'printed' }>): void;
}

interface Waiter {
  resolve(pdf: Uint8Array): void;
  reject(error: EngineError): void;
}

export function createPrintDesk(ask: (message: EngineReply) => void): PrintDesk {
  const waiting = new Map<number, Waiter>();
  let lastId = 0;
  return {
    print: (html) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        ask({ kind: 'print', id, html });
      }),
    printed({ id, answer }) {
      const waiter = waiting.get(id);
      waiting.delete(id);
      if (answer.ok) waiter?.resolve(answer.value);
      else waiter?.reject(new EngineError(answer.error.code, answer.error.message));
    },
  };
}
