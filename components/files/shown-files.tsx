"use client";

import { type ReactTamboThreadMessage, useTambo } from "@tambo-ai/react";
import { useState } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { findBase64Type, nameFile } from "#lib/base/files.ts";

type Content = ReactTamboThreadMessage["content"];
type Resource = Extract<Content[number], { type: "resource" }>["resource"];

/** The files of a question. Each is what its bytes say: nothing is drawn or saved as what somebody called it. */
export function ShownFiles({ message }: { message: ReactTamboThreadMessage }) {
  const [loaded, setLoaded] = useState<Content>();
  const files = (loaded ?? message.content).flatMap((block) =>
    block.type === "resource" ? [block.resource] : [],
  );
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files" className="flex max-w-full flex-wrap gap-2">
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: files have no id, and none comes or goes.
        <li key={index} className="max-w-full">
          {file.blob || file.text || file.uri ? (
            <ShownFile {...file} />
          ) : (
            <LeftOutFile messageId={message.id} name={file.name ?? "File"} onLoad={setLoaded} />
          )}
        </li>
      ))}
    </ul>
  );
}

const CHIP = buttonClass({ variant: "outline" }, "max-w-full");

function ShownFile({ name, uri, blob = "" }: Resource) {
  const type = findBase64Type(blob);
  if (!type) return <bdi className="text-help text-quiet">{name ?? uri ?? "File"}</bdi>;
  const shown = nameFile(name ?? "", type);
  const address = `data:${type};base64,${blob}`;
  if (type.startsWith("image/"))
    return (
      // biome-ignore lint/performance/noImgElement: it is in the message, and no server makes it smaller
      <img
        src={address}
        alt={shown}
        className="max-h-60 max-w-full rounded-card border border-line"
      />
    );
  return (
    <a href={address} download={shown} className={CHIP}>
      <bdi className="min-w-0 truncate">{shown}</bdi>
      <span className="text-help text-quiet">Download</span>
    </a>
  );
}

interface LeftOutFileProps {
  messageId: string;
  name: string;
  onLoad: (content: Content) => void;
}

/** An old file of a thread with many: it comes when it is asked for. */
function LeftOutFile({ messageId, name, onLoad }: LeftOutFileProps) {
  const { client, currentThreadId } = useTambo();
  const [word, setWord] = useState("Show");

  async function load() {
    setWord("Loading…");
    try {
      const message = await client.threads.messages.get(messageId, { threadId: currentThreadId });
      onLoad(message.content as Content);
    } catch {
      setWord("Try again");
    }
  }
  return (
    <button type="button" onClick={load} className={CHIP}>
      <bdi className="min-w-0 truncate">{name}</bdi>
      <span className="text-help text-quiet">{word}</span>
    </button>
  );
}
