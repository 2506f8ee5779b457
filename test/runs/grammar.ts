import { createParser } from "eventsource-parser";
import jsonPatch from "fast-json-patch";
import { expect } from "vitest";
import type { RunEvent } from "#lib/runs/events.ts";

interface Block {
  type: string;
  id?: string;
  [key: string]: unknown;
}

export interface RebuiltMessage {
  id: string;
  role: "assistant" | "user";
  content: Block[];
  reasoning?: string[];
}

/** The events of a run's response, read to its end as a client reads them. */
export async function readEvents(response: Response): Promise<RunEvent[]> {
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const events: RunEvent[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(JSON.parse(data)) });
  parser.feed(await response.text());
  return events;
}

const isTerminal = ({ type }: RunEvent) => type === "RUN_FINISHED" || type === "RUN_ERROR";

/**
 * Applies a run's events as the client does and returns the messages it ends up with. Fails on
 * the first event that does not fit the order the client needs: one terminal event and that last,
 * one open text at a time, every reference to something announced, patches that apply.
 */
export function rebuildMessages(events: RunEvent[]): RebuiltMessage[] {
  expect(events[0]?.type).toBe("RUN_STARTED");
  expect(events.filter(({ type }) => type === "RUN_STARTED")).toHaveLength(1);
  expect(events.filter(isTerminal)).toEqual([events.at(-1)]);
  const messages = new Map<string, RebuiltMessage>();
  const ids = new Set<string>();
  let openText: { id: string; isWritten: boolean; isThinking: boolean } | undefined;
  let openBlock: { block: Block; json: string } | undefined;
  let isWaiting = false;

  const findMessage = (id: string) => {
    const message = messages.get(id);
    if (!message) throw new Error(`message ${id} was not announced`);
    return message;
  };
  const addBlock = (messageId: string, block: Block & { id: string }) => {
    expect(openText, "an open text").toBeUndefined();
    expect(openBlock, "an open block").toBeUndefined();
    expect(ids, "ids used so far").not.toContain(block.id);
    ids.add(block.id);
    findMessage(messageId).content.push(block);
    openBlock = { block, json: "" };
  };
  const readBlock = (id: string) => {
    if (openBlock?.block.id !== id) throw new Error(`block ${id} is not open`);
    return openBlock;
  };
  const readText = (id?: string) => {
    if (!openText || (id && openText.id !== id)) throw new Error(`text ${id} is not open`);
    return openText;
  };

  for (const event of events.slice(1)) {
    expect(isWaiting && event.type !== "RUN_FINISHED", "events after awaiting_input").toBe(false);
    switch (event.type) {
      case "TEXT_MESSAGE_START": {
        const { messageId: id, role } = event;
        expect(openText, "an open text").toBeUndefined();
        expect(openBlock, "an open block").toBeUndefined();
        if (!messages.has(id)) messages.set(id, { id, role, content: [] });
        expect(findMessage(id).role).toBe(role);
        openText = { id, isWritten: false, isThinking: false };
        break;
      }
      case "TEXT_MESSAGE_CONTENT": {
        const text = readText(event.messageId);
        expect(text.isThinking).toBe(false);
        expect(event.delta).not.toBe("");
        text.isWritten = true;
        const { content } = findMessage(event.messageId);
        const last = content.at(-1);
        if (last?.type === "text") last.text += event.delta;
        else content.push({ type: "text", text: event.delta });
        break;
      }
      case "TEXT_MESSAGE_END":
        expect(readText(event.messageId).isThinking).toBe(false);
        openText = undefined;
        break;
      case "THINKING_TEXT_MESSAGE_START": {
        const text = readText();
        expect(text).toMatchObject({ isWritten: false, isThinking: false });
        text.isThinking = true;
        const message = findMessage(text.id);
        message.reasoning = [...(message.reasoning ?? []), ""];
        break;
      }
      case "THINKING_TEXT_MESSAGE_CONTENT": {
        const text = readText();
        expect(text.isThinking).toBe(true);
        const reasoning = findMessage(text.id).reasoning ?? [];
        reasoning.push(reasoning.pop() + event.delta);
        break;
      }
      case "THINKING_TEXT_MESSAGE_END":
        expect(readText().isThinking).toBe(true);
        readText().isThinking = false;
        break;
      case "TOOL_CALL_START": {
        const { toolCallId: id, toolCallName: name, parentMessageId } = event;
        addBlock(parentMessageId, { type: "tool_use", id, name, input: {} });
        break;
      }
      case "TOOL_CALL_ARGS":
        readBlock(event.toolCallId).json += event.delta;
        break;
      case "TOOL_CALL_END": {
        const { block, json } = readBlock(event.toolCallId);
        block.input = json === "" ? {} : JSON.parse(json);
        expect(block.input).toBeTypeOf("object");
        openBlock = undefined;
        break;
      }
      case "TOOL_CALL_RESULT": {
        const content = [{ type: "text", text: event.content }];
        const message = findMessage(readText(event.messageId).id);
        expect(message.role).toBe("user");
        message.content.push({ type: "tool_result", toolUseId: event.toolCallId, content });
        break;
      }
      case "CUSTOM":
        switch (event.name) {
          case "tambo.component.start": {
            const { messageId, componentId: id, componentName: name } = event.value;
            addBlock(messageId, { type: "component", id, name, props: {} });
            break;
          }
          case "tambo.component.props_delta": {
            const { block } = readBlock(event.value.componentId);
            const { operations } = event.value;
            expect(operations).not.toEqual([]);
            block.props = jsonPatch.applyPatch(block.props, operations, true, false).newDocument;
            break;
          }
          case "tambo.component.end":
            expect(readBlock(event.value.componentId).block.props).toEqual(event.value.finalProps);
            openBlock = undefined;
            break;
          case "tambo.run.awaiting_input": {
            isWaiting = true;
            for (const { toolCallId } of event.value.pendingToolCalls) {
              expect(ids).toContain(toolCallId);
            }
            break;
          }
        }
    }
  }
  expect(openText, "an open text at the end").toBeUndefined();
  return [...messages.values()];
}
