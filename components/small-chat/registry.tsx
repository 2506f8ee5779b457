import type { TamboComponent, TamboTool } from "@tambo-ai/react";
import { array, object, string } from "zod";
import { FactCard, factCardProps } from "./fact-card.tsx";

/** What the model may show. Add your component: a name, when to use it, the React part, its schema. */
export const components: TamboComponent[] = [
  {
    name: "FactCard",
    description:
      "A card with a title and up to twelve facts, each with a label and a value. Use it to show what is known of one thing, such as a product, a place or an order.",
    component: FactCard,
    propsSchema: factCardProps,
  },
];

/** What the model may do in the user's browser. Add your tool: a name, what it is for, both schemas, the function. */
export const tools: TamboTool[] = [
  {
    name: "get_local_time",
    description: "Reads the user's date, time and time zone.",
    inputSchema: object({}),
    outputSchema: object({ time: string(), timeZone: string(), languages: array(string()) }),
    tool: () => ({
      time: new Date().toString(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      languages: [...navigator.languages],
    }),
  },
];
