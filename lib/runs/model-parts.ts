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
 * What has to come back with a call: Gemini refuses one without the signature of its thought. Ids of
 * other providers stay out: they would stand for what was never stored over there.
 */
function toProviderOptions(metadata: ProviderMetadata | undefined): ProviderOptions {
  const signature = metadata?.google?.thoughtSignature;
  return typeof signature === "string" ? { google: { thoughtSignature: signature } } : undefined;
}

export interface PartWriter {
  write(part: TextStreamPart<ToolSet>): void;
  /** Closes what is open, so that the stream keeps its grammar when the model was cut off. */
  cut(): void;
  /** Calls that nobody is to carry out. */
  readonly failedCallIds: ReadonlySet<string>;
}

interface Queued {
  section: Section;
  isDone: boolean;
  input?: unknown;
  options?: ProviderOptions;
  /** A call that was refused in this step of the model, and waits for the next one's try. */
  refused?: { toolName: string; step: number };
}

/**
 * Translates a model's stream parts to the events of an answer. Providers may interleave calls;
 * the client wants one thing at a time, so what started first is sent first and the rest waits.
 */
export function writeModelParts(
  answer: Answer,
  callables: Map<string, Callable>,
  emit: Emit,
): PartWriter {
  const failedCallIds = new Set<string>();
  const queue: Queued[] = [];
  // Ids are the provider's and repeat from step to step.
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
    // The SDK tells the model by itself that there is no such tool.
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

  /** Some APIs end a text only with the whole message; a call that follows it would have to wait for that. */
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
        // There will be no other try.
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
        // Its arguments cannot be completed; the run ends with an error, which closes it as well.
      }
      queue.length = 0;
    },
  };
}
