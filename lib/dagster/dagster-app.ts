import { ReleaseApp } from '../engine/index.js';

/**
 * A cdk8s app that validates all of its releases before it writes the first byte, and writes the values document of each
 * beside its manifests.
 *
 * @example
 *
 *   const app = new DagsterApp();
 *   new DagsterChart(app, 'analytics', { preset: 'medium' });
 *   app.synth();
 */
export class DagsterApp extends ReleaseApp {}
