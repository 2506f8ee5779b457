import type { TamboTool } from "@tambo-ai/react";
import { enum as enumeration, object } from "zod";
import { applyTheme, THEMES } from "#components/ui/theme.ts";
import { guardTool } from "./guard-tool.ts";

const schema = object({
  theme: enumeration(THEMES).describe("light, dark, or system to follow the device"),
});

/** Lets the model change the colours the user sees. It asks nothing: one press undoes it. */
export const setTheme = {
  name: "set_theme",
  title: "Set the theme",
  description: "Switches this app to light or dark colours, or back to those of the device.",
  inputSchema: schema,
  outputSchema: schema,
  tool: guardTool("set_theme", schema, ({ theme }) => {
    applyTheme(theme);
    return { theme };
  }),
} satisfies TamboTool;
