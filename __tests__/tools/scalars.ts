/** Strings that YAML readers like to take for something else. */
export const STRINGS: readonly string[] = [
  ...'yes No ON off y N true False null ~ = << - . --- ... 0 -1 1.10 0775 08 1e3 e3 e123456 .5 1. 1_000'.split(' '),
  ...'12345678901234567890 1:30 2001-01-01 0x1F 0X1F 0b11 0B11 0o17 0O17 -0o17 NaN .nan .inf -.Inf +.INF'.split(' '),
  ...'a: #x !a &a *a @a `a %a | > [a] {a} [ ] { } , " \' \\ \\n "a" \'a\' it\'s"so"'.split(' '),
  ...['', ' ', ' a', 'a ', 'a: b', ': a', 'a #b', '- a', '? a', 'a, b', '{{ x }}', '{{- include "a" . }}'],
  ...['é', '日本', '😀', '\u00a0', '\u0085', 'a\u2028b', '\u2029', '\ufeffa', '\u0007', '\u007f', '\u009f', '\uffff'],
  ...['a\nb', 'a\n', '\na', '\n', ' \n', ' a\n  b\n', '\ta\nb', 'a\n\tb\n', 'a\r\nb', 'a \n\n b\n\n', '#\n---\nb: c\n'],
  'words '.repeat(60),
];

function each(value: unknown, scalars: string): [string, unknown][] {
  return scalars.split(' ').map((scalar) => [scalar, value]);
}

function text(scalars: string): [string, unknown][] {
  return scalars.split(' ').map((scalar) => [scalar, scalar]);
}

/** YAML scalars, and what helm reads in them. */
export const SCALARS: readonly [string, unknown][] = [
  ...each(true, 'yes Yes YES on On ON y Y true True TRUE'),
  ...each(false, 'no No NO off Off OFF n N false False FALSE'),
  ...each(null, 'null Null NULL ~'),
  ['', null],
  ...text('yEs tRUE nULL = . + -. e3 e123456 inf Infinity 1e 1.5.0 100m 1Gi 1,000 _1 0x 0o 0xG 0b12 0o18'),
  ...text('2001-01-01 2001-01-01T00:00:00Z 1:30 1:30:20 -1:30'),
  ...each(0, '0 0x0 0b0 0o0'),
  ...each(1, '1 +1 1. 1.0 1e0'),
  ...each(-1, '-1 -0x1 -0b1 -0o1'),
  ...each(3, '0b11 0B11 0o3 03'),
  ...each(15, '0o17 0O17 017 0xf 0XF 1_5'),
  ...each(509, '0775 0o775'),
  ...each(8, '08 8'),
  ...each(1000, '1e3 1E+3 1_000'),
  ...each(0.5, '.5 +.5 5e-1 0.50'),
  ['1.10', 1.1],
  ['"yes"', 'yes'],
  ["'0775'", '0775'],
  ['!!str 1', '1'],
  ['"\\u00e9\\x41"', 'éA'],
  ['[yes, 0775, {a: no}]', [true, 509, { a: false }]],
  ['|-\n  yes', 'yes'],
  ['>\n  a\n  b', 'a b\n'],
];
