import { findProperty } from "#lib/runs/json-schema.ts";
import { fillSchema } from "./fill-schema.ts";
import { toWords } from "./find-mentioned.ts";
import type { DemoPrompt } from "./read-prompt.ts";
import { callWith, type ReplyPart } from "./reply-part.ts";

type Schema = DemoPrompt["tools"][number]["schema"];

/** The tool by which the SDK lets a model change an interactable: it ends with the component's id. */
const UPDATER = /^update_component_props_((.+)-\w+)$/;

/** "Change the note to milk": new props for the interactable that a message names; nothing if there is none. */
export function changeComponent({ request, tools }: DemoPrompt): ReplyPart[] {
  const [asked = "", value = ""] = request.split(/\bto\b/i);
  const words = ` ${toWords(asked)} `;
  return tools.flatMap((tool) => {
    const [, componentId, name = ""] = UPDATER.exec(tool.name) ?? [];
    if (!componentId || !words.includes(` ${toWords(name)} `)) return [];
    const schema = findProperty(tool.schema, "newProps", tool.schema);
    const newProps = fillSchema(schema as Schema, value.trim(), "component");
    return [callWith(tool, { componentId, newProps })];
  });
}
