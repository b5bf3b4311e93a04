/**
 * Reads Python pickles (protocols 2 to 5) as data. A pickle is a program that can call any function of any Python
 * module. Here only the names in `globals` can be looked up and called; any other name stops the reading. Supported
 * are the opcodes of Python's `pickletools` that `torch.save` writes. Lists may hold themselves and each other without
 * end, so nothing here walks into them.
 */
import { PickleCursor } from './pickle-cursor.ts';
import { unreadable } from './stored-tensor.ts';

/** A Python name that a pickle may use; `call` replaces the Python function. */
export interface PickleGlobal {
  readonly name: string;
  call?(args: readonly unknown[]): unknown;
}

export interface PickleWorld {
  /** By full name, such as `collections.OrderedDict`. */
  globals: ReadonlyMap<string, PickleGlobal>;
  /** The value of an object that is stored outside the pickle. */
  persistent(id: unknown): unknown;
}

/**
 * Python's dict; lists and tuples become arrays. Dicts never become plain objects, because their keys could do harm.
 */
export type PickleDict = Map<unknown, unknown>;

/**
 * @returns the object, and the position after its bytes
 * @throws EngineError models/unreadable-weights
 */
export function unpickle(
  bytes: Uint8Array,
  start: number,
  world: PickleWorld,
): { value: unknown; end: number } {
  const cursor = new PickleCursor(bytes, start);
  const value = new Unpickler(cursor, world).run();
  return { value, end: cursor.position };
}

/** A state dict has no longer numbers, and the time to read one grows with the square of its length. */
const MAX_INTEGER_BYTES = 64;
/** Names and settings are far shorter. */
const MAX_TEXT_BYTES = 2 ** 20;
/** Instructions, and items given to functions: an instruction of one byte may make an object of hundreds. */
const MAX_STEPS = 1_000_000;
const MARK = Symbol('mark');

class Unpickler {
  readonly #cursor: PickleCursor;
  readonly #world: PickleWorld;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  #steps = 0;

  constructor(cursor: PickleCursor, world: PickleWorld) {
    this.#cursor = cursor;
    this.#world = world;
  }

  run(): unknown {
    for (;;) {
      const opcode = this.#cursor.uint8();
      if (opcode === 0x2e) return this.#pop();
      this.#count(1);
      this.#step(opcode);
    }
  }

  #step(opcode: number): void {
    const cursor = this.#cursor;
    const push = (value: unknown) => void this.#stack.push(value);
    switch (opcode) {
      case 0x80: // PROTO
        return void cursor.uint8();
      case 0x95: // FRAME
        return void cursor.uint64();
      case 0x28:
        return push(MARK);
      case 0x4e:
        return push(null);
      case 0x88:
        return push(true);
      case 0x89:
        return push(false);
      case 0x4b: // BININT1
        return push(cursor.uint8());
      case 0x4d: // BININT2
        return push(cursor.uint16());
      case 0x4a: // BININT
        return push(cursor.int32());
      case 0x8a: // LONG1
        return push(this.#long());
      case 0x47: // BINFLOAT
        return push(cursor.float64());
      case 0x58: // BINUNICODE
        return push(this.#text(cursor.uint32()));
      case 0x8c: // SHORT_BINUNICODE
        return push(cursor.text(cursor.uint8()));
      case 0x54: // BINSTRING, of Python 2
        return push(this.#text(cursor.uint32()));
      case 0x55: // SHORT_BINSTRING
        return push(cursor.text(cursor.uint8()));
      case 0x42: // BINBYTES
        return push(cursor.bytes(cursor.uint32()));
      case 0x43: // SHORT_BINBYTES
        return push(cursor.bytes(cursor.uint8()));
      case 0x7d:
        return push(new Map());
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        return push([]);
      case 0x74: // TUPLE
        return push(this.#popToMark());
      case 0x85: // TUPLE1 to TUPLE3
      case 0x86:
      case 0x87:
        return push(this.#popCount(opcode - 0x84));
      case 0x61: // APPEND
        return this.#append(this.#popCount(1));
      case 0x65: // APPENDS
        return this.#append(this.#popToMark());
      case 0x73: // SETITEM
        return this.#setItems(this.#popCount(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x71: // BINPUT
        return void this.#memo.set(cursor.uint8(), this.#top());
      case 0x72: // LONG_BINPUT
        return void this.#memo.set(cursor.uint32(), this.#top());
      case 0x94: // MEMOIZE
        return void this.#memo.set(this.#memo.size, this.#top());
      case 0x68: // BINGET
        return push(this.#remembered(cursor.uint8()));
      case 0x6a: // LONG_BINGET
        return push(this.#remembered(cursor.uint32()));
      case 0x63: // GLOBAL
        return push(this.#global(`${cursor.line()}.${cursor.line()}`));
      case 0x93: // STACK_GLOBAL
        return push(this.#stackGlobal());
      case 0x51: // BINPERSID
        return push(this.#world.persistent(this.#pop()));
      case 0x52: // REDUCE
        return push(this.#reduce());
      case 0x62: // BUILD
        return this.#build();
      default:
        throw unreadable(
          `The file of weights uses a pickle instruction (0x${opcode.toString(16)}) that no state dict needs. ${remedy}`,
        );
    }
  }

  #count(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) throw tooLong();
  }

  #text(length: number): string {
    if (length > MAX_TEXT_BYTES) throw tooLong();
    return this.#cursor.text(length);
  }

  #long(): number | bigint {
    const length = this.#cursor.uint8();
    if (length > MAX_INTEGER_BYTES) throw damaged();
    const value = this.#cursor.integer(length);
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }

  #global(name: string): PickleGlobal {
    const known = this.#world.globals.get(name);
    if (known) return known;
    throw unreadable(
      `The file asks for the Python object ${name}, which a plain state dict does not need. Nothing in the file was run. ${remedy}`,
    );
  }

  #stackGlobal(): PickleGlobal {
    const [module, name] = this.#popCount(2);
    if (typeof module !== 'string' || typeof name !== 'string') throw damaged();
    return this.#global(`${module}.${name}`);
  }

  #reduce(): unknown {
    const [callee, args] = this.#popCount(2);
    const known = [...this.#world.globals.values()].find((each) => each === callee);
    if (!known?.call || !Array.isArray(args)) throw damaged();
    for (const each of args as unknown[]) if (Array.isArray(each)) this.#count(each.length);
    return known.call(args);
  }

  /** Ignores the attributes of an ordered dict: PyTorch stores versions of modules there, not weights. */
  #build(): void {
    this.#pop();
    if (!(this.#top() instanceof Map)) throw damaged();
  }

  #append(items: readonly unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw damaged();
    for (const item of items) list.push(item);
  }

  #setItems(items: readonly unknown[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map) || items.length % 2 !== 0) throw damaged();
    for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
  }

  #remembered(key: number): unknown {
    if (!this.#memo.has(key)) throw damaged();
    return this.#memo.get(key);
  }

  #top(): unknown {
    if (this.#stack.length === 0) throw damaged();
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.pop();
    if (value === MARK) throw damaged();
    return value;
  }

  #popCount(count: number): unknown[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #popToMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw damaged();
    const items = this.#stack.splice(mark + 1);
    this.#stack.pop();
    return items;
  }
}

const remedy =
  'Save only the weights in Python: torch.save(model.state_dict(), "weights.pt"), and add that file.';

const tooLong = () =>
  unreadable(`The file of weights has more instructions or text than any state dict needs. ${remedy}`);

const damaged = () => unreadable(`The file of weights is damaged: its pickle is invalid. ${remedy}`);
