import type { ReactNode } from "react";

interface SettingsTableProps<Column extends string> {
  caption: string;
  columns: Column[];
  /** What is shown instead of an empty table. */
  empty: string;
  rows: { key: string; cells: Record<Column, ReactNode> }[];
}

/** A table that scrolls sideways in its own frame where a screen is too narrow for it. */
export function SettingsTable<Column extends string>({
  caption,
  columns,
  empty,
  rows,
}: SettingsTableProps<Column>) {
  if (rows.length === 0) {
    return (
      <p className="rounded-card border border-line bg-surface p-4 text-control text-quiet">
        {empty}
      </p>
    );
  }
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      // Positioned, so that hidden texts in it are clipped with it.
      className="relative overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table className="wrap-normal w-full text-left text-control">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="whitespace-nowrap px-4 py-2.5 text-help font-medium text-quiet"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-b border-line last:border-0">
              {columns.map((column) => (
                <td key={column} className="px-4 py-2.5 align-top">
                  {cells[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
