import type { ReactNode } from "react";

interface SettingsTableProps<Item> {
  caption: string;
  items: Item[];
  /** What each column shows of an item, by the heading. */
  columns: Record<string, (item: Item) => ReactNode>;
  /** What is shown instead of an empty table. */
  empty: string;
}

/** A table that scrolls sideways in its own frame where a screen is too narrow for it. */
export function SettingsTable<Item extends { id: string | number }>({
  caption,
  items,
  columns,
  empty,
}: SettingsTableProps<Item>) {
  if (items.length === 0) {
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
            {Object.keys(columns).map((heading) => (
              <th
                key={heading}
                scope="col"
                className="whitespace-nowrap px-4 py-2.5 text-help font-medium text-quiet"
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id} className="border-b border-line last:border-0">
              {Object.entries(columns).map(([heading, show]) => (
                <td key={heading} className="px-4 py-2.5 align-top">
                  {show(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
