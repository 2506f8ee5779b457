"use client";

import type { TamboToolUseContent, ToolResultContent } from "@tambo-ai/react";
import { useState } from "react";
import { ChevronRight } from "#components/ui/chat-icons.tsx";
import { Check, Spinner, X } from "#components/ui/icons.tsx";

interface ToolRowProps {
  toolUse: TamboToolUseContent;
  result: ToolResultContent | undefined;
  isRunning: boolean;
}

const STATUS = {
  loading: { tone: "bg-brand-soft text-brand", icon: <Spinner size={12} /> },
  success: { tone: "bg-ok-soft text-ok", icon: <Check size={12} strokeWidth={3} aria-hidden /> },
  error: { tone: "bg-danger-soft text-danger", icon: <X size={12} strokeWidth={3} aria-hidden /> },
};

/**
 * One tool call: what it did in words, and what went in and came out for those who open it. Not of the SDK's
 * base components: each of those goes through the whole thread with every word that arrives in it.
 */
export function ToolRow({ toolUse, result, isRunning }: ToolRowProps) {
  const [isOpen, setOpen] = useState(false);
  const isLoading = isRunning && toolUse.hasCompleted !== true;
  const { tone, icon } = STATUS[isLoading ? "loading" : result?.isError ? "error" : "success"];
  const parameters = JSON.stringify(toolUse.input, null, 2);
  return (
    <details
      className="group/tool text-help"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="flex min-h-6 w-fit cursor-pointer list-none items-center gap-2 rounded-control text-quiet hover:text-ink pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <span className={`grid size-5 shrink-0 place-items-center rounded-full ${tone}`}>
          {icon}
        </span>
        {describeCall(toolUse)}
        <code className="text-meta">{toolUse.name}</code>
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 transition-transform group-open/tool:rotate-90"
        />
      </summary>
      {isOpen && (
        <div className="mt-2 space-y-2 rounded-card border border-line bg-surface p-3">
          <Part title="Asked with" text={parameters === "{}" ? "nothing" : parameters} />
          {result && <Part title="Answer" text={readResult(result.content)} />}
        </div>
      )}
    </details>
  );
}

/** The words the model chose for its call, or plain ones. */
function describeCall({ hasCompleted, tamboDisplayProps }: TamboToolUseContent): string {
  const words = hasCompleted
    ? tamboDisplayProps?._tambo_completionStatusMessage
    : tamboDisplayProps?._tambo_statusMessage;
  return words ?? (hasCompleted ? "Used" : "Using");
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h3 className="text-meta font-medium text-quiet">{title}</h3>
      <pre className="max-h-field-max overflow-auto whitespace-pre-wrap text-meta">{text}</pre>
    </div>
  );
}

function readResult(content: unknown): string {
  if (!Array.isArray(content)) return String(content ?? "");
  return content
    .map((part: unknown) =>
      typeof part === "object" && part !== null && "text" in part ? indent(String(part.text)) : "",
    )
    .join("\n");
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON: words are shown as they are.
    return text;
  }
}
