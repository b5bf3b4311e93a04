import type { Workstation } from './workstation.ts';

/** Of the engine process; undefined while there is none. */
export async function enginePid(desk: Workstation): Promise<number | undefined> {
  const metrics = await desk.app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, name }) => ({ pid, name })),
  );
  return metrics.find(({ name }) => name === 'Exhibit engine')?.pid;
}
