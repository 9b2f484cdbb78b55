import { Document, type Node, Pair, Scalar, type ScalarTag, type Tags, YAMLMap, YAMLSeq } from 'yaml';
import { DOCUMENT_OPTIONS, printYaml } from '../../data/yaml.js';
import { ConfigFile } from '../../tree/config-file.js';
import { Choice, Token } from '../../tree/token.js';
import { condition, helperName, isOpen, literal, scalar } from './expression.js';
import type { Markers } from './markers.js';

/** Template text that stands where YAML has a value; it is given the indentation of its surroundings. */
class Expression {
  constructor(readonly print: (indent: string) => string) {}
}

const expressionTag: ScalarTag = {
  tag: '!helm',
  default: true,
  identify: (value) => value instanceof Expression,
  resolve: (text) => text,
  stringify: ({ value }, { indent }) => (value instanceof Expression ? value.print(indent) : ''),
};

const TEMPLATE_OPTIONS = {
  ...DOCUMENT_OPTIONS,
  customTags: (tags: Tags): Tags => [...DOCUMENT_OPTIONS.customTags(tags), expressionTag],
};

/** Writes objects with markers in them as YAML with Helm expressions in their place. */
export class TemplateYaml {
  constructor(
    private readonly chart: string,
    private readonly markers: Markers,
  ) {}

  print(object: object): string {
    const document = new Document(undefined, TEMPLATE_OPTIONS);
    document.contents = this.node(object);
    return printYaml(document, 'plain');
  }

  private node(value: unknown): Node {
    const token = this.markers.tokenOf(value) ?? (value instanceof Token ? value : undefined);
    if (token !== undefined) return new Scalar(this.expression(token));
    if (Array.isArray(value)) return this.list(value);
    if (typeof value === 'object' && value !== null) return this.map(value);
    return typeof value === 'string' ? text(value) : new Scalar(value);
  }

  private expression(token: Token<unknown>): Expression {
    if (!(token instanceof ConfigFile)) return new Expression(() => scalar(token, this.chart));
    const include = `include ${helperName(this.chart, token.name)} .`;
    return new Expression((indent) => `|\n${indent}{{- ${include} | nindent ${indent.length} }}`);
  }

  private list(items: readonly unknown[]): YAMLSeq {
    const list = new YAMLSeq();
    list.items = items.map((item) => this.node(item));
    return list;
  }

  private map(members: object): YAMLMap {
    const map = new YAMLMap();
    let pending = '';
    for (const [key, value] of Object.entries(members)) {
      const choice = this.structuralChoice(value);
      const pairs = choice === undefined ? [new Pair(text(key), this.node(value))] : this.branches(key, choice);
      const [first] = pairs;
      if (pending !== '' && first !== undefined) first.key.commentBefore = join(pending, first.key.commentBefore);
      pending = choice === undefined ? '' : '{{- end }}';
      for (const pair of pairs) map.items.push(pair);
    }
    if (pending !== '') map.comment = pending;
    return map;
  }

  /** A choice between lists or maps, which takes the place of a whole member. */
  private structuralChoice(value: unknown): Choice<unknown> | undefined {
    const token = this.markers.tokenOf(value);
    return token instanceof Choice && typeof token.then === 'object' && !(token.then instanceof Token)
      ? token
      : undefined;
  }

  private branches(key: string, choice: Choice<unknown>): Pair<Scalar, Node>[] {
    const then = new Pair(text(key), this.node(choice.then));
    const otherwise = new Pair(text(key), this.node(choice.otherwise));
    then.key.commentBefore = `{{- if ${condition(choice.condition)} }}`;
    otherwise.key.commentBefore = '{{- else }}';
    return [then, otherwise];
  }
}

/** A string as a template that renders it; quoted where Helm fills something in, which may look like a number. */
function text(value: string): Scalar {
  const node = new Scalar(literal(value));
  if (isOpen(value)) node.type = 'QUOTE_DOUBLE';
  return node;
}

function join(...comments: (string | null | undefined)[]): string {
  return comments.filter(Boolean).join('\n');
}
