/** The report for programs and for checking: everything that is stored for each finding except the pictures. */
import type { Report } from './report.ts';

export function* jsonReport(report: Report): IterableIterator<string> {
  const { createdAt, software, casePath, caseCreatedAt, counts, chain, classifiers } = report;
  const head = {
    software,
    createdAt,
    case: { path: casePath, createdAt: caseCreatedAt, counts },
    chain,
    classifiers,
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "videos": [`;
  let separator = '\n';
  for (const { row, finding, earlierFindings } of report.videos()) {
    const { path, sizeBytes, sha256, state, error } = row;
    yield `${separator}${JSON.stringify({ path, sizeBytes, sha256, state, error, earlierFindings, finding })}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}
