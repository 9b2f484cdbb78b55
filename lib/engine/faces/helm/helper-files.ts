import type { ApiObject } from 'cdk8s';
import { LABEL_1035, LONGEST_LABEL } from '../../data/names.js';
import { RELEASE } from '../../data/placeholder.js';
import { longestName } from '../../policy/object-names.js';
import type { ConfigFile } from '../../tree/config-file.js';
import { DIGEST_LENGTH, isNamedByContent } from '../../tree/digest.js';
import { leavesOf } from '../../values/key-tree.js';
import type { Keys } from '../../values/key-types.js';
import { fileBody } from './file-body.js';
import { fileName, helperName, NO_MANIFEST, prelude } from './helper-names.js';
import { quantityHelpers } from './quantity-helpers.js';

/** The named templates of a chart: names, values, quantities, and the configuration files that checksums cover. */
export function helpers(chart: string, files: readonly ConfigFile[]): string {
  const defined = files.map(
    (file) => `{{- define ${fileName(chart, file.name)} -}}\n${fileBody(file, chart)}\n{{- end }}\n`,
  );
  return [releaseHelpers(chart), quantityHelpers(chart), ...defined].join('\n');
}

function releaseHelpers(chart: string): string {
  const name = (helper: string): string => helperName(chart, helper);
  return `{{- /* The name of the release, which all names begin with; under an alias in another chart, that follows. */}}
{{- define ${name('release')} -}}
{{- .Release.Name -}}{{- if ne .Chart.Name ${JSON.stringify(chart)} -}}-{{ .Chart.Name }}{{- end -}}
{{- end }}

{{- /* Removes what is null, which means "not set", from a map of values. */}}
{{- define ${name('unset')} -}}
{{- if kindIs "map" . -}}
{{- $map := . -}}
{{- range $key, $value := $map -}}
{{- if kindIs "invalid" $value -}}{{- $_ := unset $map $key -}}{{- else -}}{{- include ${name('unset')} $value -}}{{- end -}}
{{- end -}}
{{- else if kindIs "slice" . -}}
{{- range . -}}{{- include ${name('unset')} . -}}{{- end -}}
{{- end -}}
{{- end }}

{{- /* An object whose name says what it is: another spec is another object. Takes a list: its template, the root. */}}
{{- define ${name('named-by-content')} -}}
{{- $root := index . 1 -}}
{{- $_ := set $root "Digest" "" -}}
{{- $object := include (index . 0) $root | fromYaml -}}
{{- $_ := set $root "Digest" ($object.spec | toRawJson | sha256sum | trunc ${DIGEST_LENGTH - 1}) -}}
{{- include (index . 0) $root -}}
{{- end }}
`;
}

/** A template that renders nothing, and fails for names and quantities that no schema sees. */
export function checks(chart: string, objects: readonly ApiObject[], keys: Keys): string {
  const spare = objects.map((object) => {
    const own = object.name.replaceAll(RELEASE, '');
    const more = isNamedByContent(object) ? DIGEST_LENGTH : 0;
    return own === object.name ? LONGEST_LABEL : longestName(object.kind) - own.length - more;
  });
  const longest = Math.min(LONGEST_LABEL, ...spare);
  const amounts = leavesOf(keys).flatMap(({ path, key }) => {
    if (key.form !== 'resources' && key.form !== 'quantity') return [];
    const value = `dig ${path.map((part) => JSON.stringify(part)).join(' ')}`;
    const unset = key.form === 'resources' ? '(dict)' : '"0"';
    return [
      `{{- $_ := include ${helperName(chart, key.form)} (list ${JSON.stringify(path.join('.'))} (${value} ${unset} $values)) }}\n`,
    ];
  });
  return `${NO_MANIFEST}${prelude(chart)}
{{- $what := ternary "release name" "release name with the alias of the chart" (eq $release .Release.Name) }}
{{- if not (regexMatch "${LABEL_1035}" $release) }}
{{- fail (printf "the %s, %q, is no DNS label; allowed: lower-case letters, digits and \\"-\\", from a letter to a letter or digit" $what $release) }}
{{- end }}
{{- if gt (len $release) ${longest} }}
{{- fail (printf "the %s, %q, has %d characters; allowed: up to ${longest}" $what $release (len $release)) }}
{{- end }}
${amounts.join('')}`;
}
