/** The report's HTML as PDF, by Chromium: in a window that nobody sees, without script, network or disk. */
import { BrowserWindow, session } from 'electron';
import type { PrintPdf } from '../shared/case.ts';
import { reportScheme } from './schemes.ts';
import { restrictSession } from './security.ts';

/** In memory, and gone with the app. */
const PARTITION = 'report';

/** The PDFs have bookmarks, tags for screen readers and page numbers. */
export function createPrinter(): PrintPdf {
  const own = session.fromPartition(PARTITION);
  const pages = new Map<string, string>();
  let lastId = 0;
  restrictSession(own);
  own.protocol.handle(reportScheme, ({ url }) => {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    return new Response(pages.get(url) ?? null, { headers, status: pages.has(url) ? 200 : 404 });
  });
  return async (html) => {
    const address = `${reportScheme}://report/${++lastId}`;
    pages.set(address, html);
    const page = new BrowserWindow({
      show: false,
      webPreferences: { partition: PARTITION, javascript: false, sandbox: true, contextIsolation: true },
    });
    try {
      await page.loadURL(address);
      return await page.webContents.printToPDF(layout);
    } finally {
      pages.delete(address);
      page.destroy();
    }
  };
}

/** Size and margins are those of the report's own style. */
const layout: Electron.PrintToPDFOptions = {
  preferCSSPageSize: true,
  printBackground: true,
  generateTaggedPDF: true,
  generateDocumentOutline: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate: `
    <div style="width: 100%; padding: 0 15mm; display: flex; justify-content: space-between; color: #4a4f57;
      font: 7.5pt 'Liberation Sans', sans-serif">
      <span class="title"></span>
      <span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span>
    </div>`,
};
