import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { IMetricPoint } from '../../jobs/interfaces';

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** The line of one metric, in the colours of the theme. */
export class Chart {
  constructor(private readonly _element: HTMLElement) {
    this._chart = init(_element);
    this._resized = new ResizeObserver(() => this._chart.resize());
    this._resized.observe(_element);
    this._themed = new MutationObserver(() => this.show(this._points));
    this._themed.observe(document.body, {
      attributeFilter: ['data-jp-theme-name']
    });
  }

  /** Draw these points in place of what was there. */
  show(points: readonly IMetricPoint[]): void {
    this._points = points;
    const text = this._colour('--jp-ui-font-color1');
    const lines = this._colour('--jp-border-color2');
    const axis = {
      type: 'value' as const,
      axisLabel: { color: text, fontSize: 11 },
      axisLine: { lineStyle: { color: lines } },
      splitLine: { lineStyle: { color: lines } }
    };
    this._chart.setOption({
      // It grows while somebody looks at it: nothing should wobble.
      animation: false,
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        backgroundColor: this._colour('--jp-layout-color1'),
        borderColor: lines,
        textStyle: { color: text, fontSize: 12 }
      },
      xAxis: { ...axis, splitLine: { show: false } },
      yAxis: { ...axis, scale: true },
      series: [
        {
          type: 'line',
          showSymbol: points.length < 3,
          sampling: 'lttb',
          lineStyle: { width: 2 },
          itemStyle: { color: this._colour('--jp-brand-color1') },
          data: points.map(({ step, value }) => [step, value])
        }
      ]
    });
  }

  dispose(): void {
    this._resized.disconnect();
    this._themed.disconnect();
    this._chart.dispose();
  }

  private _colour(variable: string): string {
    return getComputedStyle(this._element).getPropertyValue(variable).trim();
  }

  private readonly _chart: EChartsType;
  private readonly _resized: ResizeObserver;
  private readonly _themed: MutationObserver;
  private _points: readonly IMetricPoint[] = [];
}
