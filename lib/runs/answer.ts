import type {
  ComponentBlock,
  ContentBlock,
  ToolResultBlock,
  ToolUseBlock,
} from "#lib/threads/content.ts";
import { newId } from "#lib/threads/thread.ts";
import type { Emit } from "./events.ts";
import { withoutPrivateKeys } from "./fit-schema.ts";

export type Answer = ReturnType<typeof createAnswer>;

/**
 * The answer of one run, for the stream and the database. Both get everything in the same order and
 * under the same ids, so a reload shows the same. Text and reasoning are between TEXT_MESSAGE_START and
 * END; calls and components come after END. Results of calls are in a message of their own, the next one.
 */
export function createAnswer(messageId: string, emit: Emit) {
  const content: ContentBlock[] = [];
  const reasoning: string[] = [];
  const results = { messageId: newId("msg"), content: [] as ToolResultBlock[] };
  let state: "closed" | "opened" | "thinking" | "written" = "closed";
  let isStarted = false;

  function openText(): void {
    if (state !== "closed") return;
    emit({ type: "TEXT_MESSAGE_START", messageId, role: "assistant" });
    state = "opened";
    isStarted = true;
  }
  function endText(): void {
    if (state === "closed") return;
    emit({ type: "TEXT_MESSAGE_END", messageId });
    state = "closed";
  }
  /** Components and calls refer to a message, which must have been sent. */
  function announce(): void {
    if (!isStarted) openText();
    endText();
  }

  return {
    content,
    reasoning,
    results,
    /** Whether the message was sent to the client. */
    get isStarted() {
      return isStarted;
    },
    addText(delta: string) {
      openText();
      state = "written";
      emit({ type: "TEXT_MESSAGE_CONTENT", messageId, delta });
      const last = content.at(-1);
      if (last?.type === "text") last.text += delta;
      else content.push({ type: "text", text: delta });
    },
    addReasoning(delta: string) {
      if (state !== "thinking") {
        // Reasoning belongs before text, so later reasoning opens a new text message.
        if (state === "written") endText();
        openText();
        emit({ type: "THINKING_TEXT_MESSAGE_START" });
        reasoning.push("");
        state = "thinking";
      }
      emit({ type: "THINKING_TEXT_MESSAGE_CONTENT", delta });
      reasoning.push((reasoning.pop() ?? "") + delta);
    },
    endReasoning() {
      if (state !== "thinking") return;
      emit({ type: "THINKING_TEXT_MESSAGE_END" });
      state = "opened";
    },
    addComponent(name: string) {
      announce();
      const block: ComponentBlock = { type: "component", id: newId("comp"), name, props: {} };
      content.push(block);
      const value = { messageId, componentId: block.id, componentName: name };
      emit({ type: "CUSTOM", name: "tambo.component.start", value });
      return block;
    },
    addToolCall(name: string) {
      announce();
      const block: ToolUseBlock = { type: "tool_use", id: newId("call"), name, input: {} };
      content.push(block);
      const call = { toolCallId: block.id, toolCallName: name, parentMessageId: messageId };
      emit({ type: "TOOL_CALL_START", ...call });
      return block;
    },
    addToolResults(added: ToolResultBlock[]) {
      if (added.length === 0) return;
      endText();
      results.content.push(...added);
      sendToolResults(emit, results.messageId, added);
    },
    /** Ends the text message, if one is open. */
    endText,
  };
}

/** A call for the client to carry out. */
export function toPendingToolCall({ id, name, input }: ToolUseBlock) {
  const args = JSON.stringify(withoutPrivateKeys(input));
  return { toolCallId: id, toolName: name, arguments: args };
}

/** Sends results that this server gives, as a message of the user's. */
export function sendToolResults(emit: Emit, messageId: string, results: ToolResultBlock[]): void {
  emit({ type: "TEXT_MESSAGE_START", messageId, role: "user" });
  for (const { toolUseId, content } of results) {
    const text = content.map((part) => (part.type === "text" ? part.text : "")).join("");
    emit({ type: "TOOL_CALL_RESULT", toolCallId: toolUseId, messageId, content: text });
  }
  emit({ type: "TEXT_MESSAGE_END", messageId });
}
