import type { ProcessKey } from './values.js';

/** Sizes of a release: `small` for development, `medium` for staging, `large` for production. */
export type Preset = 'small' | 'medium' | 'large';

/** Requests and limits of a kind of process. */
export interface Sizes {
  /** What the scheduler sets aside. */
  readonly requests: { readonly cpu: string; readonly memory: string };
  /** What a container may use at most. */
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** The resources of each kind of process in each preset, as the contract's section "Resource Presets" has them. */
export const PRESETS: Readonly<Record<Preset, Readonly<Record<ProcessKey, Sizes>>>> = {
  small: {
    'dagster-webserver': { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    'dagster-daemon': { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    'dagster-user-code': { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1000m', memory: '1Gi' } },
  },
  medium: {
    'dagster-webserver': { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1000m', memory: '1Gi' } },
    'dagster-daemon': { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1000m', memory: '1Gi' } },
    'dagster-user-code': { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2000m', memory: '4Gi' } },
  },
  large: {
    'dagster-webserver': { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2000m', memory: '2Gi' } },
    'dagster-daemon': { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2000m', memory: '2Gi' } },
    'dagster-user-code': { requests: { cpu: '1000m', memory: '2Gi' }, limits: { cpu: '4000m', memory: '8Gi' } },
  },
};
