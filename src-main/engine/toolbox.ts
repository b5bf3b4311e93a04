/** ffmpeg, networks and classifiers, each loaded once, when first needed, and freed together. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { DecoderState, EngineInfo, ModelReference, SoftwareVersions } from '../shared/domain.ts';
import { EngineError, reportOf } from '../shared/errors.ts';
import type { EmbedderSummary } from '../shared/model-card.ts';
import { modelWorth } from '../shared/model-worth.ts';
import type { AnalysisTools, FaceTools } from './pipeline/analysis-tools.ts';
import { canonicalJson } from './support/canonical-json.ts';
import { noLog } from '../shared/log.ts';
import type { ClassifierModel } from './classifiers/classifier-model.ts';
import { log10LikelihoodRatio } from './classifiers/likelihood-ratio.ts';
import type { RatioOf } from './people/finding-rules.ts';
import { loadClassifierModel } from './models/load-model.ts';
import { detectorNets, openDescriber, type FaceDescriber } from './pipeline/describe-faces.ts';
import {
  checkNetworks,
  importedNetworks,
  installedTrainedOn,
  listEmbedders,
  loadInstalledEmbedder,
  loadInstalledGuest,
} from './embedding/installed-embedders.ts';
import type { Embedder } from './embedding/embedder.ts';
import { openEmbedder } from './embedding/open-embedder.ts';
import type { TrainedOn } from './embedding/trained-on.ts';
import type { EngineOptions } from './engine-options.ts';
import { startFaceWorkers } from './pipeline/face-workers.ts';
import { loadModel, manifestHash, type GuestEntry, type ModelCheck } from './inference/manifest.ts';
import { sha256Of } from './support/sha256.ts';
import { onnxRuntimeVersion } from './inference/onnx-session.ts';
import { chooseProvider } from './inference/provider.ts';
import { importModelApart, importNetworkApart } from './models/import-apart.ts';
import { guestLibrary, type GuestLibrary } from './models/guest-library.ts';
import { modelLibrary, type ModelLibrary } from './models/model-library.ts';
import { checkCredentials, type CheckCredentials } from './media/credentials/check-credentials.ts';
import { findFfmpeg, type FfmpegTools } from './media/ffmpeg.ts';
import { nameDecoder, namedDecoder } from './media/named-decoder.ts';
import { openResources } from './support/open-resources.ts';
import { removeNetwork, type NetworkImport } from './weights/import-network.ts';

/** Tells people apart: tracks, reference pictures, groups of a data set. */
const IDENTITY_EMBEDDER = 'faceplugin-feature';
/** One a physical core. */
const THREADS = 0;
/** Each thread that describes faces holds networks and frames of 200 MB or so. */
const MAX_FACE_WORKERS = 8;

export interface Toolbox {
  info(): Promise<EngineInfo>;
  ffmpeg(): Promise<FfmpegTools>;
  /** Makes the user's own ffmpeg the one to work with, once it has shown that it decodes; null for our choice. */
  nameDecoder(path: string | null): Promise<EngineInfo>;
  /** @param embedder what classifiers are to stand on; the identity embedder where nothing is classified */
  faceTools(embedder?: string): Promise<FaceTools>;
  /** With this detector as the only guest. */
  guestTools(detector: string): Promise<{ network: GuestEntry; tools: FaceTools }>;
  analysisTools(): Promise<AnalysisTools>;
  classifier(): Promise<ClassifierModel>;
  /** The likelihood ratios of the models and detectors that are installed here. */
  ratios(): Promise<RatioOf>;
  /** Every network, with the state of its file. */
  networks(): Promise<ModelCheck[]>;
  /** Whom an embedder was trained on; null where nobody said. */
  trainedOn(embedder: string): Promise<TrainedOn | null>;
  embedders(): Promise<EmbedderSummary[]>;
  /** Opened for the caller, who disposes of it. */
  openEmbedder(name: string): Promise<Embedder>;
  /** The one that tells people apart, opened for the caller. */
  openIdentityEmbedder(): Promise<Embedder>;
  /** @returns every embedder that there is then */
  addNetwork(wish: NetworkImport): Promise<EmbedderSummary[]>;
  removeNetwork(name: string): Promise<EmbedderSummary[]>;
  /** Adds to what is known of a file whether its Content Credentials hold. */
  readonly credentials: CheckCredentials;
  readonly library: ModelLibrary;
  /** The calibrated detectors that the lab brought; all of them work beside the active model. */
  readonly guests: GuestLibrary;
  /** Makes a model the one that casework uses from now on. */
  activate(name: string): Promise<void>;
  dispose(): Promise<void>;
}

