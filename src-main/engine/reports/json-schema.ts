/**
 * The form of the JSON report. The compiler holds what writes it to this, and `resources/report.schema.json`, which other
 * programs read, is made from it.
 */
import { z } from 'zod';
import { providerNames } from '../../shared/domain.ts';
import { conditionRow, decisionLimits, estimate, modelCard } from '../../shared/model-card.ts';
import { addedFace, addition, correction, recordContents, spokenAct } from '../../shared/notebook-change.ts';
import { measuredRatesSchema } from '../../shared/measured-rates-schema.ts';
import { reencodingSchema } from '../../shared/reencoding-schema.ts';
import { variedThings } from '../../shared/sensitivity.ts';
import { signerRoles } from '../../shared/sign-off.ts';
import { outcomes } from '../../shared/wording.ts';
import { softwareVersions, validationRecord } from '../../shared/validation-schema.ts';
import { annexParts } from './annex/annex-line.ts';

/** Counts up with every change of the form. */
export const REPORT_FORMAT = 2;
export const REPORT_SCHEMA = `urn:exhibit:report:${REPORT_FORMAT}`;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();
const score = z.number().min(0).max(1).nullable().describe('estimated probability of fake');
const at = z.string().describe('UTC, ISO 8601');
const problem = z.strictObject({ code: z.string(), message: z.string() });
const place = z.strictObject({ video: z.number().int().positive(), track: count });

/** Everything before the videos. */
const reportHead = z.strictObject({
  $schema: z.literal(REPORT_SCHEMA),
  format: z.literal(REPORT_FORMAT),
  software: z.string().nullable(),
  createdAt: at,
  case: z.strictObject({
    ...{ path: z.string(), createdAt: at, details: recordContents.details.nullable() },
    ...{ examiners: z.array(z.string()), blind: z.boolean().describe('blind first') },
    agreement: z.array(
      z.strictObject({
        of: z.enum(['impression', 'conclusion']),
        authors: z.tuple([z.string(), z.string()]),
        ...{ videos: count, leftOut: count, observed: z.number() },
        ...{ kappa: estimate.nullable(), weighted: estimate.nullable() },
      }),
    ),
    counts: z.strictObject({
      ...{ 'likely-fake': count, inconclusive: count, 'likely-real': count, 'not-applicable': count },
      ...{ failed: count, waiting: count },
    }),
  }),
  chain: z
    .strictObject({
      ...{ intact: z.boolean(), entries: count, head: sha256 },
      faults: z.array(
        z.strictObject({ kind: z.enum(['log', 'content']), seq: z.number().int(), problem: z.string() }),
      ),
    })
    .describe('state of the audit log before this report'),
  signOffs: z.array(
    z.strictObject({
      ...{ role: z.enum(signerRoles), name: z.string(), at, entries: count, fingerprint: sha256 },
      document: z.strictObject({ path: z.string(), sha256 }).nullable(),
    }),
  ),
  timeStamps: z.array(
    z.strictObject({
      ...{ entries: count, head: sha256, at, signer: z.string(), authority: z.string() },
      certificateSha256: sha256.describe('of the certificate of the authority'),
      loggedAt: at.describe('UTC, ISO 8601: when the log says that the entry was written'),
    }),
  ),
  extract: z
    .strictObject({ files: count, removed: count, person: z.string().nullable() })
    .nullable()
    .describe('how many files the case has, where this report has only some'),
  redaction: z
    .strictObject({
      ...{ people: count, withheldNames: count },
      ...{ redacted: z.array(place), disclosed: z.array(place) },
    })
    .nullable()
    .describe('who is redacted in a disclosed version; videos by their place in this report, from 1'),
  validation: validationRecord.nullable(),
  classifiers: z.array(
    z.strictObject({ sha256, card: modelCard, setUps: z.array(z.number().int().positive()) }),
  ),
  removed: z.array(
    z.strictObject({
      ...{ path: z.string(), sizeBytes: count, sha256: sha256.nullable() },
      ...{ reason: z.string(), at, author: z.string() },
    }),
  ),
});

