/** What the window may write in the notebook of a case, as schemas: the contract parses every change with them. */
import { z } from 'zod';
import { LEAST_REFERENCES } from './likeness.ts';
import { confidences, opinions, tagLimits, type RecordContents, type RecordKind } from './notebook.ts';
import {
  addedFaceCount,
  correctionLimits,
  type AddedFace,
  type Correction,
  type CorrectionAct,
  type SpokenAct,
} from './people.ts';
import { providerNames } from './domain.ts';

const id = z.number().int().positive();
const line = z.string().max(1000);
const text = z.string().max(50_000);
const frameNumber = z.number().int().nonnegative();

const framePlace = z.strictObject({ frameIndex: frameNumber, ptsMs: z.number().nullable() });
const pixels = z.number().min(-1e6).max(1e6);
/** A box in pixels of a frame. */
export const region = z.strictObject({
  x: pixels,
  y: pixels,
  width: z.number().positive().max(1e6),
  height: z.number().positive().max(1e6),
});

const personKey = z.string().max(64).nullable();

const note = z.strictObject({
  place: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('video') }),
    z.strictObject({
      kind: z.literal('track'),
      ...{ track: z.number().int().nonnegative(), findingId: id, person: personKey.exactOptional() },
    }),
    z.strictObject({ kind: z.literal('frame'), at: framePlace }),
    z
      .strictObject({ kind: z.literal('segment'), from: framePlace, to: framePlace })
      .refine(
        ({ from, to }) => from.frameIndex <= to.frameIndex,
        'A segment ends where it begins, or later.',
      ),
  ]),
  region: region.nullable(),
  tags: z.array(z.string().min(1).max(tagLimits.length)).max(tagLimits.count),
  text,
}) satisfies z.ZodType<RecordContents['note']>;

const opinion = {
  opinion: z.enum(opinions),
  confidence: z.enum(confidences),
  reasons: text,
};

/** SQLite keeps no half of a surrogate pair: the record would be another than the one whose digest is in the log. */
const name = line
  .trim()
  .min(1)
  .regex(/^\P{Surrogate}*$/u, 'A character of the name is cut in half.');

const details = z.strictObject({
  number: line,
  agency: line,
  request: text,
  propositionReal: text,
  propositionFake: text,
  notes: text,
}) satisfies z.ZodType<RecordContents['details']>;
const exhibit = z.strictObject({ number: line, source: text, acquisition: text });
const person = z.number().int().nonnegative().nullable();
const basis = z.strictObject({
  ...{ sha256: z.string().nullable(), findingId: id.nullable() },
  person: personKey.exactOptional(),
});

const anchor = z.strictObject({ frameIndex: frameNumber, ptsMs: z.number(), box: region });
export const spokenAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('merge'), faces: z.tuple([anchor, anchor]) }),
  z.strictObject({ kind: z.literal('split'), face: anchor, frameIndex: frameNumber }),
  z.strictObject({ kind: z.literal('no-face'), face: anchor }),
  z.strictObject({ kind: z.literal('name'), face: anchor, name }),
]) satisfies z.ZodType<SpokenAct>;

const share = z.number().min(0).max(1);
const point = z.strictObject({ x: pixels, y: pixels });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const refusals = ['too-small', 'too-blurred', 'turned-away', 'cut-off', 'low-detection'] as const;
export const addedFace = z.strictObject({
  ...{ frameIndex: frameNumber, pts: z.number(), ptsMs: z.number(), box: region },
  ...{ landmarks: z.tuple([point, point, point, point, point]), detection: share },
  quality: z.strictObject({
    ...{ sizePx: z.number(), sharpness: z.number() },
    ...{ yawDegrees: z.number(), pitchDegrees: z.number(), rollDegrees: z.number() },
  }),
  ...{ refused: z.enum(refusals).nullable(), score: share.nullable(), novelty: share.nullable() },
  classifiers: z.strictObject({ sgd: share, forest: share }).nullable(),
  crop: z.strictObject({ id, sha256 }),
  guests: z.array(z.strictObject({ sha256, score: share.nullable() })),
}) satisfies z.ZodType<AddedFace>;
const scoredBy = z.strictObject({
  ...{ classifier: sha256, provider: z.enum(providerNames), exhibit: z.string() },
});
export const addition = z.strictObject({
  ...{ kind: z.literal('add'), drawn: anchor, faces: z.array(addedFace).min(1) },
  by: scoredBy,
});
const correctionAct = z.discriminatedUnion('kind', [
  ...spokenAct.options,
  addition,
]) satisfies z.ZodType<CorrectionAct>;
export const correction = z.strictObject({
  ...{ number: id, author: name, at: z.string(), sha256: z.string() },
  stream: frameNumber,
  act: correctionAct,
}) satisfies z.ZodType<Correction>;
const corrections = z
  .array(correction)
  .min(1)
  .max(correctionLimits.corrections)
  .refine((list) => addedFaceCount(list) <= correctionLimits.addedFaces, 'More added faces than are stored.');

