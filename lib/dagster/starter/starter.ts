import type { Files } from '../../engine/index.js';
import { MAIN, TEST } from './sources.js';
import { manifest } from './starter-manifest.js';

const CDK8S = `language: typescript
app: node --import tsx main.ts
`;

const TSCONFIG = `{
  "compilerOptions": {
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["*.ts"]
}
`;

const GITIGNORE = 'node_modules/\n';

/** The project that a newcomer starts from: one release, and a test of what it writes. */
export function starter(name: string): Files {
  return new Map([
    ...project(name, { test: 'node --import tsx --test main.test.ts' }),
    ['main.ts', MAIN],
    ['main.test.ts', TEST],
    ['README.md', readme(name)],
  ]);
}

/** What every project needs beside its `main.ts`. */
export function project(name: string, scripts: Readonly<Record<string, string>> = {}): Files {
  return new Map([
    ['package.json', manifest(name, scripts)],
    ['cdk8s.yaml', CDK8S],
    ['tsconfig.json', TSCONFIG],
    ['.gitignore', GITIGNORE],
  ]);
}

function readme(name: string): string {
  return `# ${name}

Dagster on Kubernetes: [main.ts](main.ts) describes it, \`dist\` is what Kubernetes gets.

| command | what it does |
| --- | --- |
| \`npm install\` | installs what is needed |
| \`npm run synth\` | checks the types and brings \`dist\` up to date, or says all that is wrong and leaves it as it was |
| \`npm test\` | checks that \`dist\` is up to date, and that it says what it should |
| \`kubectl apply -f dist/analytics/manifests\` | installs the release |

Commit \`dist\` together with what it was made of: \`git diff dist\` shows what a change does.
`;
}
