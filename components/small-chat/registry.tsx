import type { TamboComponent, TamboTool } from "@tambo-ai/react";
import { array, type infer as Infer, object, string } from "zod";

const factCardProps = object({
  title: string().optional().describe("What the facts are about"),
  facts: array(
    object({
      label: string().optional().describe("What is told, such as Price"),
      value: string().optional().describe("The fact itself, such as 12 €"),
    }),
  )
    .optional()
    .describe("One to twelve facts, the most important first"),
});

/** A title and facts. Every prop may be absent: while the answer arrives, they come one by one. */
function FactCard({ title, facts = [] }: Infer<typeof factCardProps>) {
  return (
    <section
      aria-label={title}
      className="rounded-card border border-line bg-surface p-4 text-control"
    >
      <h3 className="min-h-6 text-section font-semibold">{title}</h3>
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1">
        {facts.map(({ label, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: facts have no id, and are only ever added at the end.
          <div key={index} className="contents">
            <dt className="text-quiet">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

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
