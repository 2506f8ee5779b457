import type { LanguageModelUsage, TextStreamPart, ToolSet } from "ai";
import { noteUsage, type Usage } from "./note-usage.ts";

const CHARACTERS_OF_TOKEN = 4;

/**
 * Adds up what a model says that it uses for an answer, request by request. For a request of which it has
 * said nothing the tokens are estimated: by `estimateSent`, and from the characters that were written.
 */
export function meter(
  answer: Pick<Usage, "id" | "projectId" | "ownerId" | "kind" | "model">,
  estimateSent: () => number,
) {
  const startedAt = performance.now();
  const sum = { inputTokens: 0, outputTokens: 0, isEstimate: false };
  let characters = 0;
  let written = 0;
  let isOpen = true;

  function end({ inputTokens, outputTokens }: Partial<LanguageModelUsage>): void {
    sum.inputTokens += inputTokens ?? Math.ceil(estimateSent());
    sum.outputTokens += outputTokens ?? Math.ceil(written / CHARACTERS_OF_TOKEN);
    sum.isEstimate ||= inputTokens === undefined || outputTokens === undefined;
    isOpen = false;
  }
  return {
    /** Follows an answer, of which a part has so many characters. Returns how many there are by now. */
    follow(part: TextStreamPart<ToolSet>, more: number): number {
      characters += more;
      if (part.type === "start-step") {
        written = 0;
        isOpen = true;
      } else if (part.type === "finish-step") end(part.usage);
      else if (part.type !== "tool-result") written += more;
      return characters;
    },
    /** A request has ended. */
    end,
    /**
     * Notes the answer when it has ended, "ok" or with the code of its error. A provider wants nothing for
     * a request that it refused, but for one that was stopped, or broke off.
     */
    note(outcome: string, isStopped: boolean): void {
      if (isOpen && (isStopped || written > 0)) end({});
      const milliseconds = Math.round(performance.now() - startedAt);
      noteUsage({ ...answer, ...sum, outcome, milliseconds });
    },
  };
}
