import { array, type infer as Infer, object, string } from "zod";

export const factCardProps = object({
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
export function FactCard({ title, facts = [] }: Infer<typeof factCardProps>) {
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
