/** The manifests that the library read, as a tree in the order of reading, shortened: whoever made the file wrote them. */
import { z } from 'zod';
import type {
  ContentCredentials,
  CredentialManifest,
  CredentialProblem,
} from '../../../shared/credentials.ts';
import { foreignText } from '../../../shared/foreign-text.ts';

/** A text that is absent or of another type is left out: everything comes out of a file, so anything may stand anywhere. */
const text = z.string().optional().catch(undefined);
const listOf = <One extends z.ZodType>(one: One) => z.array(one).catch([]);
/** @param members each takes anything */
function objectOf<Members extends z.ZodRawShape>(members: Members) {
  const schema = z.object(members);
  return schema.catch(() => schema.parse({}));
}

const Failures = listOf(
  objectOf({
    code: text,
    explanation: text,
    /** JUMBF address that begins with the manifest's label. */
    url: text,
  }),
);
const Ingredient = objectOf({ title: text, relationship: text, active_manifest: text });
const Actions = objectOf({ actions: listOf(objectOf({ action: text, digitalSourceType: text })) });
const Manifest = objectOf({
  title: text,
  claim_generator: text,
  claim_generator_info: listOf(objectOf({ name: text, version: text })),
  signature_info: objectOf({ common_name: text, issuer: text, time: text }),
  assertions: listOf(objectOf({ label: text, data: Actions })),
  ingredients: listOf(Ingredient),
});
/** What is used of the library's answer. */
const ManifestStore = objectOf({
  active_manifest: text,
  manifests: z.record(z.string(), Manifest).catch({}),
  validation_state: text,
  validation_results: objectOf({
    activeManifest: objectOf({ failure: Failures }),
    ingredientDeltas: listOf(objectOf({ validationDeltas: objectOf({ failure: Failures }) })),
  }),
});

type Manifest = z.infer<typeof Manifest>;
type ManifestStore = z.infer<typeof ManifestStore>;

const MOST_MANIFESTS = 50;
const MOST_OF_A_KIND = 20;
const MOST_CHARACTERS = 200;
/** Says nothing of the file; the state tells whether a signer is on the list. */
const NOT_ON_LIST = 'signingCredential.untrusted';

/** @param answer of the library, parsed */
export function credentialsOf(answer: unknown): Pick<ContentCredentials, 'state' | 'manifests'> {
  const store = ManifestStore.parse(answer);
  const manifests: CredentialManifest[] = [];
  // Manifests that each name the next one twice make a tree that doubles with every level: it is never walked to its end.
  for (const manifest of manifestsUnder(store, store.active_manifest ?? '', null, [])) {
    manifests.push(manifest);
    if (manifests.length === MOST_MANIFESTS) break;
  }
  return { state: stateOf(store.validation_state), manifests };
}

const stateOf = (state: string | undefined): ContentCredentials['state'] =>
  state === 'Trusted' ? 'trusted' : state === 'Valid' ? 'valid' : 'invalid';

/** @param above labels of the manifests on the way: one that names itself is not followed */
function* manifestsUnder(
  store: ManifestStore,
  label: string,
  ingredient: z.infer<typeof Ingredient> | null,
  above: readonly string[],
): Generator<CredentialManifest> {
  const manifest = Object.hasOwn(store.manifests, label) ? store.manifests[label] : undefined;
  yield {
    depth: above.length,
    relation: ingredient && short(ingredient.relationship ?? 'ingredient'),
    title: shortOrNull(ingredient?.title ?? manifest?.title),
    generator: shortOrNull(generatorOf(manifest)),
    signer:
      manifest === undefined
        ? null
        : {
            name: shortOrNull(manifest.signature_info.common_name),
            organisation: shortOrNull(manifest.signature_info.issuer),
          },
    signedAt: shortOrNull(manifest?.signature_info.time),
    actions: actionsOf(manifest),
    problems: manifest === undefined ? [] : problemsOf(store, label),
  };
  if (above.includes(label)) return;
  for (const below of manifest?.ingredients ?? []) {
    yield* manifestsUnder(store, below.active_manifest ?? '', below, [...above, label]);
  }
}

const generatorOf = (manifest: Manifest | undefined): string | undefined => {
  const { name, version } = manifest?.claim_generator_info[0] ?? {};
  return name === undefined ? manifest?.claim_generator : [name, version].filter(Boolean).join(' ');
};

const actionsOf = (manifest: Manifest | undefined): string[] =>
  (manifest?.assertions ?? [])
    .filter(({ label }) => label?.startsWith('c2pa.actions'))
    .flatMap(({ data }) => data.actions)
    .slice(0, MOST_OF_A_KIND)
    .map(({ action = 'unnamed', digitalSourceType: source }) =>
      // The last part of the address is the name of the kind.
      short(source === undefined ? action : `${action} (${source.split('/').at(-1)})`),
    );

/** Those of the file's own manifest stand by themselves; of the others, an address says whose they are. */
function problemsOf(
  { active_manifest: own, validation_results: results }: ManifestStore,
  label: string,
): CredentialProblem[] {
  const others = results.ingredientDeltas.flatMap(({ validationDeltas }) => validationDeltas.failure);
  return [
    ...(label === own ? results.activeManifest.failure : []),
    ...others.filter(({ url }) => url?.includes(`/c2pa/${label}/`)),
  ]
    .filter(({ code }) => code !== NOT_ON_LIST)
    .slice(0, MOST_OF_A_KIND)
    .map(({ code = 'unknown', explanation = '' }) => ({
      code: short(code),
      explanation: short(explanation),
    }));
}

const short = (whole: string): string =>
  foreignText(whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}…` : whole);

const shortOrNull = (whole: string | undefined): string | null =>
  whole === undefined || whole === '' ? null : short(whole);
