import type { ProviderMetadata, TextStreamPart, ToolSet } from "ai";
import type { Answer } from "./answer.ts";
import {
  componentSection,
  type ProviderOptions,
  reasoningSection,
  type Section,
  textSection,
  toolSection,
} from "./answer-sections.ts";
import type { Callable } from "./component-tools.ts";
import type { Emit } from "./events.ts";

/**
 * What the provider expects back with a call: Gemini refuses one without its thought signature. Other
 * providers' ids are left out, because they refer to responses that were never stored there.
 */
function toProviderOptions(metadata: ProviderMetadata | undefined): ProviderOptions {
  const signature = metadata?.google?.thoughtSignature;
  return typeof signature === "string" ? { google: { thoughtSignature: signature } } : undefined;
}

export interface PartWriter {
  write(part: TextStreamPart<ToolSet>): void;
  /** Ends the open section, so that the stream stays valid when the model was cut off. */
  cut(): void;
  /** Calls that must not be carried out. */
  readonly failedCallIds: ReadonlySet<string>;
}

interface Queued {
  section: Section;
  isDone: boolean;
  input?: unknown;
  options?: ProviderOptions;
  /** The call was refused in this step of the model, and waits for a try in the next one. */
  refused?: { toolName: string; step: number };
}

/**
 * Translates a model's stream parts into the events of an answer. Providers may interleave calls, but
 * the client wants one section at a time. So the first one is sent, and the others wait.
 */
export function writeModelParts(
  answer: Answer,
  callables: Map<string, Callable>,
  emit: Emit,
): PartWriter {
  const failedCallIds = new Set<string>();
  const queue: Queued[] = [];
  // By the provider's ids, which repeat from step to step.
  const open = new Map<string, Queued>();
  let step = 0;

  function enqueue(id: string, section: Section): Queued {
    const queued = { section, isDone: false };
    queue.push(queued);
    open.set(id, queued);
    return queued;
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
        enqueue(`text ${part.id}`, textSection(answer));
        return;
      case "text-delta": {
        const id = `text ${part.id}`;
        (open.get(id) ?? enqueue(id, textSection(answer))).section.append(part.text);
        return;
      }
      case "text-end":
        finish(`text ${part.id}`);
        return;
      case "reasoning-start":
        enqueue(`reasoning ${part.id}`, reasoningSection(answer));
        return;
      case "reasoning-delta": {
        const id = `reasoning ${part.id}`;
        (open.get(id) ?? enqueue(id, reasoningSection(answer))).section.append(part.text);
        return;
      }
      case "reasoning-end":
        finish(`reasoning ${part.id}`);
        return;
      case "tool-input-start":
        finishTexts();
        enqueueCall(`call ${part.id}`, part.toolName);
        return;
      case "tool-input-delta":
        open.get(`call ${part.id}`)?.section.append(part.delta);
        return;
      case "tool-call": {
        const id = `call ${part.toolCallId}`;
        const queued = open.get(id) ?? enqueueCall(id, part.toolName);
        if (queued && part.invalid && queued.section.refuse?.()) {
          queued.refused = { toolName: part.toolName, step };
          return;
        }
        if (queued && !part.invalid) queued.input = part.input;
        if (queued) queued.options = toProviderOptions(part.providerMetadata);
        finish(id);
        return;
      }
      case "finish-step":
        for (const queued of queue) queued.isDone = queued.refused?.step !== step;
        step += 1;
        open.clear();
        return;
      case "finish":
        // No other try will come.
        for (const queued of queue) queued.isDone = true;
        return;
    }
  }

  return {
    failedCallIds,
    write(part) {
      accept(part);
      for (let head = queue[0]; head; head = queue[0]) {
        head.section.write();
        if (!head.isDone) return;
        queue.shift();
        head.section.end(head.input, head.options);
      }
    },
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