const verdict = z.strictObject({
  ...{ outcome: z.enum(outcomes), score, log10LikelihoodRatio: z.number().nullable() },
  reasons: z.array(z.string()),
});
const face = addedFace.omit({ crop: true, guests: true }).extend({ faceId: z.number().int() });
const span = { id: count, startMs: z.number(), endMs: z.number(), verdict };
const rational = z.strictObject({ num: z.number(), den: z.number() });
const text = z.string().nullable();
const number = z.number().nullable();
const tags = z.record(z.string(), z.string());

const contentCredentials = z
  .strictObject({
    state: z
      .enum(['trusted', 'valid', 'invalid', 'unreadable'])
      .describe('valid: hashes and signature hold, and the signer is not on the trust list'),
    manifests: z.array(
      z.strictObject({
        ...{ depth: count, relation: text, title: text, generator: text },
        signer: z.strictObject({ name: text, organisation: text }).nullable(),
        ...{ signedAt: text, actions: z.array(z.string()) },
        problems: z.array(z.strictObject({ code: z.string(), explanation: z.string() })),
      }),
    ),
    fault: text.describe('why there is no result'),
    trustList: z.strictObject({ sha256, certificates: count }).nullable(),
    library: z.string(),
  })
  .describe('what a check of the Content Credentials found; left out where there are none');

const structure = z
  .strictObject({
    form: z.enum(['MP4 boxes', 'EBML elements', 'RIFF chunks', 'JPEG segments', 'PNG chunks']),
    parts: z.array(
      z.strictObject({
        ...{ depth: count, type: z.string(), meaning: text, at: count },
        ...{ sizeBytes: count.nullable(), more: count.exactOptional(), value: text },
      }),
    ),
    facts: z.array(
      z.strictObject({
        kind: z.enum(['brand', 'writer', 'device', 'time', 'other']),
        ...{ name: z.string(), value: z.string(), at: count },
      }),
    ),
    notListed: z.array(z.string()).describe('where the list of the parts ends before the file does'),
    writers: z.strictObject({
      rules: count,
      compatible: z.array(
        z.strictObject({
          ...{ name: z.string(), because: z.array(z.string()) },
          rewrites: z
            .boolean()
            .exactOptional()
            .describe('writes what was recorded before, as a camera does not'),
          ...{ cannotTell: z.string(), source: z.string() },
        }),
      ),
    }),
    credentials: z
      .enum(['absent', 'present', 'not-looked-for'])
      .describe('Content Credentials (C2PA) in the parts'),
    contentCredentials: contentCredentials.exactOptional(),
  })
  .nullable()
  .describe('how the file is put together; null for a format of which no parts are listed');

const coding = z.strictObject({
  keyInterval: z.strictObject({ median: z.number(), least: z.number(), most: z.number() }).nullable(),
  reordered: z.boolean().nullable().describe('stored in another order than shown, as with B frames'),
  bitRate: z
    .strictObject({
      mean: z.number(),
      perSecond: z.strictObject({ least: z.number(), most: z.number() }).nullable(),
    })
    .nullable()
    .describe('in bit/s'),
  frameBytes: z.number().describe('mean of all frames, by their packets').exactOptional(),
  largerFrames: z
    .discriminatedUnion('state', [
      z.strictObject({ state: z.literal('found'), every: count, first: count, repeats: count }),
      z.strictObject({ state: z.enum(['none', 'too-short', 'sizes-unknown', 'other-codec']) }),
    ])
    .describe('frames that are larger at a regular distance, in frames: a hint of an earlier coding')
    .exactOptional(),
  quantiser: z
    .strictObject({
      ...{ pictures: count, isWhole: z.boolean(), median: z.number(), least: z.number(), most: z.number() },
      perSecond: z.array(number).nullable(),
    })
    .nullable()
    .describe('QP that the slices name, of the pictures that are stored first; mean of each second')
    .exactOptional(),
});

