import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppFolder, release } from './app-folder.js';

const PLUGIN = `exports.Plugin = class {
  async validate(context) {
    const manifestPath = context.manifests.find((path) => path.endsWith('dagster.k8s.yaml'));
    const resource = { resourceName: 'small-webserver', locations: ['spec'], manifestPath };
    context.report.addViolation({ ruleName: 'rule', recommendation: 'none', fix: 'none', violatingResources: [resource] });
    context.report.submit('failure');
  }
};`;

test('a validation plugin of cdk8s tells which construct an object comes from', () => {
  const app = new AppFolder();
  try {
    app.holds(release('small'));
    mkdirSync(join(app.path, 'plugin'));
    app.write('plugin/index.cjs', PLUGIN);
    app.write('plugin/package.json', '{ "name": "plugin", "version": "1.0.0", "main": "index.cjs" }');
    const validations = 'validations: [{ package: ./plugin, version: 1.0.0, class: Plugin }]';
    app.write('cdk8s.yaml', `language: typescript\napp: node --import tsx/esm main.ts\n${validations}\n`);
    const { status, stdout } = app.cdk8sSynth();
    expect(status).not.toBe(0);
    expect(stdout).toContain('Construct Path: small/webserver/deployment');
  } finally {
    app.remove();
  }
});
