/** What the system shows of a running analysis: its progress in the taskbar, and a notification at its end. */
import { Notification, type BrowserWindow } from 'electron';
import type { Job } from '../shared/case.ts';
import type { Events } from '../shared/contract.ts';
import { countOf } from '../shared/wording.ts';

/** Electron's sign for none. */
const NO_PROGRESS = -1;

type Show = <E extends keyof Events>(event: E, payload: Events[E]) => void;

export interface BatchDisplay {
  show: Show;
  isAnalysing(): boolean;
}

export function batchDisplay(window: BrowserWindow): BatchDisplay {
  /** Jobs that have not ended yet: of one that has, the remaining videos may change long after. */
  const open = new Set<number>();
  const show: Show = (event, payload) => {
    if (event === 'job:progress') {
      const { done, total } = payload as Events['job:progress'];
      window.setProgressBar(done / total);
    } else if (event === 'job:changed') {
      const job = payload as Events['job:changed'];
      if (job.finishedAt === null) open.add(job.id);
      else if (open.delete(job.id)) {
        window.setProgressBar(NO_PROGRESS);
        // Whoever looks at the window sees it there.
        if (!window.isFocused() && Notification.isSupported()) notify(job, window);
      }
    } else if (event === 'engine:stopped') {
      open.clear();
      window.setProgressBar(NO_PROGRESS);
    }
  };
  return { show, isAnalysing: () => open.size > 0 };
}

function notify(job: Job, window: BrowserWindow): void {
  const said = endOf(job);
  if (said === null) return;
  const notification = new Notification(said);
  notification.on('click', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  notification.show();
}

/** Nothing of the case itself: a notification stands on the screen for all to see. Null for what was cancelled. */
export function endOf({ state, total, failed, left }: Job): { title: string; body: string } | null {
  if (state === 'cancelled' && left === 0) return null;
  if (left > 0) {
    return { title: 'Analysis interrupted', body: `${countOf(left, 'video')} of ${total} still to do.` };
  }
  const body = failed > 0 ? `${countOf(failed, 'video')} of ${total} failed.` : `${countOf(total, 'video')}.`;
  return { title: 'Analysis finished', body };
}
