/**
 * Every command of the window that has a key or a place in the menus, in one table: the menus, the keyboard help and the
 * page's own handling of keys are made from it.
 */

import type { OwnKeys } from './preferences.ts';

/**
 * Where a command works: anywhere, while a case is open, on the list of its videos, where pictures are looked at (review
 * and compare), in review, or in compare.
 */
export const scopes = ['anywhere', 'case', 'list', 'picture', 'review', 'compare'] as const;
export type Scope = (typeof scopes)[number];
export type MenuName = 'File' | 'Edit' | 'Video' | 'View' | 'Help';

interface WindowCommand {
  id: string;
  scope: Scope;
  /** The menu that has it; null for what a menu is no place for. */
  menu: MenuName | null;
  word: string;
  /**
   * The first is shown in the menu. Names are those of `KeyboardEvent.key`, letters large, with Ctrl (on a Mac also
   * Command) and Shift in front.
   */
  keys: readonly string[];
  /** What else does the same. */
  also?: string;
  /** Begins a group of its menu. */
  apart?: true;
}

export const windowCommands = [
  { id: 'new-case', scope: 'anywhere', menu: 'File', word: 'New case…', keys: ['Ctrl+N'] },
  { id: 'open-case', scope: 'anywhere', menu: 'File', word: 'Open case…', keys: ['Ctrl+O'] },
  { id: 'add-files', scope: 'case', menu: 'File', word: 'Add files…', keys: [], apart: true },
  { id: 'add-folder', scope: 'case', menu: 'File', word: 'Add folder…', keys: [] },
  { id: 'case-details', scope: 'case', menu: 'File', word: 'Case details…', keys: [], apart: true },
  { id: 'report', scope: 'case', menu: 'File', word: 'Report…', keys: [] },
  { id: 'sign-off', scope: 'case', menu: 'File', word: 'Sign off…', keys: [] },
  { id: 'audit-log', scope: 'case', menu: 'File', word: 'Audit log', keys: [] },
  { id: 'check-files', scope: 'case', menu: 'File', word: 'Check the files', keys: [] },
  { id: 'people', scope: 'case', menu: 'File', word: 'People of the case', keys: [] },
  { id: 'close-case', scope: 'case', menu: 'File', word: 'Close case', keys: [], apart: true },

  { id: 'undo', scope: 'case', menu: 'Edit', word: 'Undo what you wrote down', keys: ['Ctrl+Z'] },
  { id: 'redo', scope: 'case', menu: 'Edit', word: 'Redo what you took back', keys: ['Ctrl+Shift+Z'] },

  { id: 'view-start', scope: 'anywhere', menu: 'View', word: 'Start', keys: ['Ctrl+1'] },
  { id: 'view-case', scope: 'case', menu: 'View', word: 'Case', keys: ['Ctrl+2'] },
  { id: 'view-review', scope: 'case', menu: 'View', word: 'Review', keys: ['Ctrl+3'] },
  { id: 'view-model', scope: 'anywhere', menu: 'View', word: 'Model', keys: ['Ctrl+4'] },
  { id: 'view-lab', scope: 'anywhere', menu: 'View', word: 'Lab', keys: ['Ctrl+5'] },
  {
    id: 'text-larger',
    scope: 'anywhere',
    menu: 'View',
    word: 'Larger text',
    keys: ['Ctrl++', 'Ctrl+='],
    apart: true,
  },
  { id: 'text-smaller', scope: 'anywhere', menu: 'View', word: 'Smaller text', keys: ['Ctrl+-'] },
  { id: 'text-usual', scope: 'anywhere', menu: 'View', word: 'Text at its usual size', keys: ['Ctrl+0'] },
  { id: 'keyboard', scope: 'anywhere', menu: 'Help', word: 'Keyboard', keys: ['?'] },
  { id: 'validate', scope: 'anywhere', menu: 'Help', word: 'Check this installation', keys: [] },

  {
    id: 'list-move',
    scope: 'list',
    menu: null,
    word: 'Previous, next video',
    keys: ['ArrowUp', 'ArrowDown'],
  },
  { id: 'list-page', scope: 'list', menu: null, word: 'A page up, down', keys: ['PageUp', 'PageDown'] },
  { id: 'list-end', scope: 'list', menu: null, word: 'First, last video', keys: ['Home', 'End'] },
  { id: 'list-review', scope: 'list', menu: null, word: 'Review the video', keys: ['Enter'] },
  {
    id: 'list-select',
    scope: 'list',
    menu: null,
    word: 'Select the video',
    keys: [' '],
    also: 'Ctrl and a click',
  },
  {
    id: 'list-range',
    scope: 'list',
    menu: null,
    word: 'Select a range',
    keys: ['Shift+ArrowUp', 'Shift+ArrowDown'],
    also: 'Shift and a click',
  },
  { id: 'list-all', scope: 'list', menu: null, word: 'Select all listed videos', keys: ['Ctrl+A'] },
  {
    id: 'list-menu',
    scope: 'list',
    menu: null,
    word: 'What can be done with the video',
    keys: ['ContextMenu', 'Shift+F10'],
    also: 'a right click',
  },
  {
    id: 'compare-videos',
    scope: 'list',
    menu: 'Video',
    word: 'Compare the two selected videos',
    keys: ['V'],
  },
  { id: 'list-remove', scope: 'list', menu: null, word: 'Remove it from the case', keys: ['Delete'] },
  { id: 'list-search', scope: 'list', menu: null, word: 'Search', keys: ['/'] },
  { id: 'list-clear', scope: 'list', menu: null, word: 'Clear search and filters', keys: ['Escape'] },

  { id: 'sample-back', scope: 'review', menu: 'Video', word: 'Previous sampled frame', keys: ['ArrowLeft'] },
  { id: 'sample-on', scope: 'review', menu: 'Video', word: 'Next sampled frame', keys: ['ArrowRight'] },
  {
    id: 'frame-back',
    scope: 'picture',
    menu: 'Video',
    word: 'One frame back',
    keys: ['Shift+ArrowLeft', ','],
  },
  { id: 'frame-on', scope: 'picture', menu: 'Video', word: 'One frame on', keys: ['Shift+ArrowRight', '.'] },
  { id: 'first', scope: 'review', menu: 'Video', word: 'First sampled frame', keys: ['Home'] },
  { id: 'last', scope: 'review', menu: 'Video', word: 'Last sampled frame', keys: ['End'] },
  { id: 'peak-back', scope: 'review', menu: 'Video', word: 'Previous suspicious peak', keys: ['ArrowUp'] },
  { id: 'peak-on', scope: 'review', menu: 'Video', word: 'Next suspicious peak', keys: ['ArrowDown'] },
  { id: 'start-back', scope: 'review', menu: 'Video', word: 'Previous start of a track', keys: ['Shift+S'] },
  { id: 'start-on', scope: 'review', menu: 'Video', word: 'Next start of a track', keys: ['S'] },
  { id: 'mark-back', scope: 'review', menu: 'Video', word: 'Previous mark', keys: ['Shift+N'] },
  { id: 'mark-on', scope: 'review', menu: 'Video', word: 'Next mark', keys: ['N'] },
  { id: 'go-to', scope: 'review', menu: 'Video', word: 'Go to a frame or a time…', keys: ['G'] },
  { id: 'frames', scope: 'review', menu: 'Video', word: 'Table of all frames', keys: ['T'] },
  { id: 'scores', scope: 'review', menu: 'Video', word: 'Scores: table and files', keys: ['Shift+T'] },
  {
    id: 'compare-frames',
    scope: 'review',
    menu: 'Video',
    word: 'Compare the frame with another one',
    keys: ['V'],
  },
  { id: 'play', scope: 'review', menu: 'Video', word: 'Play or pause', keys: [' '], apart: true },
  { id: 'play-back', scope: 'review', menu: 'Video', word: 'Play backwards, faster each time', keys: ['J'] },
  { id: 'pause', scope: 'review', menu: 'Video', word: 'Pause', keys: ['K'] },
  { id: 'play-on', scope: 'review', menu: 'Video', word: 'Play forwards, faster each time', keys: ['L'] },
  { id: 'sound', scope: 'review', menu: 'Video', word: 'Sound on or off', keys: ['H'] },
  { id: 'loop', scope: 'review', menu: 'Video', word: 'Loop the marked segment', keys: ['R'] },
  { id: 'video-back', scope: 'review', menu: 'Video', word: 'Previous video', keys: ['PageUp'], apart: true },
  { id: 'video-on', scope: 'review', menu: 'Video', word: 'Next video', keys: ['PageDown'] },
  { id: 'track-back', scope: 'review', menu: 'Video', word: 'Previous face track', keys: ['['] },
  { id: 'track-on', scope: 'review', menu: 'Video', word: 'Next face track', keys: [']'] },
  { id: 'mark', scope: 'review', menu: 'Edit', word: 'Mark the frame', keys: ['M'], apart: true },
  {
    id: 'write-note',
    scope: 'review',
    menu: 'Edit',
    word: 'Write on the mark here, or on a new one',
    keys: ['E'],
  },
  { id: 'mark-in', scope: 'review', menu: 'Edit', word: 'Segment begins here', keys: ['I'] },
  { id: 'mark-out', scope: 'review', menu: 'Edit', word: 'Segment ends here', keys: ['O'] },
  {
    id: 'copy-facts',
    scope: 'picture',
    menu: 'Edit',
    keys: ['C'],
    word: 'Copy name, frame, PTS, time and SHA-256',
  },
  {
    id: 'zoom',
    scope: 'picture',
    menu: 'View',
    word: 'All of the frame, or pixel for pixel',
    keys: ['Z'],
    apart: true,
  },
  { id: 'fit', scope: 'picture', menu: 'View', word: 'All of the frame', keys: ['0'] },
  {
    id: 'closer',
    scope: 'picture',
    menu: 'View',
    word: 'Closer',
    keys: ['+'],
    also: 'the wheel; a drag moves it',
  },
  { id: 'farther', scope: 'picture', menu: 'View', word: 'Farther', keys: ['-'] },
  { id: 'boxes', scope: 'review', menu: 'View', word: 'Face boxes', keys: ['B'] },
  {
    id: 'adjust',
    scope: 'review',
    menu: 'View',
    word: 'Brightness, contrast, gamma, sharpness',
    keys: ['A'],
  },
  { id: 'filmstrip', scope: 'review', menu: 'View', word: 'Filmstrip', keys: ['F'] },
  {
    id: 'timeline',
    scope: 'review',
    menu: 'View',
    word: 'Timeline: single frames, or all of it',
    keys: ['W'],
    also: 'the wheel; the scroll bar moves it',
  },
  {
    id: 'leave-review',
    scope: 'review',
    menu: 'Video',
    word: 'Back to the case',
    keys: ['Escape'],
    apart: true,
  },

  {
    id: 'compare-beside',
    scope: 'compare',
    menu: 'View',
    word: 'Compare side by side',
    keys: ['1'],
    apart: true,
  },
  { id: 'compare-blink', scope: 'compare', menu: 'View', word: 'Compare by blinking', keys: ['2'] },
  { id: 'compare-difference', scope: 'compare', menu: 'View', word: 'Compare by difference', keys: ['3'] },
  { id: 'compare-split', scope: 'compare', menu: 'View', word: 'Compare by a dividing line', keys: ['4'] },
  { id: 'compare-faces', scope: 'compare', menu: 'View', word: 'Compare faces', keys: ['5'] },
  {
    id: 'compare-link',
    scope: 'compare',
    menu: 'View',
    word: 'Move both pictures together, or one alone',
    keys: ['L'],
  },
  {
    id: 'compare-other',
    scope: 'compare',
    menu: 'View',
    word: 'The other picture: the keys move it',
    keys: ['X'],
  },
  { id: 'compare-back', scope: 'compare', menu: null, word: 'One frame back', keys: ['ArrowLeft'] },
  { id: 'compare-on', scope: 'compare', menu: null, word: 'One frame on', keys: ['ArrowRight'] },
  { id: 'compare-first', scope: 'compare', menu: null, word: 'First frame', keys: ['Home'] },
  { id: 'compare-last', scope: 'compare', menu: null, word: 'Last frame', keys: ['End'] },
  { id: 'gain-more', scope: 'compare', menu: null, word: 'Difference: larger gain', keys: ['ArrowUp'] },
  { id: 'gain-less', scope: 'compare', menu: null, word: 'Difference: smaller gain', keys: ['ArrowDown'] },
  { id: 'line-left', scope: 'compare', menu: null, word: 'Dividing line to the left', keys: ['['] },
  { id: 'line-right', scope: 'compare', menu: null, word: 'Dividing line to the right', keys: [']'] },
  { id: 'compare-pause', scope: 'compare', menu: null, word: 'Blinking: pause or go on', keys: [' '] },
  { id: 'leave-compare', scope: 'compare', menu: 'View', word: 'End comparing', keys: ['Escape'] },
] as const satisfies readonly WindowCommand[];

