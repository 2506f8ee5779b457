import { isObject } from "#lib/base/json.ts";

/** A list prop while it arrives: the items that will not change, and whether one is on its way. */
export interface GrowingList {
  items: unknown[];
  growing: boolean;
}

/**
 * Reads a list prop. While the component arrives, the prop that came last is the one being written,
 * so the last item of that list may be half an item and is held back.
 */
export function readGrowingList(props: unknown, key: string, arriving: boolean): GrowingList {
  const fields = isObject(props) ? props : {};
  const list = fields[key];
  const items = Array.isArray(list) ? list : [];
  const growing = arriving && (!(key in fields) || Object.keys(fields).at(-1) === key);
  return { items: growing ? items.slice(0, -1) : items, growing };
}
