import { useComponentContent, useTambo } from "@tambo-ai/react";

/** A component is arriving, done, or was cut off before its end. */
export type BlockPhase = "arriving" | "done" | "cut";

/**
 * The phase of the component this is called in. Read from the block itself: the SDK's stream status
 * mixes in the thread's last error, which may belong to a later answer, and keeps a cancelled
 * component streaming.
 */
export function useBlockPhase(): BlockPhase {
  const { componentId, messageId } = useComponentContent();
  const { messages, isIdle } = useTambo();
  const block = messages
    .find((message) => message.id === messageId)
    ?.content.find((content) => content.type === "component" && content.id === componentId);
  if (block?.type === "component" && block.streamingState === "done") return "done";
  return isIdle || messages.at(-1)?.id !== messageId ? "cut" : "arriving";
}
