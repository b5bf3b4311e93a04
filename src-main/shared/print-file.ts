/** What the command line and the app of an installed Exhibit agree on when the one has a page laid out by the other. */

/** On the app's command line, with the folder. */
export const printSwitch = 'print-report';

export const printNames = { page: 'report.html', pdf: 'report.pdf' } as const;
