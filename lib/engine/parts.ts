import { ApiObject, type App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { dependenciesFirst } from './tree/order.js';
import { isRelease } from './tree/release-scope.js';

/** A release, or a chart beside the releases, with all that belongs to it. */
export interface Part {
  readonly chart: Chart;
  /** The chart and what is below it, less the parts below it. */
  readonly constructs: readonly IConstruct[];
  readonly objects: readonly ApiObject[];
}

/** An app divided into the parts that are written apart. */
export interface Division {
  /** In an order in which what one depends on comes before it. */
  readonly parts: readonly Part[];
  /** Whether parts depend on others, so that their order matters. */
  readonly ordered: boolean;
  /** What belongs to no part. */
  readonly beside: readonly IConstruct[];
}

/** Divides an app: charts below a release are part of the release. @throws ValidationError if parts depend on one another */
export function divide(app: App): Division {
  const owners = new Map<IConstruct, Chart | undefined>();
  const members = new Map<Chart, IConstruct[]>();
  const beside: IConstruct[] = [];
  for (const construct of app.node.findAll()) {
    const above = construct.node.scope === undefined ? undefined : owners.get(construct.node.scope);
    const partOfRelease = above !== undefined && isRelease(above) && !isRelease(construct);
    const owner = Chart.isChart(construct) && !partOfRelease ? construct : above;
    owners.set(construct, owner);
    if (owner === undefined) beside.push(construct);
    else if (owner === construct) members.set(owner, [construct]);
    else members.get(owner)?.push(construct);
  }
  const behind = chartsBehind(owners);
  const parts = [...members].map(([chart, constructs]): Part => {
    return { chart, constructs, objects: constructs.filter((one) => ApiObject.isApiObject(one)) };
  });
  const byChart = new Map(parts.map((part) => [part.chart, part]));
  const order = dependenciesFirst([...members.keys()], behind, ({ node }) => node.path);
  return { parts: order.flatMap((chart) => byChart.get(chart) ?? []), ordered: behind.size > 0, beside };
}

/** What each chart depends on, since a construct in it depends on one in the other. */
function chartsBehind(owners: ReadonlyMap<IConstruct, Chart | undefined>): ReadonlyMap<Chart, ReadonlySet<Chart>> {
  const behind = new Map<Chart, Set<Chart>>();
  for (const [construct, owner] of owners) {
    for (const dependency of construct.node.dependencies) {
      const other = owners.get(dependency);
      if (owner === undefined || other === undefined || other === owner) continue;
      behind.set(owner, (behind.get(owner) ?? new Set()).add(other));
    }
  }
  return behind;
}
