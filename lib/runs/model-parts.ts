import type { ProviderMetadata, TextStreamPart, ToolSet } from "ai";
import type { Answer } from "./answer.ts";
import {
  componentSection,
  type ProviderOptions,
  proseSection,
  resultSection,
  type Section,
  toolSection,
} from "./answer-sections.ts";
import type { Callable } from "./component-tools.ts";
import type { Emit } from "./events.ts";
import { collectSources } from "./sources.ts";

/**
 * What the provider expects back with a call: Gemini refuses one without its thought signature. Other
 * providers' ids are left out, because they refer to responses that were never stored there.
 */
function toProviderOptions(metadata: ProviderMetadata | undefined): ProviderOptions {
  const signature = metadata?.google?.thoughtSignature;
  return typeof signature === "string" ? { google: { thoughtSignature: signature } } : undefined;
}

/** What a part adds to an answer. */
export function countCharacters(part: TextStreamPart<ToolSet>): number {
  if (part.type === "text-delta" || part.type === "reasoning-delta") return part.text.length;
  if (part.type === "tool-result") return String(part.output?.text ?? "").length;
  return part.type === "tool-input-delta" ? part.delta.length : 0;
}

interface Queued {
  section: Section;
  isDone: boolean;
  input?: unknown;
  options?: ProviderOptions;
  /** The call was refused in this step of the model, and waits for a try in the next one. */
  refused?: { toolName: string; step: number };
}

interface Prose {
  type: string;
  id: string;
}
const isText = ({ type }: Prose) => type.startsWith("text");
const idOf = (part: Prose) => `${isText(part) ? "text" : "reasoning"} ${part.id}`;

/**
 * Translates a model's stream parts into the events of an answer. Providers may interleave calls, but
 * the client wants one section at a time. So the first one is sent, and the others wait.
 */
export function writeModelParts(answer: Answer, callables: Map<string, Callable>, emit: Emit) {
  const failedCallIds = new Set<string>();
  const queue: Queued[] = [];
  const withSources = collectSources();
  // By the provider's ids, which repeat from step to step.
  const open = new Map<string, Queued>();
  let step = 0;

  function enqueue(id: string, section: Section): Queued {
    const queued = { section, isDone: false };
    queue.push(queued);
    open.set(id, queued);
    return queued;
  }
  function enqueueProse(part: Prose): Queued {
    const { addText, addReasoning, endReasoning } = answer;
    const section = isText(part) ? proseSection(addText) : proseSection(addReasoning, endReasoning);
    return enqueue(idOf(part), section);
  }
  function enqueueCall(id: string, toolName: string): Queued | undefined {
    const callable = callables.get(toolName);
    // The SDK itself tells the model that the tool does not exist.
    if (!callable) return undefined;
    const again = queue.find(({ refused }) => refused?.toolName === toolName);
    if (again?.refused && again.refused.step < step) {
      again.refused = undefined;
      open.set(id, again);
      return again;
    }
    const section =
      callable.kind === "component"
        ? componentSection(answer, emit, callable)
        : toolSection(answer, emit, callable, (callId) => failedCallIds.add(callId));
    return enqueue(id, section);
  }
  function finish(id: string): void {
    const queued = open.get(id);
    if (queued) queued.isDone = true;
  }

  /** Some APIs end a text only with the whole message. A call after it must not wait for that. */
  function finishTexts(): void {
    for (const id of open.keys()) {
      if (id.startsWith("call ")) continue;
      finish(id);
      open.delete(id);
    }
  }

  function accept(part: TextStreamPart<ToolSet>): void {
    switch (part.type) {
      case "text-start":
      case "reasoning-start":
        enqueueProse(part);
        break;
      case "text-delta":
      case "reasoning-delta":
        (open.get(idOf(part)) ?? enqueueProse(part)).section.append(part.text);
        break;
      case "text-end":
      case "reasoning-end":
        finish(idOf(part));
        break;
      case "tool-input-start":
        finishTexts();
        enqueueCall(`call ${part.id}`, part.toolName);
        break;
      case "tool-input-delta":
        open.get(`call ${part.id}`)?.section.append(part.delta);
        break;
      case "tool-call": {
        const id = `call ${part.toolCallId}`;
        const queued = open.get(id) ?? enqueueCall(id, part.toolName);
        if (!queued) break;
        if (part.invalid && queued.section.refuse?.()) {
          queued.refused = { toolName: part.toolName, step };
          break;
        }
        if (!part.invalid) queued.input = part.input;
        queued.options = toProviderOptions(part.providerMetadata);
        queued.isDone = true;
        break;
      }
      case "tool-result": {
        const call = open.get(`call ${part.toolCallId}`)?.section;
        if (!call || !callables.get(part.toolName)?.isServed) break;
        enqueue(`result ${part.toolCallId}`, resultSection(answer, call, part.output)).isDone =
          true;
        break;
      }
      case "finish-step":
        for (const queued of queue) queued.isDone = queued.refused?.step !== step;
        step += 1;
        open.clear();
        break;
      case "finish":
        // No other try will come.
        for (const queued of queue) queued.isDone = true;
    }
  }

  return {
    /** Calls that must not be carried out. */
    failedCallIds,
    write(part: TextStreamPart<ToolSet>) {
      for (const shown of withSources(part)) accept(shown);
      for (let head = queue[0]; head; head = queue[0]) {
        head.section.write();
        if (!head.isDone) return;
        queue.shift();
        head.section.end(head.input, head.options);
      }
    },
    /** Ends the open section, so that the stream stays valid when the model was cut off. */
    cut() {
      try {
        queue.shift()?.section.end();
      } catch {
        // Its arguments cannot be completed. The run ends with an error, which closes the call.
      }
      queue.length = 0;
    },
  };
}