type Known = (typeof windowCommands)[number];
export type CommandId<S extends Scope = Scope> = Extract<Known, { scope: S }>['id'];

/** The scopes whose commands can be given at the same time: within one of these, no key may have two of them. */
export const places: readonly (readonly Scope[])[] = [
  ['anywhere', 'case', 'list'],
  ['anywhere', 'case', 'picture', 'review'],
  ['anywhere', 'case', 'picture', 'compare'],
];

/** The keys of a command: the examiner's own where there are any. */
export const keysOf = (command: Pick<WindowCommand, 'id' | 'keys'>, own: OwnKeys): readonly string[] =>
  own[command.id] ?? command.keys;

/** The list moves by the keys of every list; these are what they are. */
export const isRebindable = ({ id, scope }: Known): boolean =>
  scope !== 'list' || id === 'compare-videos' || id === 'list-search';

/** What the system and every text field take for themselves. */
const reserved = [
  'Ctrl+C',
  'Ctrl+X',
  'Ctrl+V',
  'Ctrl+Q',
  'Ctrl+W',
  'Ctrl+M',
  'F11',
  'Tab',
  'Shift+Tab',
  'Enter',
];
export const isReserved = (key: string): boolean => reserved.includes(key);

/** Commands other than this one that a key has where this one works. */
export function holdersOf(key: string, command: Known, own: OwnKeys): Known[] {
  const together = new Set(places.filter((place) => place.includes(command.scope)).flat());
  return windowCommands.filter(
    (other) => other.id !== command.id && together.has(other.scope) && keysOf(other, own).includes(key),
  );
}

