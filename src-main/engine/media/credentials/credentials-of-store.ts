/** The manifests that the library read, as a tree in the order of reading, shortened: whoever made the file wrote them. */
import type {
  ContentCredentials,
  CredentialManifest,
  CredentialProblem,
} from '../../../shared/credentials.ts';
import { foreignText } from '../../../shared/foreign-text.ts';

/** What is used of the library's answer. Everything comes out of a file, so anything may be missing. */
export interface ManifestStore {
  active_manifest?: string;
  manifests?: Record<string, Manifest | undefined>;
  validation_state?: string;
  validation_results?: {
    activeManifest?: { failure?: Status[] };
    ingredientDeltas?: { validationDeltas?: { failure?: Status[] } }[];
  };
}

interface Manifest {
  title?: string;
  claim_generator?: string;
  claim_generator_info?: { name?: string; version?: string }[];
  signature_info?: { common_name?: string; issuer?: string; time?: string };
  assertions?: { label?: string; data?: { actions?: { action?: string; digitalSourceType?: string }[] } }[];
  ingredients?: { title?: string; relationship?: string; active_manifest?: string }[];
}

interface Status {
  code?: string;
  explanation?: string;
  /** JUMBF address that begins with the manifest's label. */
  url?: string;
}

const MOST_MANIFESTS = 50;
const MOST_OF_A_KIND = 20;
const MOST_CHARACTERS = 200;
/** Says nothing of the file; the state tells whether a signer is on the list. */
const NOT_ON_LIST = 'signingCredential.untrusted';

export function credentialsOf(store: ManifestStore): Pick<ContentCredentials, 'state' | 'manifests'> {
  return {
    state: stateOf(store.validation_state),
    manifests: [...manifestsUnder(store, store.active_manifest ?? '', null, [])].slice(0, MOST_MANIFESTS),
  };
}

const stateOf = (state: string | undefined): ContentCredentials['state'] =>
  state === 'Trusted' ? 'trusted' : state === 'Valid' ? 'valid' : 'invalid';

/** @param above labels of the manifests on the way: one that names itself is not followed */
function* manifestsUnder(
  store: ManifestStore,
  label: string,
  ingredient: NonNullable<Manifest['ingredients']>[number] | null,
  above: readonly string[],
): Generator<CredentialManifest> {
  const manifest = store.manifests?.[label];
  const { signature_info: signature } = manifest ?? {};
  yield {
    depth: above.length,
    relation: ingredient && short(ingredient.relationship ?? 'ingredient'),
    title: shortOrNull(ingredient?.title ?? manifest?.title),
    generator: shortOrNull(generatorOf(manifest)),
    signer:
      manifest === undefined
        ? null
        : { name: shortOrNull(signature?.common_name), organisation: shortOrNull(signature?.issuer) },
    signedAt: shortOrNull(signature?.time),
    actions: actionsOf(manifest),
    problems: manifest === undefined ? [] : problemsOf(store, label),
  };
  if (above.includes(label)) return;
  for (const below of manifest?.ingredients ?? []) {
    yield* manifestsUnder(store, below.active_manifest ?? '', below, [...above, label]);
  }
}

const generatorOf = (manifest: Manifest | undefined): string | undefined => {
  const { name, version } = manifest?.claim_generator_info?.[0] ?? {};
  return name === undefined ? manifest?.claim_generator : [name, version].filter(Boolean).join(' ');
};

const actionsOf = (manifest: Manifest | undefined): string[] =>
  (manifest?.assertions ?? [])
    .filter(({ label }) => label?.startsWith('c2pa.actions'))
    .flatMap(({ data }) => data?.actions ?? [])
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
  const others = (results?.ingredientDeltas ?? []).flatMap(
    ({ validationDeltas }) => validationDeltas?.failure ?? [],
  );
  return [
    ...(label === own ? (results?.activeManifest?.failure ?? []) : []),
    ...others.filter(({ url }) => url?.includes(`/c2pa/${label}/`)),
  ]
    .filter(({ code }) => code !== NOT_ON_LIST)
    .slice(0, MOST_OF_A_KIND)
    .map(({ code = 'unknown', explanation = '' }) => ({
      code: short(code),
      explanation: short(explanation),
    }));
}

const short = (text: unknown): string => {
  const whole = String(text);
  return foreignText(whole.length > MOST_CHARACTERS ? `${whole.slice(0, MOST_CHARACTERS)}…` : whole);
};

const shortOrNull = (text: unknown): string | null =>
  text === undefined || text === null || text === '' ? null : short(text);
