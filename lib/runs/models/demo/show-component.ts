import type { DemoPrompt } from "./read-prompt.ts";
import { callTool, type ReplyPart } from "./reply-part.ts";

interface Sample {
  text: string;
  props: Record<string, unknown>;
}

/** Shows a component, with the sample's props where they fit its schema and filled ones otherwise. */
export function showComponent(prompt: DemoPrompt, name: string, sample?: Sample): ReplyPart[] {
  const tool = prompt.tools.find((one) => one.kind === "component" && one.name === name);
  if (!tool) {
    return [{ type: "text", text: `I would show a ${name}, but this app has not registered one.` }];
  }
  if (!sample || !fits(sample.props, tool.schema)) {
    return [{ type: "text", text: `Here is a ${name}.` }, callTool(prompt, tool)];
  }
  return [
    { type: "text", text: sample.text },
    { type: "call", toolName: tool.toolName, input: sample.props },
  ];
}

/** Whether the schema knows all of these props and asks for no others. */
function fits(props: Record<string, unknown>, schema: Record<string, unknown>): boolean {
  const known = Object.keys(schema.properties ?? {});
  const required = Array.isArray(schema.required) ? schema.required : [];
  return (
    Object.keys(props).every((key) => known.includes(key)) &&
    required.every((key) => Object.hasOwn(props, key))
  );
}
