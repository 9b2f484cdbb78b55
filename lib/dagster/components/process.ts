import type { Construct } from 'constructs';
import { Component } from '../../engine/component.js';
import { isMap } from '../../engine/data/json.js';
import type { Knob } from '../../engine/tree/token.js';
import { canonicalResources, type Resources } from '../../engine/values/resources.js';
import type { SliceDefinition } from '../../engine/values/slice.js';

/** A component that runs Dagster's processes: its slice says whether it exists, in how many pods, with which resources. */
export abstract class DagsterService extends Component {
  /** Whether the service exists. */
  readonly enabled: Knob<boolean>;
  /** How many pods run it. */
  readonly replicas: Knob<number>;
  /** Requests and limits of its containers. */
  readonly resources: Knob<Resources>;

  constructor(scope: Construct, id: string, definition: SliceDefinition) {
    super(scope, id, definition);
    this.enabled = this.knob(['enabled'], 'boolean', true, (value) => (typeof value === 'boolean' ? value : undefined));
    this.replicas = this.knob(['replicaCount'], 'integer', 1, (value) =>
      typeof value === 'number' ? value : undefined,
    );
    this.resources = this.knob(['resources'], 'resources', {}, (value) =>
      isMap(value) ? canonicalResources(value) : undefined,
    );
  }

  override get presence(): Knob<boolean> {
    return this.enabled;
  }
}
