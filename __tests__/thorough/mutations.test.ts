import fc from 'fast-check';
import { componentApp } from '../helm/arbitrary/component-app.js';
import { dagsterApp } from '../helm/arbitrary/dagster-app.js';
import { disagreements, type Mutation, type Written, write } from '../helm/law.js';
import { SHOWCASE } from '../helm/showcase.js';

const replaced =
  (from: string | RegExp, to: string): Mutation =>
  (text) =>
    text.replaceAll(from, to);

/** In one kind of file alone. */
const within =
  (file: RegExp, mutation: Mutation): Mutation =>
  (text, path) =>
    file.test(path) ? mutation(text, path) : text;

const helper = (from: string | RegExp, to: string): Mutation => within(/_helpers\.tpl$/, replaced(from, to));

const template = (from: string | RegExp, to: string): Mutation => within(/templates\/[^_]/, replaced(from, to));

/** Each is a mistake that whoever writes the chart could make. */
const MUTATIONS: [string, 'dagster' | 'components', Mutation][] = [
  ['a condition', 'dagster', replaced('if dig "dagster-webserver" "enabled"', 'if dig "dagster-daemon" "enabled"')],
  ['the path of a knob', 'dagster', replaced('"externalDatabase" "host"', '"externalDatabase" "hots"')],
  ['what a knob falls back to', 'dagster', replaced('"replicaCount" 1 $values', '"replicaCount" 2 $values')],
  ['a default in values.yaml', 'dagster', within(/values\.yaml$/, replaced('"512Mi"', '"511Mi"'))],
  ['the form of canonical quantities', 'dagster', helper('"m" "" "k"', '"" "m" "k"')],
  ['the powers of binary quantities', 'dagster', helper('(mod $mantissa 1024) 0', '(mod $mantissa 2048) 0')],
  ['the exponents of quantities', 'dagster', helper('(printf "e%d"', '(printf "E%d"')],
  ['limits without requests', 'dagster', helper('{{- if $list -}}', '{{- if true -}}')],
  ['a configuration file', 'dagster', replaced('load_from:', 'load_form:')],
  ['a checksum', 'dagster', replaced('sha256sum', 'sha1sum')],
  ['the name of the release', 'dagster', replaced('{{ $release }}-', '{{ .Release.Name }}-')],
  ['the namespace', 'dagster', replaced('.Release.Namespace', '.Release.Name')],
  ['the alias of the chart', 'dagster', helper('-{{ .Chart.Name }}', '')],
  ['quoted text that looks like a number', 'dagster', replaced(/ \| toJson \}\}/g, ' }}')],
  ['a knob in the variable that holds JSON', 'dagster', replaced('| toRawJson', '| toJson')],
  ['$ in JSON that the kubelet reads', 'components', replaced('| replace "$" "$$"', '| replace "$" "$"')],
  ['what null means', 'components', helper('{{- if kindIs "invalid" $value -}}', '{{- if false -}}')],
  ['what null means in lists', 'components', helper('else if kindIs "slice"', 'else if kindIs "array"')],
  ['integers', 'components', template('| int64', '')],
  ['large integers', 'components', template('| int64', '| float64')],
  ['a member that is there at times', 'components', replaced('not (kindIs "invalid"', 'not (kindIs "string"')],
  ['which of two', 'components', template(/\{\{(-?) if (dig "flags"[^}]*?) (-?)\}\}/g, '{{$1 if not ($2) $3}}')],
  ['conditions that all hold', 'components', replaced(/(if|\() ?and \(/g, '$1 or (')],
  ['the comma before the first member', 'components', replaced('trimPrefix ","', 'trimPrefix ";"')],
  ['a piece of text', 'components', replaced('print "', 'print " " "')],
  ['numbers in text', 'components', replaced('| toRawJson', '| toString')],
  ['a digest', 'components', helper('trunc 8', 'trunc 7')],
  ['what a digest covers', 'components', helper('$object.spec | toRawJson', '$object.spec | toJson')],
  ['the line end of a file', 'components', replaced('printf "%s\\n"', 'printf "%s"')],
  ['space at the start of a file', 'components', helper('{{ "" }}', '')],
  ['braces', 'components', template('{{`{{`}}', '{ {')],
  ['an empty list', 'components', replaced('(list) $values', '(list "x") $values')],
  ['an empty map', 'components', replaced('(dict) $values', '(dict "x" 1) $values')],
];

const APPS: { readonly [K in 'dagster' | 'components']: readonly Written[] } = {
  dagster: fc.sample(dagsterApp, { numRuns: 12, seed: 1 }).map(write),
  components: [...SHOWCASE, ...fc.sample(componentApp, { numRuns: 12, seed: 1 })].map(write),
};

test.each(MUTATIONS)(
  'a chart in which %s is changed by hand is found out',
  async (_, kind, mutate) => {
    const found = await disagreements(APPS[kind], mutate).catch((error: Error) => [error.message]);
    expect(found.length).toBeGreaterThan(0);
  },
  60_000,
);

test.each(['dagster', 'components'] as const)(
  'the charts of %s that nobody has changed are no mistake',
  async (kind) => {
    expect(await disagreements(APPS[kind])).toEqual([]);
  },
  60_000,
);
