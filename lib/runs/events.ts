import type { Operation } from "fast-json-patch";

interface CustomEvent<Name, Value> {
  type: "CUSTOM";
  name: Name;
  value: Value;
}

/** The last event of a run that did not finish. The client does not treat `code: "CANCELLED"` as an error. */
export interface RunErrorEvent {
  type: "RUN_ERROR";
  message: string;
  code: string;
  category?: "client_error" | "server_error";
  isRetryable?: boolean;
  status?: number;
}

/** The AG-UI events of a run. The client fails at any other `type`. */
export type RunEvent =
  | { type: "RUN_STARTED" | "RUN_FINISHED"; threadId: string; runId: string; timestamp: number }
  | { type: "TEXT_MESSAGE_START"; messageId: string; role: "assistant" | "user" }
  | { type: "TEXT_MESSAGE_CONTENT"; messageId: string; delta: string }
  | { type: "TEXT_MESSAGE_END"; messageId: string }
  | { type: "THINKING_TEXT_MESSAGE_START" | "THINKING_TEXT_MESSAGE_END" }
  | { type: "THINKING_TEXT_MESSAGE_CONTENT"; delta: string }
  | { type: "TOOL_CALL_START"; toolCallId: string; toolCallName: string; parentMessageId: string }
  | { type: "TOOL_CALL_ARGS"; toolCallId: string; delta: string }
  | { type: "TOOL_CALL_END"; toolCallId: string }
  | { type: "TOOL_CALL_RESULT"; toolCallId: string; messageId: string; content: string }
  | CustomEvent<
      "tambo.component.start",
      { messageId: string; componentId: string; componentName: string }
    >
  | CustomEvent<"tambo.component.props_delta", { componentId: string; operations: Operation[] }>
  | CustomEvent<"tambo.component.end", { componentId: string; finalProps: Record<string, unknown> }>
  | CustomEvent<
      "tambo.run.awaiting_input",
      /** `arguments` is the JSON text of an object. */
      { pendingToolCalls: { toolCallId: string; toolName: string; arguments: string }[] }
    >
  | RunErrorEvent;

export type Emit = (event: RunEvent) => void;
