import jsonPatch, { type Operation } from "fast-json-patch";
import { completeObject } from "./complete-json.ts";
import type { JsonSchema } from "./component-tools.ts";
import { findMisfits } from "./find-misfits.ts";
import { cleanProps, type Props } from "./fit-schema.ts";
import { nextTryAfter } from "./next-try.ts";

export interface PropsStream {
  /** The props as the client has them now. */
  props: Props;
  /** The patch for more of the model's JSON text; none while the text does not fit the schema, or when one was sent a moment ago and this is not the last. */
  advance(text: string, isLast: boolean): Operation[];
  /** The patch from what was sent to the final props, which have been judged. */
  finish(props: Props): Operation[];
}

/**
 * Turns the growing JSON text of a component's props into minimal patches that, applied to `{}`,
 * add up to the final props. Nothing is sent for "not given": the client takes null and "" for a
 * prop that has not started and would wait for it for ever.
 */
export function streamProps(schema: JsonSchema): PropsStream {
  let nextTryAt = Number.NEGATIVE_INFINITY;
  const moveTo = (props: Props) => {
    const operations = jsonPatch.compare(stream.props, props);
    stream.props = props;
    return operations;
  };
  const stream: PropsStream = {
    props: {},
    advance(text, isLast) {
      const now = performance.now();
      if (!isLast && now < nextTryAt) return [];
      const begun = completeObject(text);
      if (!begun) return [];
      const props = cleanProps(begun.value, schema, { isPartial: true });
      const fits = findMisfits(props, schema, { isPartial: true }).length === 0;
      const operations = fits ? moveTo(props) : [];
      if (Object.keys(props).length > 0) nextTryAt = nextTryAfter(now);
      return operations;
    },
    finish: moveTo,
  };
  return stream;
}
