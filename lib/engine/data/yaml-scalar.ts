import { Document } from 'yaml';
import { Memory } from './memory.js';
import { DOCUMENT_OPTIONS, printYaml } from './yaml-document.js';
import type { YamlStyle } from './yaml-style.js';

/** Texts that need no quotes in any version of YAML, unless they are {@link WORDS}. */
const PLAIN = /^[a-z](?:[\w./@:-]*[\w./@-])?$/i;

/** Words that some version of YAML, or some reader, does not read as texts; the `yaml` package takes `e0` for a number. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|e-?[0-9]+)$/i;

/** Texts that stand in double quotes as they are. */
const QUOTABLE = /^[ !#-[\]-~]*$/;

/** Texts of several lines that stand as they are, each line indented. */
const BLOCK = /^[!-~][\n -~]*[!-~]\n?$/;

/** What texts look like at the start of a line of a document, which is not the same everywhere in it. */
const MARKER = /^(?:%|---|\.\.\.)/m;

/** Where a line ends that another one follows, which is not empty. */
const LINE_END = /\n(?=[^\n])/g;

/** Texts as the `yaml` package writes them. */
const texts: Readonly<Record<YamlStyle, Memory<string>>> = {
  plain: new Memory((text) => asMember(text, 'plain')),
  quoted: new Memory((text) => asMember(text, 'quoted')),
};
const keys: Readonly<Record<YamlStyle, Memory<string | undefined>>> = {
  plain: new Memory((key) => asKey(key, 'plain')),
  quoted: new Memory((key) => asKey(key, 'quoted')),
};

/**
 * A scalar of a list or a map.
 *
 * @param indent what the lines of the list or the map begin with
 * @returns nothing for what is no plain data
 */
export function writeScalar(value: unknown, indent: string, style: YamlStyle): string | undefined {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : asMember(value, style);
  if (typeof value !== 'string') return undefined;
  if (style === 'quoted' && QUOTABLE.test(value)) return `"${value}"`;
  if (style === 'plain' && PLAIN.test(value) && !WORDS.test(value)) return value;
  if (style === 'plain' && value.includes('\n') && BLOCK.test(value)) return asBlock(value, `${indent}  `);
  return texts[style].of(value).replaceAll(LINE_END, `\n${indent}`);
}

function asBlock(text: string, indent: string): string {
  const [header, lines] = text.endsWith('\n') ? ['|', text.slice(0, -1)] : ['|-', text];
  return `${header}\n${indent}${lines.replaceAll(LINE_END, `\n${indent}`)}`;
}

/** The key of a member, less the colon; nothing for one that is written otherwise. */
export function writeKey(key: string, style: YamlStyle): string | undefined {
  return keys[style].of(key);
}

/** A scalar as it stands in a map whose lines are not indented. */
function asMember(value: unknown, style: YamlStyle): string {
  return printYaml(new Document({ k: value, z: 0 }, DOCUMENT_OPTIONS), style).slice('k: '.length, -'\nz: 0\n'.length);
}

function asKey(key: string, style: YamlStyle): string | undefined {
  const text = printYaml(new Document({ [key]: 0 }, DOCUMENT_OPTIONS), style);
  return text.startsWith('? ') || MARKER.test(key) ? undefined : text.slice(0, -': 0\n'.length);
}
