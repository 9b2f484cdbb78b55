import type { JsonMap } from '../../data/json.js';
import type { JsonSchema } from '../../data/json-schema.js';
import { optionsOf } from './documented-keys.js';

/** The `README.md` of a chart: how to install it, and all of its values. */
export function readme(chart: string, description: string, schema: JsonSchema, defaults: JsonMap): string {
  const rows = optionsOf(schema, defaults).map(({ path, type, fallback, description: text }) => {
    const value = fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``;
    return `| \`${path.join('.')}\` | ${type} | ${typeof fallback === 'object' ? '' : value} | ${text} |`;
  });
  return `# ${chart}

${description}

    helm install RELEASE . --namespace NAMESPACE --create-namespace

## Values

| key | type | default | what it does |
| --- | --- | --- | --- |
${rows.join('\n')}

Everything else is decided when the chart is generated. This folder is generated; do not edit it.
`;
}

/** Files that are not part of a packaged chart. */
export const HELMIGNORE = `.DS_Store
.git/
.gitignore
.cdk8s-dagster*
*.swp
*.tmp
*.tgz
`;
