/** Finds texts for people that stand in a component or module itself, by its syntax tree. */
import { parse } from 'svelte/compiler';

interface Node {
  type: string;
  [key: string]: unknown;
}

/** The same in every language: names, units, names of keys and of what the browser calls its things. */
const sameEverywhere = [
  ...[
    'Exhibit',
    'exhibit',
    'ffmpeg',
    'Celeb-DF',
    'FaceForensics++',
    'TensorFlow.js',
    'Random Forest',
    't-SNE',
  ],
  ...['Nadam', 'FaceNet', 'Xception', 'Cllr', 'Word', 'Ctrl', 'bit', 'min', 'ms', 'px', 'kbit/s', 'Mbit/s'],
];
const keyNames =
  /^(Control|Meta|Shift|Alt|AltGraph|Arrow(Left|Right|Up|Down)|Enter|Escape|Home|End|Page(Up|Down)|Delete|Files|DeskError)$/;
/** What these take is code for the browser or the engine. */
const silentCalls =
  /^(querySelector(All)?|closest|getContext|matchMedia|createElementNS|(add|remove)EventListener|replace(All)?|includes|(starts|ends)With|setData|[gs]etAttribute|getElementById|DateTimeFormat|NumberFormat|Collator|split)$/;
const spokenAttributes = /^(title|alt|placeholder|label|aria-(label|description|valuetext|roledescription))$/;
/** Of components: what is no text, whatever it looks like. */
const silentAttributes = /^(class|style|d|id|for|role|type|data-.*|testid|icon|look|name|kind|key)$/;

/** Whether a text has a word of a language. */
export function hasWord(text: string): boolean {
  let rest = text;
  for (const name of sameEverywhere)
    rest = rest.replaceAll(new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'gu'), ' ');
  return /(?<![\p{L}\d_-])\p{L}?\p{Ll}+(?![\p{L}\d_])/u.test(
    rest.replaceAll(/(?<!\p{L})\p{L}(?!\p{L})/gu, ' '),
  );
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** In a script nothing else tells texts from names of code: these have a blank or begin with a capital. */
const looksLikeText = (text: string) =>
  hasWord(text) && !keyNames.test(text) && (/\s/.test(text) || /^\p{Lu}/u.test(text) || text.includes('…'));

/** @param source of a component, or of a module of TypeScript @returns each text as it stands there */
export function shownLiterals(source: string, isComponent: boolean): string[] {
  const root = parse(isComponent ? source : `<script lang="ts">\n${source}\n</script>`, { modern: true });
  const found: string[] = [];
  const look = (value: unknown, parents: readonly Node[]): void => {
    if (Array.isArray(value)) for (const each of value as unknown[]) look(each, parents);
    if (!isNode(value)) return;
    const parent = parents.at(-1);
    if (isOfTypes(value) || (parent && isSilent(value, parent))) return;
    if (value.type === 'Text') {
      const attribute = parents.find(({ type }) => type === 'Attribute');
      const data = String(value['data']).trim();
      if (
        attribute
          ? looksLikeText(data) || (spokenAttributes.test(String(attribute['name'])) && hasWord(data))
          : hasWord(data)
      )
        found.push(data);
    } else if (value.type === 'Literal' && typeof value['value'] === 'string') {
      if (looksLikeText(value['value'])) found.push(value['value']);
    } else if (value.type === 'TemplateLiteral') {
      const said = (value['quasis'] as { value: { cooked: string } }[])
        .map((quasi) => quasi.value.cooked)
        .join('‹');
      if (looksLikeText(said)) found.push(said);
    }
    for (const [key, child] of Object.entries(value)) {
      if (
        !['typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'css', 'metadata'].includes(key)
      )
        look(child, [...parents, value]);
    }
  };
  look(root.fragment, []);
  look(root.instance?.content, []);
  look(root.module?.content, []);
  return found;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const isOfTypes = ({ type }: Node) =>
  [
    'ImportDeclaration',
    'TSTypeAliasDeclaration',
    'TSInterfaceDeclaration',
    'Comment',
    'Line',
    'Block',
  ].includes(type);

/** Whether its place tells that nobody reads it. */
function isSilent(node: Node, parent: Node): boolean {
  if (/^(Style|Class)Directive$/.test(node.type)) return true;
  if (node.type === 'Attribute') {
    const isElement = !/Component/.test(parent.type);
    const name = String(node['name']);
    return (
      silentAttributes.test(name) || (isElement && !spokenAttributes.test(name) && !name.startsWith('on'))
    );
  }
  if (parent.type === 'BinaryExpression')
    return node.type === 'Literal' && /^[!=]==$/.test(String(parent['operator']));
  if (parent.type === 'SwitchCase' || parent.type === 'ImportExpression') return node === parent['test'];
  if (parent.type === 'Property') return node === parent['key'];
  if (parent.type === 'MemberExpression') return node.type === 'Literal';
  if (parent.type !== 'CallExpression' && parent.type !== 'NewExpression') return false;
  const callee = parent['callee'] as Node;
  const name = callee.type === 'MemberExpression' ? (callee['property'] as Node)['name'] : callee['name'];
  return node !== callee && /^(Literal|TemplateLiteral)$/.test(node.type) && silentCalls.test(String(name));
}
