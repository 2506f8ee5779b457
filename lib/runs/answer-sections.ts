import { InvalidToolInputError } from "ai";
import type { Operation } from "fast-json-patch";
import { splitStorable } from "#lib/base/storable.ts";
import type { ComponentBlock, ToolUseBlock } from "#lib/threads/content.ts";
import type { Answer } from "./answer.ts";
import { type BegunObject, completeObject } from "./complete-json.ts";
import type { Callable } from "./component-tools.ts";
import type { Emit } from "./events.ts";
import { isProps } from "./fit-schema.ts";
import { nextTryAfter } from "./next-try.ts";
import { streamProps } from "./props-patch.ts";
import { validateSchema } from "./validate-schema.ts";

export type ProviderOptions = ToolUseBlock["providerOptions"];

/** A stretch of the model's output that must reach the client in one piece, before the next one starts. */
export interface Section {
  append(text: string): void;
  /** Sends what was appended. Only called while it is this section's turn. */
  write(): void;
  /** Ends it; `input` is what the model finally called with, undefined if it was cut short, and `options` what its provider wants back. */
  end(input?: unknown, options?: ProviderOptions): void;
  /** Tells it that its call was refused. Whether it has been shown, so that it needs another try. */
  refuse?(): boolean;
}

export function textSection(answer: Answer): Section {
  let unsent = "";
  return {
    append(text) {
      unsent += text;
    },
    write() {
      const { storable, half } = splitStorable(unsent);
      answer.addText(storable);
      unsent = half;
    },
    end() {},
  };
}

export function reasoningSection(answer: Answer): Section {
  let unsent = "";
  let isStarted = false;
  return {
    append(text) {
      unsent += text;
    },
    write() {
      const { storable, half } = splitStorable(unsent);
      unsent = half;
      if (storable === "") return;
      if (!isStarted) answer.startReasoning();
      isStarted = true;
      answer.addReasoning(storable);
    },
    end() {
      if (isStarted) answer.endReasoning();
    },
  };
}

/**
 * A component. It is shown from the first props that fit its schema. When its call is refused, it
 * stays as it is and the model's next try goes into the same one, in one piece. If there is none, it
 * keeps what it has where its schema says that something is missing, and is emptied otherwise.
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
      if (isProps(input)) send(stream.finish(input));
      if (!block) return;
      if (options) block.providerOptions = options;
      // Nobody may take the beginning of what was refused for the whole.
      const isLeft = isRefused && !isProps(input);
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
 * A client tool's call. What is sent is always the beginning of a JSON object, so that a call that
 * was started can be ended as one, and one that never becomes an object is not shown at all.
 * `fail` is told of a call that cannot be carried out, because it was cut short or its arguments
 * are not what the model meant. `end` throws InvalidToolInputError if they are no JSON object.
 */
export function toolSection(
  answer: Answer,
  emit: Emit,
  callable: Callable,
  fail: (toolCallId: string) => void,
): Section {
  let json = "";
  let sent = "";
  let begun: BegunObject | undefined;
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
      if (json.trim() === "") json = JSON.stringify(isProps(input) ? input : {});
      const last = completeObject(json);
      const shown = last ?? begun;
      if (shown) {
        const call = send(shown.text + shown.rest);
        call.input = shown.value;
        if (options) call.providerOptions = options;
        emit({ type: "TOOL_CALL_END", toolCallId: call.id });
        if (!shown.isWhole || !isProps(input)) fail(call.id);
      }
      if (!last) {
        const cause = new TypeError("expected a JSON object");
        throw new InvalidToolInputError({ toolInput: json, toolName: callable.name, cause });
      }
    },
  };
}