const media = z.strictObject({
  ...{ kind: z.enum(['video', 'still', 'animation']), container: z.string(), sizeBytes: count },
  ...{ durationMs: number, bitRate: number, createdAt: text, tags },
  video: z.strictObject({
    ...{ index: count, containerId: z.string().exactOptional(), codec: z.string(), profile: text },
    ...{ pixelFormat: z.string(), bitDepth: z.number(), width: z.number(), height: z.number() },
    rotationDegrees: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
    ...{ mirrored: z.literal(true).exactOptional(), slantDegrees: z.number().exactOptional() },
    ...{ sampleAspectRatio: rational, timeBase: rational },
    ...{ averageFrameRate: rational.nullable(), nominalFrameRate: rational.nullable() },
    ...{ variableFrameRate: z.boolean(), frameCount: number, durationMs: number, bitRate: number },
    ...{ colorSpace: text, colorTransfer: text, colorPrimaries: text, colorRange: text },
  }),
  streams: z.array(
    z.strictObject({
      index: count,
      kind: z.enum(['video', 'audio', 'subtitle', 'data', 'attachment']),
      ...{ codec: z.string(), detail: z.string(), tags },
    }),
  ),
  ...{ clockStartMs: z.number().exactOptional(), usableBytes: z.number().exactOptional() },
  assumptions: z.array(z.string()).exactOptional(),
  missing: z.array(z.string()).exactOptional(),
  unexamined: z.array(z.string()).exactOptional(),
  ...{ structure: structure.exactOptional(), coding: coding.exactOptional() },
});

const guest = z.strictObject({
  ...{ name: z.string(), sha256, band: decisionLimits, verdict },
  tracks: z.array(z.strictObject({ verdict, scores: z.array(score) })),
});

const finding = z.strictObject({
  ...{ id: z.number().int().positive(), path: z.string(), sha256, media },
  parameters: z.strictObject({
    sampling: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['first', 'spread']), count }),
      z.strictObject({ kind: z.literal('every'), step: count }),
      z.strictObject({ kind: z.literal('rate'), perSecond: z.number() }),
      z.strictObject({ kind: z.literal('all') }),
    ]),
    ...{ minFacePx: z.number(), detectSizePx: number },
    ...{ stream: count.exactOptional(), maxFaces: count.exactOptional() },
  }),
  provider: z.strictObject({ name: z.enum(providerNames), maxDifference: z.number(), warning: text }),
  models: z.array(
    z.strictObject({
      role: z.enum(['manifest', 'detector', 'embedder', 'identity', 'classifier', 'guest']),
      ...{ name: z.string(), sha256 },
    }),
  ),
  ...{ versions: softwareVersions, band: decisionLimits },
  frames: z.array(z.strictObject({ frameIndex: count, pts: z.number(), ptsMs: z.number(), skipped: text })),
  tracks: z.array(z.strictObject({ ...span, faces: z.array(face) })),
  ...{ verdict, guests: z.array(guest), decodeWarnings: z.array(z.string()) },
  ...{ startedAt: at, finishedAt: at },
});

const placedAct = z.discriminatedUnion('kind', [
  ...spokenAct.options,
  addition.extend({ faces: z.array(addedFace.extend({ faceId: z.number().int() })) }),
]);

const corrected = z
  .strictObject({
    findingId: z.number().int().positive(),
    people: z.array(
      z.strictObject({
        ...{ ...span, name: text, tracks: z.array(count), noFace: text, key: text },
        faces: z.array(z.number().int()).describe('by faceId; below zero where it was added'),
      }),
    ),
    ...{ verdict, guests: z.array(guest), key: text, ratioGap: text },
    corrections: z.array(correction.extend({ act: placedAct, unused: text })),
  })
  .describe('after the corrections of the tracks, beside the finding as the machine made it');

