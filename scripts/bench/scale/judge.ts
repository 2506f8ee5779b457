import type { Plan } from "./plans.ts";
import { partsOf, SHARDS } from "./shards.ts";

/** The plans of each operation. */
export type Plans = Record<string, Plan[]>;
/** What one call in ten of each operation takes at most, by size, in milliseconds. */
export type Figures = Record<string, number[]>;

/** What reads all of a large table. */
export function findFullReads(plans: Plans, large: string[]): string[] {
  return Object.entries(plans).flatMap(([name, all]) =>
    all.flatMap(({ scans, statement }) =>
      scans
        .filter(({ how, table }) => /Seq Scan/.test(how) && large.includes(table))
        .map(({ table }) => `${name}: reads all of ${table}: ${statement}`),
    ),
  );
}

const rowsOf = (plans: Plan[] = []) => plans.reduce((sum, { rows }) => sum + rows, 0);
const pagesOf = (plans: Plan[] = []) => plans.reduce((sum, { pages }) => sum + pages, 0);

/**
 * What looks at more rows in the largest than in the second: a page may be full only there, so a few more
 * are none. In the smallest most tables are read as a whole, since they have few pages.
 */
export function findGrowth([, few = {}, ...more]: Plans[]): string[] {
  const many = more.at(-1) ?? {};
  return Object.keys(many).flatMap((name) => {
    const before = rowsOf(few[name]);
    const after = rowsOf(many[name]);
    return after > before * 1.2 + 100
      ? [`${name}: looks at ${after} rows instead of ${before}`]
      : [];
  });
}

export function findSpread(plans: Plans): string[] {
  const all = Object.entries(plans).flatMap(([name, found]) =>
    found.map((plan) => ({ name, ...plan })),
  );
  const read = all.filter(({ scans }) => partsOf(scans).length > 0);
  console.log(`In ${SHARDS} parts by owner: ${read.length} statements read one of them`);
  return read
    .filter(({ scans }) => partsOf(scans).length > 1)
    .map(
      ({ name, scans, statement }) => `${name}: reads ${partsOf(scans).length} parts: ${statement}`,
    );
}

export function print(sizes: number[], figures: Figures, plans: Plans[]): void {
  const rows = Object.entries(figures).map(([operation, [first = 0, ...others]]) => ({
    operation,
    [`ms at ${sizes[0]}`]: first.toFixed(2),
    ...Object.fromEntries(
      others.map((ms, at) => [`× at ${sizes[at + 1]}`, (ms / first).toFixed(2)]),
    ),
    rows: plans.map((all) => rowsOf(all[operation])).join(" → "),
    pages: plans.map((all) => pagesOf(all[operation])).join(" → "),
  }));
  console.table(rows);
}
