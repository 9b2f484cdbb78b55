import { Component, type ContainerResources, type Knob } from '../../engine/index.js';
import type { ProcessKeys } from '../contract/process-slice.js';

/** A component that runs Dagster's processes: its slice says whether it exists, in how many pods, with which resources. */
export abstract class DagsterProcess extends Component<ProcessKeys> {
  /** Whether it exists. */
  get enabled(): Knob<boolean> {
    return this.knobs.enabled;
  }

  /** How many pods run it. */
  get replicas(): Knob<number> {
    return this.knobs.replicaCount;
  }

  /** Requests and limits of its containers. */
  get resources(): Knob<ContainerResources> {
    return this.knobs.resources;
  }

  override get presence(): Knob<boolean> {
    return this.enabled;
  }
}
