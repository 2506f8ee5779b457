import { Skeleton } from "../block/skeleton.tsx";

const HEIGHTS = ["h-20", "h-28", "h-24", "h-32", "h-28", "h-40"];

/** The place of a drawing that has not come yet. */
export function PlotSkeleton() {
  return (
    <div className="mr-4 ml-13 flex h-44 items-end justify-around border-b border-line">
      {HEIGHTS.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list.
        <Skeleton key={index} className={`w-1/12 opacity-60 ${height}`} />
      ))}
    </div>
  );
}
