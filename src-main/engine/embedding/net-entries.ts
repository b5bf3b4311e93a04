/** Entries in the network list for the networks that Exhibit builds from imported weights; the same for all weights. */
import type { EmbedderEntry } from '../inference/manifest.ts';
import type { FacenetLength } from './inception-resnet-v1.ts';
import { xceptionLength, xceptionSidePx } from './xception.ts';

export type NetEntry = Pick<EmbedderEntry, 'architecture' | 'input' | 'output' | 'template'>;

/**
 * The position of the landmarks in the crops of the paper: MTCNN's box with a margin of 40 of 160 pixels, that is the
 * box plus a third of it, stretched to a square. The values are means over the 43 faces of at least 40 pixels that
 * facenet-pytorch finds with probability 0.99 in face-api's photographs, made symmetrical. The boxes are narrower than
 * high (0.77 on average). A turn, a scale and a shift cannot reproduce the stretching: faces keep their true shape, at
 * the size that fits best.
 */
const boxWithMargin: EmbedderEntry['template'] = [
  { x: 0.3318, y: 0.4075 },
  { x: 0.6682, y: 0.4075 },
  { x: 0.5, y: 0.5612 },
  { x: 0.3545, y: 0.6948 },
  { x: 0.6455, y: 0.6948 },
];

const picture = { name: 'image', layout: 'nchw', channels: 'rgb', batch: null } as const;

export function facenetEntry(length: FacenetLength): NetEntry {
  // The network with 128 numbers takes unscaled pixels.
  const [mean, divisor] = length === 512 ? [127.5, 128] : [0, 1];
  return {
    architecture: 'FaceNet: Inception-ResNet v1 (Szegedy et al. 2016; Schroff et al. 2015)',
    input: { ...picture, sizePx: 160, mean: [mean, mean, mean], divisor },
    output: { name: 'embedding', length },
    template: boxWithMargin,
  };
}

export const xceptionEntry: NetEntry = {
  architecture: 'Xception (Chollet 2017), maximum over the last map',
  input: { ...picture, sizePx: xceptionSidePx, mean: [127.5, 127.5, 127.5], divisor: 127.5 },
  output: { name: 'maximum', length: xceptionLength },
  template: boxWithMargin,
};