/** A key as the table names it. Shift counts for letters and named keys; a sign or a digit may need it to be typed. */
export function keyName({ key, ctrlKey, metaKey, shiftKey }: Omit<KeyPress, 'altKey'>): string {
  const isSign = key.length === 1 && !/^[\p{L} ]$/u.test(key);
  const parts = [
    ...(ctrlKey || metaKey ? ['Ctrl'] : []),
    ...(shiftKey && !isSign ? ['Shift'] : []),
    key.length === 1 ? key.toUpperCase() : key,
  ];
  return parts.join('+');
}

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The command of one of these scopes that has this key; null if none has. */
export function commandOf<S extends Scope>(
  press: KeyPress,
  scopes: readonly S[],
  own: OwnKeys = {},
): CommandId<S> | null {
  if (press.altKey) return null;
  const name = keyName(press);
  const found = windowCommands.find(
    (command) => (scopes as readonly Scope[]).includes(command.scope) && keysOf(command, own).includes(name),
  );
  return (found?.id as CommandId<S> | undefined) ?? null;
}

const keyWords: Record<string, string> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Delete: 'Del',
  Escape: 'Esc',
  ContextMenu: 'Menu',
};

/** What is pressed together. "+" alone is a key. */
export const keyNames = (name: string): string[] =>
  name.endsWith('+') ? [...name.slice(0, -1).split('+').filter(Boolean), '+'] : name.split('+');

/** The parts of a key as they are printed on a keyboard. */
export const keyParts = (name: string): string[] => keyNames(name).map((part) => keyWords[part] ?? part);
