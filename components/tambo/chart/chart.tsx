import { block } from "../block/block.tsx";
import { ChartView, chartState } from "./chart-view.tsx";
import { chartProps } from "./props.ts";

/** A chart in an answer. It keeps whether it is shown as a table, and which series are hidden. */
export default block(chartProps, chartState, ChartView);
