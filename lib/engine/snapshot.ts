import type { ApiObject } from 'cdk8s';
import type { Component } from './component.js';
import { type Issue, issuesOfError, notAllowed } from './data/issue.js';
import { checkObjects, type PlainObject } from './policy/check-objects.js';
import { toManifest } from './policy/manifest.js';
import type { PublishedChart } from './published-chart.js';
import { namedByContent } from './tree/digest.js';
import { holds, plain, type Reader } from './tree/evaluate.js';
import type { Knob } from './tree/knob.js';
import { type Marked, type MarkedObject, markRelease } from './tree/mark.js';
import { inApplyOrder } from './tree/order.js';
import { isFor, type Writer } from './tree/presence.js';
import type { ReleaseScope } from './tree/release-scope.js';
import { Template } from './tree/template.js';
import { Assembly } from './values/assembly.js';
import { leavesOf } from './values/key-tree.js';
import type { Overlay } from './values/overlay.js';

/** The parts of a release that everything about it follows from. */
export interface SnapshotProps {
  readonly release: ReleaseScope;
  readonly components: readonly Component[];
  readonly objects: readonly ApiObject[];
  /** The properties that are open whether something uses them or not. */
  readonly opened: readonly Knob<unknown>[];
  readonly overlay: Overlay;
  readonly read: Reader;
}

/** What a release comes to as its tree stands now: each part is computed once, when it is first asked for. */
export class Snapshot {
  private readonly plain = new Map<Writer, PlainObject[]>();
  private markedOnce: Marked | undefined;
  private assembledOnce: Assembly | undefined;
  /** A reader of its own, since what is read for it is remembered for as long as it stands. */
  private readonly read: Reader = (knob) => this.props.read(knob);

  constructor(
    private readonly props: SnapshotProps,
    /** The charts of the app, where somebody knows them already. */
    readonly charts?: readonly PublishedChart[],
  ) {}

  /** Its objects as every face reads them. */
  get marked(): Marked {
    this.markedOnce ??= markRelease(this.props.release, this.props.objects);
    return this.markedOnce;
  }

  /** Its values document. */
  get assembly(): Assembly {
    this.assembledOnce ??= this.assemble();
    return this.assembledOnce;
  }

  /**
   * The objects that a kind of writer writes, as the values document has them, whether they exist or not, in the order in
   * which they are applied.
   *
   * @throws Error if they depend on one another, or cannot be rendered
   */
  plainObjects(writer: Writer): PlainObject[] {
    const known = this.plain.get(writer) ?? this.render(writer);
    this.plain.set(writer, known);
    return known;
  }

  /** What is wrong with the objects that a kind of writer writes: all, since a values document may bring each to life. */
  objectIssues(writer: Writer): Issue[] {
    const rendering = [...this.marked.issues, ...this.strangeKnobs()];
    if (rendering.length > 0) return rendering;
    try {
      return checkObjects(this.plainObjects(writer));
    } catch (error) {
      return [...issuesOfError(error)];
    }
  }

  private assemble(): Assembly {
    const { components, opened, overlay } = this.props;
    const all = [...opened, ...this.marked.knobs.filter((knob) => knob.opened)];
    const inOrder = all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return new Assembly(
      components.map(({ slice }) => slice),
      inOrder,
      overlay,
    );
  }

  private render(writer: Writer): PlainObject[] {
    const marked = new Map(this.marked.objects.map((one) => [one.object, one]));
    const objects = [...marked.keys()].filter((object) => isFor(writer, object));
    return inApplyOrder(objects, this.props.release).flatMap((object) => {
      const one = marked.get(object);
      return one === undefined ? [] : [this.plainObject(one)];
    });
  }

  private plainObject({ object, conditions, content }: MarkedObject): PlainObject {
    const { read, props } = this;
    const rendered = plain(content, read);
    const manifest = toManifest(Template.isIn(props.release) ? Template.example(rendered) : rendered);
    const exists = conditions.every((condition) => holds(condition, read));
    return { object, manifest: namedByContent(object, manifest), exists };
  }

  /** Knobs of components that are no part of this release; one may be a part of what another decides. */
  private strangeKnobs(): Issue[] {
    const known = new Set(leavesOf(this.assembly.keys).map(({ path }) => path.join('.')));
    const isKnown = (path: readonly string[]) => path.some((_, last) => known.has(path.slice(0, last + 1).join('.')));
    const strange = this.marked.knobs.filter(({ path }) => !isKnown(path));
    const allowed = 'knobs of components below the same release; open a property of this one';
    return strange.map(({ name }) => notAllowed('', `the knob ${name}`, allowed));
  }
}
