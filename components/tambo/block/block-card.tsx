import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { CircleDashed, Loader, RotateCcw } from "#components/ui/chat-icons.tsx";
import { TriangleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { CardButton, OffContext, Skeleton } from "./parts.tsx";
import type { BlockPhase } from "./phase.ts";
import type { Saving } from "./use-saved-state.ts";

interface BlockCardProps {
  phase: BlockPhase;
  title: string;
  subtitle?: ReactNode;
  tools?: ReactNode;
  saving: Saving;
  children: ReactNode;
}

const PHASES = {
  arriving: { tone: "accent", icon: Loader, children: "Arriving" },
  cut: { tone: "warn", icon: CircleDashed, children: "Incomplete" },
} as const;

function NotSaved({ saving }: { saving: Saving }) {
  if (!saving.failed) return null;
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-t border-line py-1 pr-2 pl-4 text-help"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="flex-1">Not saved. Your change is kept on this page.</span>
      <CardButton icon={RotateCcw} onClick={saving.retry}>
        Try again
      </CardButton>
    </p>
  );
}

/** The card of a generative component: says when it is arriving, cut off, or not saved. */
export function BlockCard({ phase, title, saving, tools, ...rest }: BlockCardProps) {
  const isArriving = phase === "arriving";
  return (
    <OffContext value={phase !== "done"}>
      <Card
        {...rest}
        title={title || (isArriving ? <Skeleton className="mt-1 h-3.5 w-40" /> : "Untitled")}
        isBusy={isArriving}
        tools={
          <>
            {tools}
            {phase !== "done" && (
              <span className="px-1 py-1.5">
                <Tag {...PHASES[phase]} />
              </span>
            )}
          </>
        }
        footer={<NotSaved saving={saving} />}
      />
    </OffContext>
  );
}
