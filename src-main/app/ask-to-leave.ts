/** Asks before an analysis ends with its case or with the app; whoever waits for days should not lose them to a click. */
import { dialog, type BrowserWindow } from 'electron';

export type MayLeave = (what: 'case' | 'app') => Promise<boolean>;

const questions = {
  case: { message: 'Leave the case during an analysis?', action: 'Leave the case' },
  app: { message: 'Quit Exhibit during an analysis?', action: 'Quit' },
} as const;

/** @returns asks only while an analysis runs, and once at a time: whoever asks again meanwhile gets the same answer */
export function askToLeave(window: BrowserWindow, isAnalysing: () => boolean): MayLeave {
  let asking: Promise<boolean> | null = null;

  async function ask(what: 'case' | 'app'): Promise<boolean> {
    const { message, action } = questions[what];
    const { response } = await dialog.showMessageBox(window, {
      ...{ type: 'question', message },
      detail:
        'The analysis ends. What is done is kept; the case offers to go on with the rest when it is opened again.',
      ...{ buttons: [action, 'Cancel'], defaultId: 1, cancelId: 1 },
    });
    return response === 0;
  }

  return async (what) => {
    if (!isAnalysing()) return true;
    asking ??= ask(what).finally(() => (asking = null));
    return asking;
  };
}
