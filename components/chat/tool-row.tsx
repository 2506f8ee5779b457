"use client";

import type { ReactTamboThreadMessage, TamboToolUseContent } from "@tambo-ai/react";
import { ToolcallInfo } from "@tambo-ai/react-ui-base/toolcall-info";
import { ChevronRight } from "#components/ui/chat-icons.tsx";
import { Check, Spinner, X } from "#components/ui/icons.tsx";

interface ToolRowProps {
  message: ReactTamboThreadMessage;
  toolUse: TamboToolUseContent;
  isRunning: boolean;
}

const STATUS = {
  loading: { tone: "bg-brand-soft text-brand", icon: <Spinner size={12} /> },
  success: { tone: "bg-ok-soft text-ok", icon: <Check size={12} strokeWidth={3} aria-hidden /> },
  error: { tone: "bg-danger-soft text-danger", icon: <X size={12} strokeWidth={3} aria-hidden /> },
};

/** One tool call: what it did in words, and what went in and came out for those who open it. */
export function ToolRow({ message, toolUse, isRunning }: ToolRowProps) {
  const isLoading = isRunning && toolUse.hasCompleted !== true;
  const parameters = JSON.stringify(toolUse.input, null, 2);
  return (
    <ToolcallInfo.Root message={message} toolUse={toolUse} isLoading={isLoading}>
      <ToolcallInfo.Trigger className="group flex min-h-6 items-center gap-2 rounded-control text-left text-help text-quiet hover:text-ink pointer-coarse:min-h-11">
        <ToolcallInfo.StatusIcon
          render={(props, { status }) => (
            <span
              {...props}
              className={`grid size-5 shrink-0 place-items-center rounded-full ${STATUS[status].tone}`}
            >
              {STATUS[status].icon}
            </span>
          )}
        />
        <ToolcallInfo.StatusText>{describeCall(toolUse)}</ToolcallInfo.StatusText>
        <code className="text-meta">{toolUse.name}</code>
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 transition-transform group-aria-expanded:rotate-90"
        />
      </ToolcallInfo.Trigger>
      <ToolcallInfo.Content className="mt-2 space-y-2 rounded-card border border-line bg-surface p-3 text-help">
        <Part title="Asked with" text={parameters === "{}" ? "nothing" : parameters} />
        <ToolcallInfo.Result
          render={(props, { content }) => (
            <div {...props}>
              <Part title="Answer" text={readResult(content)} />
            </div>
          )}
        />
      </ToolcallInfo.Content>
    </ToolcallInfo.Root>
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
