import fc from 'fast-check';

/** Text that is easily taken for something else by YAML, by Go's templates, by JSON or by the kubelet. */
export const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    ...[
      '{{ .Values }}',
      '{{- fail "x" -}}',
      '}}',
      '{{`',
      '{',
      '{{{',
      '`',
      '"',
      "'",
      '\\',
      '\\u0041',
      '$(HOME)',
      '$$',
      '$x',
    ],
    ...[
      'yes',
      'off',
      'null',
      '~',
      '0o17',
      '0x1F',
      '1e3',
      '.inf',
      '1:30',
      '2001-01-01',
      '=',
      '<<',
      '-',
      '- a',
      'a: b',
      '#',
      ' # b',
    ],
    ...[
      '',
      ' x',
      'x ',
      'x\ny\n',
      '\nx',
      '  x\n y',
      '\n',
      '\t',
      '|',
      '>',
      '%',
      '@',
      '*a',
      '&a',
      '!x',
      '---',
      '...',
      '<&>',
      'é\u{1F600}',
    ],
  ),
);

/** Characters that no values document has, but that properties may. */
export const strange = fc.oneof(
  { weight: 9, arbitrary: awkward },
  fc.constantFrom('\u2028', '\ufeff', 'a\r\nb', '\u0001', '\u00a0'),
);

/** What a text knob takes: no control characters, nothing private. */
export const printable = awkward.filter((text) =>
  /^([\t\n]|[^\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\uFEFF\uFFFE\uFFFF])*$/u.test(text),
);
