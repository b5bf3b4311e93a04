/** Whether the case agrees with its log, how a reader checks that, and who confirms it. */
import { basename } from 'node:path';
import { anchorText } from '../../shared/anchor.ts';
import { signOffTexts } from '../../shared/sign-off-wording.ts';
import { timeStampText, TIME_STAMP_LIMITS } from '../../shared/time-stamp-wording.ts';
import { validationText } from '../../shared/validation-wording.ts';
import { countOf } from '../../shared/wording.ts';
import { drawn, facts, html, list, type Markup } from './markup.ts';
import { qrCode } from './qr-code.ts';
import type { Report } from './report.ts';

export function integrity(report: Report): Markup {
  const { signOffs, timeStamps, validation, setUps, withheld } = report;
  return html`
    <h2>Integrity of the case</h2>
    ${withheld === null ? wholeLog(report) : logOfExtract(report)}
    ${
      timeStamps.length === 0
        ? null
        : html`<h3>Time stamps before this report</h3>
            ${list(timeStamps.map(timeStampText))}
            <p>${TIME_STAMP_LIMITS}</p>`
    }
    ${
      signOffs.length === 0
        ? null
        : html`<h3>Signed off before this report</h3>
            ${list(signOffTexts(signOffs))}
            <p>
              Anybody can make a key and sign under any name: compare the key with the fingerprint that the
              signer gave you. "exhibit verify" checks the signatures.
            </p>`
    }
    <h3 class="closing">Validation of the installation</h3>
    <p>${validationText(validation, setUps)}</p>
  `;
}

const wholeLog = ({ chain, casePath }: Report): Markup => html`
  ${
    chain.intact
      ? html`<p class="note">
          The audit log is intact. Each of its ${countOf(chain.entries, 'entry', 'entries')} holds the hash of
          the entry before it, and every finding and record of the case agrees with its entry. The files of
          the evidence were not read again for this report.
        </p>`
      : html`<p class="note alarm">The case does not agree with its audit log.</p>
          ${list(chain.faults.map(({ problem }) => problem))}`
  }
  ${facts([
    ['Entries', chain.entries],
    ['Head of the log', html`<span class="mono">${chain.head}</span>`],
  ])}
  <div class="anchor">
    <p>
      The head is the SHA-256 of the last entry before this report. Together they are an anchor: this command
      tells whether the log was cut off or written anew since then, and whether a file of the evidence has
      changed.
    </p>
    <p class="mono">exhibit verify ${quoted(basename(casePath))} --anchor ${anchorText(chain)}</p>
    <figure class="code">
      ${drawn(qrCode(anchorText(chain)))}
      <figcaption>The anchor as a QR code</figcaption>
    </figure>
  </div>
`;

/** Inside a capsule of chosen files. Its reader lacks what ties the contents to the head, so no anchor is offered. */
const logOfExtract = ({ chain }: Report): Markup => html`
  <p class="note">
    When this extract was made, the audit log of the whole case was intact. This extract alone does not show
    that: “exhibit verify” checks what is inside, as the first page says. Ask for the whole case, or a capsule
    of it, to check the rest.
  </p>
  ${facts([
    ['Entries of the whole log', chain.entries],
    ['Its head', html`<span class="mono">${chain.head}</span>`],
  ])}
`;

/** A name could hold anything, also what a shell would run. Double quotes serve every system. */
const quoted = (name: string): string =>
  /^[\p{L}\p{N} ._-]+$/u.test(name) ? `"${name}"` : `'${name.replaceAll("'", "'\\''")}'`;
