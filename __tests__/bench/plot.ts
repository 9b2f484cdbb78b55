import { init } from 'echarts';

/** A line of a plot: its points, each of a number of releases and a cost. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [releases: number, cost: number])[];
}

/** An SVG image of lines over the number of releases, both axes logarithmic. */
export function plot(title: string, unit: string, lines: readonly Line[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 400 });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#fff',
      title: { text: title, left: 'center' },
      legend: { bottom: 0 },
      xAxis: { type: 'log', name: 'releases', nameLocation: 'middle', nameGap: 24 },
      yAxis: { type: 'log', name: unit },
      series: lines.map(({ name, points }) => ({ type: 'line', name, data: points.map((point) => [...point]) })),
    });
    return `${chart.renderToSVGString()}\n`;
  } finally {
    // Without this a timer keeps the process running.
    chart.dispose();
  }
}
