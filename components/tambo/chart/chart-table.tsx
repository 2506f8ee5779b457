import { formatNumber } from "../block/format.ts";
import { listChartRows, totalOf } from "./chart-figures.ts";
import type { ChartDraft } from "./props.ts";

/** The chart's figures as a table, with a total per series. */
export function ChartTable({ chart }: { chart: ChartDraft }) {
  const [header = [], ...rows] = listChartRows(chart, formatNumber);
  return (
    <table className="w-full whitespace-nowrap border-y border-line text-control print:whitespace-normal">
      <caption className="sr-only">{chart.title}</caption>
      <thead className="bg-sunken text-meta text-quiet">
        <tr>
          {header.map((name, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their place, and two series may share a name.
              key={index}
              scope="col"
              className="h-9 px-4 text-right font-medium first:text-left"
            >
              {name || <span className="sr-only">Label</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, ...figures], row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their place, and two labels may be alike.
          <tr key={row} className="border-t border-line">
            <th scope="row" className="h-9 px-4 text-left font-medium">
              {label}
            </th>
            {figures.map((figure, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <td key={index} className="px-4 text-right tabular-nums">
                {figure || "–"}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="border-t border-line-strong">
          <th scope="row" className="h-9 px-4 text-left font-semibold">
            Total
          </th>
          {chart.series.map((series, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <td key={index} className="px-4 text-right font-semibold tabular-nums">
              {formatNumber(totalOf(series, chart.labels))}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
