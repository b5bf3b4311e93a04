/** Reads a case that somebody may have changed, as the window and the reports do. */
import { viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { tryCase } from '../../../src-main/engine/cases/opening.ts';
import { csvReport } from '../../../src-main/engine/reports/csv.ts';
import { htmlReport } from '../../../src-main/engine/reports/html.ts';
import { jsonReport } from '../../../src-main/engine/reports/json.ts';
import { reportOfCase } from '../../../src-main/engine/reports/report.ts';
import { contentOf } from './case-content.ts';

/**
 * @param content of the unchanged case
 * @returns "right" where it says the same, "named" where its check says what was changed
 * @throws Error where it says something else and nobody would know
 */
export async function readCase(path: string, content: string): Promise<string> {
  tryCase(path, false);
  const file = viewCase(path);
  try {
    const { intact, faults } = await file.verify();
    const said = contentOf(file);
    const report = await reportOfCase(file);
    for (const writer of [htmlReport, jsonReport, csvReport]) Array.from(writer(report));
    if (intact && said !== content) throw new Error(`called intact: ${firstDifference(said, content)}`);
    if (!intact && faults.length === 0) throw new Error('called broken without a fault');
    return intact ? 'right' : 'named';
  } finally {
    file.close();
  }
}

function firstDifference(said: string, content: string): string {
  let at = 0;
  while (said[at] === content[at]) at += 1;
  return `${said.slice(Math.max(0, at - 60), at + 60)} for ${content.slice(Math.max(0, at - 60), at + 60)}`;
}
