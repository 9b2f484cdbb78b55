import { setTimeout as sleep } from 'node:timers/promises';
import type { IProbe } from 'kubernetes-models/v1';
import type { Container } from './container.js';
import { probe } from './probes.js';
import { deferred, messageOf } from './waiting.js';

export type ProbeKind = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

/** Probes a container for as long as it runs, in the rhythm and with the patience of its manifest. */
export class Watch {
  /** Settled once the container has started as its startup probe sees it. */
  readonly started = deferred<void>();
  /** How often each probe passed. */
  readonly passes: Record<ProbeKind, number> = { startupProbe: 0, readinessProbe: 0, livenessProbe: 0 };
  private isReady = false;

  constructor(
    readonly container: Container,
    private readonly fail: (message: string) => void,
  ) {
    void this.run();
  }

  get ready(): boolean {
    return this.isReady && this.container.running;
  }

  /** Makes one attempt of each probe that the container has. */
  async probeNow(): Promise<void> {
    for (const kind of PROBES) {
      const settings = this.container.spec[kind];
      if (settings !== undefined) await this.attempt(kind, settings);
    }
  }

  private async run(): Promise<void> {
    const { startupProbe, readinessProbe, livenessProbe } = this.container.spec;
    if (startupProbe !== undefined && !(await this.startsUp(startupProbe))) return;
    this.started.resolve();
    if (readinessProbe === undefined) this.isReady = true;
    else void this.repeat('readinessProbe', readinessProbe, (passed) => this.setReady(passed));
    if (livenessProbe !== undefined) {
      void this.repeat('livenessProbe', livenessProbe, (passed, reason) => {
        if (!passed) this.fail(`its liveness probe failed: ${reason}`);
        return passed;
      });
    }
  }

  private setReady(ready: boolean): boolean {
    this.isReady = ready;
    return true;
  }

  private async startsUp(settings: IProbe): Promise<boolean> {
    const outcome = deferred<boolean>();
    void this.repeat('startupProbe', settings, (passed, reason) => {
      if (!passed) this.fail(`its startup probe failed: ${reason}`);
      outcome.resolve(passed);
      return false;
    });
    return outcome.promise;
  }

  /** Calls back whenever a verdict is in, for as long as that returns true and the container runs. */
  private async repeat(
    kind: ProbeKind,
    settings: IProbe,
    verdict: (passed: boolean, reason: string) => boolean,
  ): Promise<void> {
    const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = settings;
    let failures = 0;
    await sleep(initialDelaySeconds * 1000, undefined, { ref: false });
    while (this.container.running && !this.container.stopping) {
      const reason = await this.attempt(kind, settings).then(() => undefined, messageOf);
      if (this.container.stopping) return;
      failures = reason === undefined ? 0 : failures + 1;
      if (reason === undefined && !verdict(true, '')) return;
      if (reason !== undefined && failures >= failureThreshold && !verdict(false, reason)) return;
      await sleep(periodSeconds * 1000, undefined, { ref: false });
    }
  }

  private async attempt(kind: ProbeKind, settings: IProbe): Promise<void> {
    try {
      await probe(this.container, settings);
    } catch (error) {
      throw new Error(`${this.container.name}: ${kind}: ${messageOf(error)}`);
    }
    this.passes[kind] += 1;
  }
}

const PROBES: readonly ProbeKind[] = ['startupProbe', 'readinessProbe', 'livenessProbe'];
