import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helm, temporaryFolder } from '../support/tools.js';

/** A Helm chart that prints the values it was given, so that one sees what the real helm has read. */
export class EchoChart {
  private readonly path = temporaryFolder();

  constructor() {
    mkdirSync(join(this.path, 'templates'));
    writeFileSync(join(this.path, 'Chart.yaml'), 'apiVersion: v2\nname: echo\nversion: 0.1.0\n');
    writeFileSync(join(this.path, 'templates/values.yaml'), 'values: {{ .Values | toJson | b64enc }}\n');
  }

  /** What helm reads in the text of a values file. @param flags that say more */
  read(yaml: string, ...flags: string[]): unknown {
    const { status, stdout, stderr } = helm(['template', 'echo', this.path, '--values', '-', ...flags], yaml);
    const [, encoded] = /^values: (.*)$/m.exec(stdout) ?? [];
    if (status !== 0 || encoded === undefined)
      throw new Error(`helm template failed: ${stderr}of these values:\n${yaml}`);
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