/** A record of the notebook. */
const record = <K extends keyof typeof recordContents>(kind: K) => ({
  ...{ id: z.number().int().positive(), kind: z.literal(kind), subject: z.string(), author: z.string(), at },
  ...{ evidenceId: z.number().int().nullable(), content: recordContents[kind] },
  ...{ cause: z.enum(['change', 'undo', 'redo']), target: z.number().int().nullable() },
});

const answered = { outcome: z.enum(outcomes), score };
const sensitivity = z.strictObject({
  unvaried: z.strictObject(answered).describe('by the rule of the program that wrote the report'),
  asFound: z.boolean().describe('whether that is the verdict of the finding'),
  variations: z.array(
    z.strictObject({
      ...{ of: z.enum(variedThings), name: z.string(), ...answered, faces: count, reason: z.string() },
    }),
  ),
  texts: z.array(z.string()),
});
const annexLine = z.strictObject({
  ...{ part: z.enum(annexParts), text: z.string(), datum: z.string(), question: z.string() },
});

const reportedVideo = z.strictObject({
  ...{ path: z.string(), sizeBytes: count, sha256: sha256.nullable() },
  oldHashes: z
    .strictObject({ md5: z.string(), sha1: z.string(), sha256, at })
    .nullable()
    .describe('for comparing with old lists; sha256 is of the same reading'),
  credentialCheck: z
    .strictObject({ sha256, at, result: contentCredentials })
    .nullable()
    .describe('a check of the Content Credentials later than the analysis, by the trust list of that time'),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  ...{ error: problem.nullable(), earlierFindings: count },
  finding: finding.nullable().describe('as the machine made it'),
  quality: z
    .strictObject({
      ...{ codec: z.string(), shortSide: z.number(), bitsPerPixel: number, facePx: number },
      ...{ measured: z.boolean(), nearest: conditionRow.nullable(), texts: z.array(z.string()) },
    })
    .nullable()
    .describe('figures of the file, and the nearest of the conditions that its model was measured under'),
  sensitivity: sensitivity.nullable().describe('how the answer moves; null without a score'),
  measuredRates: z
    .array(measuredRatesSchema.extend({ at, texts: z.array(z.string()) }))
    .describe('error rates on clips of the lab, brought to the quality of the video'),
  reencoding: reencodingSchema
    .extend({ at, texts: z.array(z.string()) })
    .nullable()
    .describe('what a copy scored that was encoded one step further down; null where nobody asked'),
  annex: z.array(annexLine).describe('what an opposing expert could ask'),
  corrected: corrected.nullable(),
  likeness: z.array(
    recordContents.likeness.extend({
      author: z.string(),
      at,
      outdated: z.boolean(),
      otherReferences: z.boolean(),
    }),
  ),
  examiner: z.strictObject({
    exhibit: recordContents.exhibit.nullable(),
    impressions: z.array(z.strictObject(record('impression'))),
    conclusions: z.array(z.strictObject({ ...record('conclusion'), earlier: count, outdated: z.boolean() })),
    notes: z.array(z.strictObject(record('note'))),
    references: z.array(z.strictObject(record('reference'))),
    corrections: z.array(correction).exactOptional().describe('kept, without a finding to apply to'),
  }),
});

/** What is written by a schema: it may come from what must not be changed. */
type Written<T> = T extends object ? { readonly [K in keyof T]: Written<T[K]> } : T;
export type WrittenHead = Written<z.input<typeof reportHead>>;
export type WrittenVideo = Written<z.input<typeof reportedVideo>>;

const jsonReport = z.strictObject({ ...reportHead.shape, videos: z.array(reportedVideo) });

/** JSON Schema, draft 2020-12. */
export const reportJsonSchema = () => ({
  ...z.toJSONSchema(jsonReport, { io: 'input', reused: 'ref' }),
  $id: REPORT_SCHEMA,
  title: 'Report of an Exhibit case',
});