/** Patches along a side; more would take minutes. */
const mapSide = z.number().int().min(1).max(32);
const mappedFace = z.strictObject({
  ...{ findingId: id.nullable(), frameIndex: frameNumber, box: region, picture: sha256.nullable() },
});
const occlusion = z
  .strictObject({
    ...{
      faceId: z.number().int(),
      of: mappedFace.exactOptional(),
      side: mapSide,
      corners: z.tuple([point, point, point]),
      score: share,
    },
    ...{ changes: z.array(z.number().min(-1).max(1).nullable()), by: scoredBy },
  })
  .refine(({ side, changes }) => changes.length === side * side, 'A change for each patch.');

const cosine = z.number().min(-1).max(1);
const comparedClip = z.strictObject({
  ...{ evidenceId: id, sha256, person: name, faces: z.number().int().positive(), similarity: cosine },
  declared: z.array(anchor).exactOptional(),
});
const likeness = z.strictObject({
  ...{ person: name, track: z.number().int().nonnegative(), faces: z.number().int().positive() },
  similarity: cosine,
  references: z.array(comparedClip).min(LEAST_REFERENCES),
  others: z.array(comparedClip),
  basis,
  by: z.strictObject({
    ...{ embedder: z.string(), sha256, provider: z.enum(providerNames), exhibit: z.string() },
  }),
}) satisfies z.ZodType<RecordContents['likeness']>;

/** What a record of each kind holds in a case file, which somebody may have edited. */
export const recordContents = {
  examiner: z.strictObject({ name }),
  details,
  blind: z.strictObject({ first: z.boolean() }),
  exhibit,
  note,
  impression: z.strictObject({ ...opinion, basis }),
  conclusion: z.strictObject({ ...opinion, reviewed: z.boolean(), person, basis }),
  people: z.strictObject({ corrections }),
  occlusion,
  reference: z.strictObject({ person: name, face: anchor, sha256, stream: frameNumber, still: z.boolean() }),
  likeness,
} satisfies { [K in RecordKind]: z.ZodType<RecordContents[K]> };

/** The basis of a conclusion is not among them: the engine knows what file and finding there are. */
export const notebookChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('examiner'), content: recordContents.examiner }),
  z.strictObject({ kind: z.literal('details'), content: details }),
  z.strictObject({ kind: z.literal('blind'), content: recordContents.blind }),
  z.strictObject({ kind: z.literal('exhibit'), evidenceId: id, content: exhibit }),
  z.strictObject({
    kind: z.literal('note'),
    evidenceId: id,
    /** Of the note that is changed; null for a new one. */
    subject: z.string().max(100).nullable(),
    /** null removes it. */
    content: note.nullable(),
  }),
  z.strictObject({ kind: z.literal('impression'), evidenceId: id, content: z.strictObject(opinion) }),
  z.strictObject({
    kind: z.literal('conclusion'),
    evidenceId: id,
    person,
    /** null takes it back. */
    content: z.strictObject({ ...opinion, reviewed: z.boolean() }).nullable(),
  }),
  /** One more correction of the tracks, or the number of one that is taken back. */
  z.strictObject({ kind: z.literal('people'), evidenceId: id, act: spokenAct }),
  z.strictObject({ kind: z.literal('people-withdrawal'), evidenceId: id, number: id }),
  z.strictObject({
    kind: z.literal('reference'),
    evidenceId: id,
    /** As of a note. */
    subject: z.string().max(100).nullable(),
    /** null takes it back. */
    content: z.strictObject({ person: name, face: anchor }).nullable(),
  }),
]);

export type NotebookChange = z.infer<typeof notebookChange>;
