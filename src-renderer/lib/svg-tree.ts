/**
 * Reads the SVG text of the shared charts into a tree of names, attributes and text. The page's content policy
 * lets no text become markup, which also closes DOMParser; from a tree, nodes are made one by one. It reads what
 * those charts write (XML 1.0 without comments, entities of its own or namespaces) and refuses everything else.
 */
export interface SvgElement {
  name: string;
  attributes: [name: string, value: string][];
  children: (SvgElement | string)[];
}

/** What draws or names; nothing that runs, loads or links. */
const elements = new Set(['svg', 'g', 'path', 'line', 'rect', 'circle', 'text', 'title', 'desc']);
const token = /<(\/?)([a-z]+)((?:\s+[a-zA-Z][\w-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** @throws SyntaxError for text that no chart writes */
export function parseSvg(text: string): SvgElement {
  const root: SvgElement = { name: '', attributes: [], children: [] };
  const open = [root];
  let end = 0;
  for (const [whole, closing, name, attributes = '', selfClosing, words] of text.matchAll(token)) {
    end += whole.length;
    const parent = open.at(-1)!;
    if (words !== undefined) parent.children.push(unescape(words));
    else if (closing) {
      if (open.pop()!.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
    } else {
      const element = { name: known(name!), attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  const [svg, ...others] = root.children;
  const whole = end === text.length && open.length === 1 && others.length === 0;
  if (!whole || typeof svg !== 'object' || svg.name !== 'svg') throw new SyntaxError('This is no chart');
  return svg;
}

function known(name: string): string {
  if (!elements.has(name)) throw new SyntaxError(`A chart has no <${name}>`);
  return name;
}

/** Handlers of events are code in attributes, and none is a chart's. */
function attributesOf(text: string): SvgElement['attributes'] {
  const found = [...text.matchAll(/([a-zA-Z][\w-]*)="([^"]*)"/g)];
  return found
    .map(([, name, value]): [string, string] => [name!, unescape(value!)])
    .filter(([name]) => name !== 'xmlns' && !name.toLowerCase().startsWith('on'));
}

const unescape = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
