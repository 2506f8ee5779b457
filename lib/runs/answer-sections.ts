import { InvalidToolInputError } from "ai";
import type { Operation } from "fast-json-patch";
import { isObject, splitStorable } from "#lib/base/json.ts";
import type { ToolAnswer } from "#lib/mcp/server-tools.ts";
import type { ComponentBlock, ToolUseBlock } from "#lib/threads/content.ts";
import type { Answer } from "./answer.ts";
import type { Callable } from "./component-tools.ts";
import type { Emit } from "./events.ts";
import { completeObject, nextTryAfter, streamProps } from "./props-patch.ts";
import { validateSchema } from "./validate-schema.ts";

export type ProviderOptions = ToolUseBlock["providerOptions"];

/** A part of the model's output that must reach the client whole before the next one starts. */
export interface Section {
  append(text: string): void;
  /** Sends the appended text. It is only called while it is this section's turn. */
  write(): void;
  /** Ends the section. `input` is the final input of a call, undefined if it was cut off; `options` is what the provider expects back with it. */
  end(input?: unknown, options?: ProviderOptions): void;
  /** The call was refused. Returns whether it is shown already and waits for another try. */
  refuse?(): boolean;
  /** The id of a call in the stream and in the database, once it is shown. */
  readonly callId?: string | undefined;
}

/** Text or reasoning. */
export function proseSection(add: (text: string) => void, end = () => {}): Section {
  let unsent = "";
  return {
    append(text) {
      unsent += text;
    },
    write() {
      const { storable, half } = splitStorable(unsent);
      if (storable !== "") add(storable);
      unsent = half;
    },
    end,
  };
}

/**
 * A component. It is shown as soon as some of its props fit the schema. If the call is refused, the
 * component stays as it is until the model's next try fills it at once. Without another try it keeps
 * its props if the schema shows that some are missing; otherwise it is emptied.
 */
export function componentSection(answer: Answer, emit: Emit, callable: Callable): Section {
  const stream = streamProps(callable.schema);
  let json = "";
  let isRefused = false;
  let isSecondTry = false;
  let block: ComponentBlock | undefined;

  const send = (operations: Operation[]) => {
    block ??= answer.addComponent(callable.name);
    block.props = stream.props;
    if (operations.length === 0) return;
    const value = { componentId: block.id, operations };
    emit({ type: "CUSTOM", name: "tambo.component.props_delta", value });
  };
  return {
    append(text) {
      json += text;
    },
    write() {
      if (isSecondTry) return;
      const operations = stream.advance(json, isRefused);
      isSecondTry = isRefused;
      if (operations.length > 0) send(operations);
    },
    end(input, options) {
      if (isObject(input)) send(stream.finish(input));
      if (!block) return;
      if (options) block.providerOptions = options;
      // The beginning of refused props must not pass for all of them.
      const isLeft = isRefused && !isObject(input);
      if (isLeft && validateSchema(block.props, callable.schema).length === 0)
        send(stream.finish({}));
      const value = { componentId: block.id, finalProps: block.props };
      emit({ type: "CUSTOM", name: "tambo.component.end", value });
    },
    refuse() {
      isRefused = true;
      return block !== undefined;
    },
  };
}

/**
 * A call of a client tool. Only the beginning of a JSON object is sent, so a started call can always be
 * ended as a whole object. Other input is not shown. `fail` gets the id of a call that cannot be carried
 * out because it was cut off or changed. `end` throws InvalidToolInputError if the input is no object.
 */
export function toolSection(
  answer: Answer,
  emit: Emit,
  callable: Callable,
  fail: (toolCallId: string) => void,
): Section {
  let json = "";
  let sent = "";
  let begun: ReturnType<typeof completeObject>;
  let nextTryAt = Number.NEGATIVE_INFINITY;
  let block: ToolUseBlock | undefined;

  const send = (text: string) => {
    block ??= answer.addToolCall(callable.name);
    const delta = text.slice(sent.length);
    sent = text;
    if (delta) emit({ type: "TOOL_CALL_ARGS", toolCallId: block.id, delta });
    return block;
  };
  return {
    get callId() {
      return block?.id;
    },
    append(text) {
      json += text;
    },
    write() {
      const now = performance.now();
      if (json === "" || now < nextTryAt) return;
      begun = completeObject(json) ?? begun;
      if (begun) send(begun.text);
      nextTryAt = nextTryAfter(now);
    },
    end(input, options) {
      if (json.trim() === "") json = JSON.stringify(isObject(input) ? input : {});
      const last = completeObject(json);
      const shown = last ?? begun;
      if (shown) {
        const call = send(shown.text + shown.rest);
        call.input = shown.value;
        if (options) call.providerOptions = options;
        emit({ type: "TOOL_CALL_END", toolCallId: call.id });
        if (!shown.isWhole || !isObject(input)) fail(call.id);
      }
      if (!last) {
        const cause = new TypeError("expected a JSON object");
        throw new InvalidToolInputError({ toolInput: json, toolName: callable.name, cause });
      }
    },
  };
}

/** What a call answered that was carried out here. It follows the call. */
export function resultSection(answer: Answer, call: Section, output: ToolAnswer): Section {
  return {
    append() {},
    write() {},
    end() {
      if (!call.callId) return;
      const content = [{ type: "text" as const, text: output.text }];
      const error = output.isError && { isError: true };
      answer.addToolResults([{ type: "tool_result", toolUseId: call.callId, content, ...error }]);
    },
  };
}