export function createToolbox(options: EngineOptions): Toolbox {
  const modelsFolder = join(options.resources, 'models');
  const imports = { script: options.scripts.modelImport, signal: options.signal };
  const library = modelLibrary(
    modelsFolder,
    join(options.settingsFolder, 'models'),
    options.model,
    (path, folder, taken) => importModelApart(path, folder, taken, imports),
  );
  const folders = { builtIn: modelsFolder, imported: join(options.settingsFolder, 'networks') };
  const guests = guestLibrary(join(options.settingsFolder, 'guests'));
  const credentials = checkCredentials(options.scripts.credentials, options.settingsFolder);
  const resources = openResources();
  const log = options.log ?? noLog;

  const clips = join(options.resources, 'resources', 'decoder-check');
  const findDecoder = () =>
    once(async () =>
      findFfmpeg({ clips, named: await namedDecoder(options.settingsFolder), signal: options.signal }),
    );
  let foundDecoder = findDecoder();
  const ffmpeg = () => foundDecoder();
  const provider = once(() =>
    chooseProvider(
      {
        wish: options.provider ?? 'auto',
        modelsFolder,
        model: IDENTITY_EMBEDDER,
        threads: THREADS,
        settingsFolder: options.settingsFolder,
        trialScript: options.scripts.providerTrial,
        log,
      },
      options.signal,
    ),
  );
  const describers = new Map<string, Promise<FaceDescriber>>();
  const describer = (...networks: [embedder: string, ...guests: string[]]): Promise<FaceDescriber> => {
    const key = JSON.stringify(networks);
    const known = describers.get(key);
    if (known) return known;
    const opening = resources.hold(newDescriber(...networks));
    describers.set(key, opening);
    opening.catch(() => {
      if (describers.get(key) === opening) describers.delete(key);
    });
    return opening;
  };

  async function newDescriber(embedder: string, ...guests: string[]): Promise<FaceDescriber> {
    const models = { folders, identity: IDENTITY_EMBEDDER, embedder, guests };
    const { name } = await provider();
    return name === 'cpu'
      ? startFaceWorkers({ script: options.scripts.faceWorker, models, count: faceWorkers() })
      : openDescriber(models, { provider: name, threads: THREADS });
  }

  let openedClassifier: { folder: string; load: () => Promise<ClassifierModel> } | null = null;

  /** Of the model that is active now: another process, such as the command line, may have changed that. */
  async function classifier(): Promise<ClassifierModel> {
    const folder = await library.activeFolder();
    if (openedClassifier?.folder !== folder) {
      openedClassifier = { folder, load: once(() => resources.hold(loadClassifierModel(folder))) };
    }
    return openedClassifier.load();
  }

  async function versions(): Promise<SoftwareVersions> {
    const { version, report } = await ffmpeg();
    return {
      exhibit: options.version,
      node: process.versions.node,
      ffmpeg: version,
      decoder: report,
      onnxRuntime: onnxRuntimeVersion,
    };
  }

  async function faceTools(
    embedderName = IDENTITY_EMBEDDER,
    guestNames: readonly string[] = [],
  ): Promise<FaceTools> {
    const entry = async (name: string) => (await loadInstalledEmbedder(folders, name)).entry;
    const identity = await entry(IDENTITY_EMBEDDER);
    if (!identity.identity) {
      throw new EngineError('models/invalid', `${identity.name} has no limits that tell people apart`);
    }
    return {
      ffmpeg: await ffmpeg(),
      provider: await provider(),
      versions: await versions(),
      describer: await describer(embedderName, ...guestNames),
      identity: { ...identity, identity: identity.identity },
      embedder: await entry(embedderName),
    };
  }

  async function analysisTools(): Promise<AnalysisTools> {
    const model = await classifier();
    const calibrated = await guests.all();
    for (const { name, network } of calibrated) await requireUnchanged(name, network.sha256);
    const tools = await faceTools(
      model.embedder.name,
      calibrated.map(({ name }) => name),
    );
    if (tools.embedder.sha256 !== model.embedder.sha256) {
      throw new EngineError(
        'models/invalid',
        `The model ${model.name} was trained on another version of ${model.embedder.name}. Train it again.`,
      );
    }
    const nets = await Promise.all(
      detectorNets.map(async (name) => (await loadModel(modelsFolder, name)).entry),
    );
    return {
      ...tools,
      classifier: model,
      guests: calibrated,
      credentials,
      references: [
        { role: 'manifest', name: 'manifest.json', sha256: await manifestHash(modelsFolder) },
        ...(await ownEntry(tools.embedder.name)),
        ...nets.map(({ name, sha256 }) => ({ role: 'detector' as const, name, sha256 })),
        { role: 'identity', name: tools.identity.name, sha256: tools.identity.sha256 },
        { role: 'embedder', name: tools.embedder.name, sha256: tools.embedder.sha256 },
        { role: 'classifier', name: model.name, sha256: model.sha256 },
        ...calibrated.map(({ name, sha256 }) => ({ role: 'guest' as const, name, sha256 })),
      ],
    };
  }

  /** Another network may have come under the name of the one that was calibrated. */
  async function requireUnchanged(guest: string, sha256: string): Promise<void> {
    const { entry } = await loadInstalledGuest(folders, guest);
    if (entry.sha256 === sha256) return;
    throw new EngineError(
      'models/invalid',
      `The detector ${guest} is another network than the one that was calibrated. Calibrate it again with 'exhibit models calibrate ${guest}'.`,
    );
  }

  /** How pictures enter an imported embedder stands in the user's manifest, of which only its entry counts. */
  async function ownEntry(name: string): Promise<ModelReference[]> {
    const { models } = await importedNetworks(folders.imported);
    const entry = models.find((model) => model.name === name);
    if (!entry) return [];
    const sha256 = sha256Of(Buffer.from(canonicalJson(entry)));
    return [{ role: 'manifest', name: `networks/manifest.json: ${name}`, sha256 }];
  }

  /** Without a decoder cases can still be read; what is wrong is shown instead of it. */
  async function decoder(): Promise<DecoderState> {
    try {
      const { report, warning } = await ffmpeg();
      return { ready: true, report, warning };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { ready: false, problem: reportOf(error) };
    }
  }

  const open = async (name: string) =>
    openEmbedder(name, folders, { provider: (await provider()).name, threads: THREADS });

  async function info(): Promise<EngineInfo> {
    return {
      exhibit: options.version,
      provider: await provider(),
      decoder: await decoder(),
      // A broken model must not hide what else there is to know; an analysis says what is wrong with it.
      activeModel: await classifier().then(
        ({ name, card }) => ({ name, worth: modelWorth(card) }),
        () => null,
      ),
    };
  }

  return {
    ffmpeg,
    async nameDecoder(path) {
      if (path !== null) await findFfmpeg({ clips, named: path, signal: options.signal });
      await nameDecoder(options.settingsFolder, path);
      foundDecoder = findDecoder();
      return info();
    },
    faceTools: (embedder) => faceTools(embedder),
    async guestTools(detector) {
      const { entry } = await loadInstalledGuest(folders, detector);
      return { network: entry, tools: await faceTools(IDENTITY_EMBEDDER, [detector]) };
    },
    analysisTools,
    classifier,
    async ratios() {
      const scales = new Map([...(await library.likelihoods()), ...(await guests.likelihoods())]);
      return (sha256) => {
        const scale = scales.get(sha256);
        return scale === undefined ? undefined : (score) => log10LikelihoodRatio(score, scale);
      };
    },
    credentials,
    library,
    guests,
    async activate(name) {
      await library.activate(name);
      // Analyses under way keep the one they began with; it is freed with the rest.
      openedClassifier = null;
    },
    networks: () => checkNetworks(folders),
    trainedOn: (name) => installedTrainedOn(folders, name),
    embedders: () => listEmbedders(folders),
    openEmbedder: open,
    openIdentityEmbedder: () => open(IDENTITY_EMBEDDER),
    async addNetwork(wish) {
      const modelNames = (await library.list()).map(({ name }) => name);
      await importNetworkApart(wish, folders, modelNames, imports);
      return listEmbedders(folders);
    },
    async removeNetwork(name) {
      const users = (await library.list()).filter(({ embedder }) => embedder === name);
      // Before its network: a calibration without a network would stop every analysis.
      if ((await guests.list()).some((guest) => guest.name === name)) await guests.remove(name);
      await removeNetwork(
        name,
        users.map((each) => each.name),
        folders,
      );
      // Another network may come under that name.
      for (const [key, dropped] of describers) {
        if (!(JSON.parse(key) as string[]).includes(name)) continue;
        describers.delete(key);
        await resources.free(dropped);
      }
      return listEmbedders(folders);
    },
    info,
    dispose: () => resources.freeAll(),
  };
}

const faceWorkers = () => Math.min(MAX_FACE_WORKERS, availableParallelism());

/** Remembers a success; a failure is tried again at the next call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
