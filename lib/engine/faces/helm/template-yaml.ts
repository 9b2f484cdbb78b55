import { Document, type Node, Pair, Scalar, type ScalarTag, type Tags, YAMLMap, YAMLSeq } from 'yaml';
import { hasKnobs } from '../../data/placeholder.js';
import { DOCUMENT_OPTIONS, printYaml } from '../../data/yaml-document.js';
import { ConfigFile } from '../../tree/config-file.js';
import { Token } from '../../tree/token.js';
import { type Alternative, alternativesOf } from './alternatives.js';
import { textValue, value } from './expression.js';
import { isBlock } from './file-body.js';
import { fileName } from './helper-names.js';
import { isOpen, literal } from './text.js';

/** Template text that stands where YAML has a value; it is given the indentation of its surroundings. */
class Expression {
  constructor(readonly print: (indent: string) => string) {}
}

const expressionTag: ScalarTag = {
  tag: '!helm',
  default: true,
  identify: (part) => part instanceof Expression,
  resolve: (text) => text,
  stringify: ({ value: part }, { indent }) => (part instanceof Expression ? part.print(indent) : ''),
};

const TEMPLATE_OPTIONS = {
  ...DOCUMENT_OPTIONS,
  customTags: (tags: Tags): Tags => [...DOCUMENT_OPTIONS.customTags(tags), expressionTag],
};

/** An item of a list that is nothing, which is an item all the same. */
const NOTHING: Alternative = { part: null, guard: undefined, otherwise: false };

/** A node that template actions may stand before. */
interface Guarded {
  commentBefore?: string | null;
}

/** Writes the content of an object as YAML with Helm expressions in the place of tokens. */
export class TemplateYaml {
  constructor(private readonly chart: string) {}

  print(content: object): string {
    const document = new Document(undefined, TEMPLATE_OPTIONS);
    document.contents = this.node(content);
    return printYaml(document, 'plain');
  }

  private node(part: unknown): Node {
    if (part instanceof Token) return new Scalar(this.expression(part));
    if (Array.isArray(part)) return this.list(part);
    if (typeof part === 'object' && part !== null) return this.map(part);
    return typeof part === 'string' ? this.text(part) : new Scalar(part);
  }

  private expression(token: Token<unknown>): Expression {
    if (!(token instanceof ConfigFile && isBlock(token))) return new Expression(() => value(token, this.chart));
    const include = `include ${fileName(this.chart, token.name)} .`;
    return new Expression((indent) => `|\n${indent}{{- ${include} | nindent ${indent.length} }}`);
  }

  /** A string as a template that renders it; quoted where Helm fills something in, which may look like a number. */
  private text(text: string): Scalar {
    if (hasKnobs(text)) return new Scalar(new Expression(() => textValue(text, this.chart)));
    const node = new Scalar(literal(text, this.chart));
    if (isOpen(text)) node.type = 'QUOTE_DOUBLE';
    return node;
  }

  private list(items: readonly unknown[]): YAMLSeq {
    const list = new YAMLSeq<Node>();
    const guards = new Guards();
    for (const item of items) {
      const alternatives = item === null ? [NOTHING] : alternativesOf(item);
      for (const alternative of alternatives) {
        const node = this.node(alternative.part);
        guards.before(node, alternative);
        list.items.push(node);
      }
    }
    list.comment = guards.end();
    return list;
  }

  private map(members: object): YAMLMap {
    const map = new YAMLMap<Scalar, Node>();
    const guards = new Guards();
    for (const [key, member] of Object.entries(members)) {
      for (const alternative of alternativesOf(member)) {
        const pair = new Pair(this.text(key), this.node(alternative.part));
        guards.before(pair.key, alternative);
        map.items.push(pair);
      }
    }
    map.comment = guards.end();
    return map;
  }
}

/** Template actions around the parts of a collection, each before a part or at the end. */
class Guards {
  private pending: string | undefined;

  before(node: Guarded, { guard, otherwise }: Alternative): void {
    const start = otherwise ? '{{- else }}' : guard === undefined ? undefined : `{{- if ${guard} }}`;
    const actions = [otherwise ? undefined : this.pending, start].filter((action) => action !== undefined);
    if (actions.length > 0) node.commentBefore = actions.join('\n');
    this.pending = guard === undefined ? undefined : '{{- end }}';
  }

  end(): string | undefined {
    return this.pending;
  }
}
