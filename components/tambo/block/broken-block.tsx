import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { Braces } from "#components/ui/chat-icons.tsx";
import { TriangleAlert } from "#components/ui/icons.tsx";
import { CardButton } from "./parts.tsx";

/** Stands for a component whose props do not fit its schema: what is wrong, and the data itself. */
export function BrokenBlock({ reason, props }: { reason: string; props: unknown }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card
      title="This block could not be shown"
      subtitle="The answer's data does not fit the component"
      tools={
        <CardButton icon={Braces} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Hide data" : "Show data"}
        </CardButton>
      }
    >
      <p className="flex gap-2 px-4 pt-1 pb-3 text-help">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span className="min-w-0 wrap-break-word">{reason}</span>
      </p>
      {isOpen && (
        <pre className="max-h-80 overflow-auto border-t border-line bg-sunken px-4 py-3 text-meta whitespace-pre-wrap wrap-break-word">
          {JSON.stringify(props, null, 2)}
        </pre>
      )}
    </Card>
  );
}
