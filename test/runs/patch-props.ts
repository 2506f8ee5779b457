import jsonPatch, { type Operation } from "fast-json-patch";
import { vi } from "vitest";
import { cleanProps, type Props } from "#lib/runs/fit-schema.ts";
import { streamProps } from "#lib/runs/props-patch.ts";

/** A schema that any props fit. */
export const open = { type: "object" };

/** Every patch of a JSON text that arrives in pieces, character by character by default, each given time to be sent. */
export function patch(json: string, schema: Record<string, unknown> = open, lengths?: number[]) {
  const clock = vi.spyOn(performance, "now");
  const stream = streamProps(schema);
  const patches: Operation[][] = [];
  for (const length of lengths ?? Array.from(json, (_, index) => index + 1)) {
    clock.mockReturnValue(length * 1000);
    patches.push(stream.advance(json.slice(0, length), false));
  }
  patches.push(stream.finish(cleanProps(JSON.parse(json), schema, { isPartial: false })));
  clock.mockRestore();
  return { patches: patches.filter(({ length }) => length > 0), props: stream.props };
}

/** What a client has after the patches, which it validates one by one. */
export function apply(patches: Operation[][]) {
  let props: Props = {};
  for (const operations of patches) {
    props = jsonPatch.applyPatch(props, operations, true, false).newDocument;
  }
  return props;
}
