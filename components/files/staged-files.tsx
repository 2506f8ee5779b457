"use client";

import {
  type ReactTamboThreadMessage,
  type StagedImage,
  type useTambo,
  useTamboThreadInput,
} from "@tambo-ai/react";
import { useEffect, useRef, useState } from "react";
import { X } from "#components/ui/icons.tsx";
import {
  FILE_KINDS,
  findBase64Type,
  findFileFlaw,
  findFileType,
  nameFile,
  START_BYTES,
} from "#lib/base/files.ts";

/** The SDK stages pictures alone. What it sends is what a staged one says of itself. */
const STAGED_PDF = "image/pdf";
const PDF = "application/pdf";

const LONGEST_EDGE = 2_048; // pixels; models see no more of a picture
const SMALL = 512 * 1024; // bytes

interface Tray {
  /** What goes with the message already: another paste may have come while one was read. */
  list: () => { size: number }[];
  add: (files: File[]) => Promise<void>;
}

/** Stages the files that can go with the message, and tells why the others cannot. */
export async function stageFiles(
  files: File[],
  tray: Tray,
  tell: (problem: string) => void,
): Promise<void> {
  const results = await Promise.all(files.map(readFile));
  const read = results.filter((result) => result instanceof File);
  for (const result of results) if (typeof result === "string") tell(result);
  const flaw = findFileFlaw([...tray.list(), ...read].map(({ size }) => size));
  if (flaw) tell(`A message takes ${flaw}.`);
  else if (read.length > 0) await tray.add(read);
}

/** The file as it is sent, or a sentence that says why it is not. */
async function readFile(file: File): Promise<File | string> {
  const name = `“${file.name.slice(0, 80)}”`;
  try {
    const type = findFileType(await readStart(file));
    if (!type) return `${name} was not attached: it is not ${FILE_KINDS}.`;
    if (type === PDF) return new File([file], nameFile(file.name, type), { type: STAGED_PDF });
    const picture = await shrink(file, type);
    const sent = findFileType(await readStart(picture)) ?? type;
    return new File([picture], nameFile(file.name, sent), { type: sent });
  } catch {
    return `${name} was not attached: it cannot be read.`;
  }
}

const readStart = async (blob: Blob) =>
  new Uint8Array(await blob.slice(0, START_BYTES).arrayBuffer());

/** A picture of the size that models look at. Throws for what is no picture, whatever it begins with. */
async function shrink(file: File, type: string): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
  // A GIF may move.
  if (type === "image/gif" || (scale === 1 && file.size <= SMALL)) return file;
  const [width, height] = [bitmap.width, bitmap.height].map((edge) => Math.ceil(edge * scale));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  // What is not WebP where a browser cannot write that is PNG.
  const drawn = await canvas.convertToBlob({
    type: type === "image/jpeg" ? type : "image/webp",
    quality: 0.85,
  });
  return drawn.size < file.size ? drawn : file;
}

/** The files of a message as they are staged to be sent again. Throws if one is not there, or is nothing that can be sent. */
export function readSentFiles(content: ReactTamboThreadMessage["content"]): File[] {
  return content.flatMap((block) => {
    if (block.type !== "resource") return [];
    const { name = "", blob = "" } = block.resource;
    const type = findBase64Type(blob);
    if (!type) throw new Error("the file cannot be sent again");
    const bytes = Uint8Array.from(atob(blob), (character) => character.charCodeAt(0));
    return new File([bytes], nameFile(name, type), { type: type === PDF ? STAGED_PDF : type });
  });
}

/** What goes with the message that is being written; each can be taken away again. */
export function StagedFiles({ onEmpty }: { onEmpty: () => void }) {
  const { images, removeImage, value } = useTamboThreadInput();
  const list = useRef<HTMLUListElement>(null);
  // What is in a live region from its beginning is not read out.
  const [isLive, setLive] = useState(false);
  useEffect(() => setLive(true), []);

  function remove(id: string, index: number) {
    removeImage(id);
    const buttons = list.current?.querySelectorAll("button") ?? [];
    const next = buttons[index + 1] ?? buttons[index - 1];
    if (next) next.focus();
    else onEmpty();
  }

  return (
    <div className="space-y-2 px-4 pt-3">
      <ul ref={list} aria-label="Attached files" className="flex flex-wrap gap-2">
        {images.map(({ id, name, type, dataUrl }, index) => (
          <li
            key={id}
            className="flex max-w-full items-center gap-2 rounded-control border border-line bg-sunken p-1"
          >
            {type === STAGED_PDF || type === PDF ? (
              <span className="px-1.5 text-meta font-semibold text-quiet">PDF</span>
            ) : (
              // biome-ignore lint/performance/noImgElement: a file of this page, which no server makes smaller
              <img src={dataUrl} alt="" className="size-9 shrink-0 rounded-tag object-cover" />
            )}
            <bdi className="min-w-0 max-w-48 truncate text-help">{name}</bdi>
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => remove(id, index)}
              className="shrink-0 rounded-tag p-1 text-quiet hover:bg-line/70 hover:text-ink pointer-coarse:p-3"
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-meta text-quiet">
        {isLive ? (
          <>
            <span className="sr-only">Attached: {images.map(({ name }) => name).join(", ")}.</span>
            {value.trim() ? "" : "Say what to do with it, then send"}
          </>
        ) : null}
      </p>
    </div>
  );
}

type Tambo = Pick<ReturnType<typeof useTambo>, "messages" | "currentThreadId" | "dispatch">;

/**
 * Puts files that are about to be sent into the thread, before their question: the SDK shows that without
 * them until it is loaded again.
 */
export function showLeaving(
  images: StagedImage[],
  { messages, currentThreadId, dispatch }: Tambo,
): void {
  if (images.length === 0) return;
  for (const image of images) {
    if (image.type !== STAGED_PDF) continue;
    image.type = PDF;
    image.dataUrl = image.dataUrl.replace(STAGED_PDF, PDF);
  }
  const now = new Date().toISOString();
  const last = messages.at(-1)?.createdAt ?? now;
  const content = images.map(({ name, type, dataUrl }) => ({
    type: "resource" as const,
    resource: { name, mimeType: type, blob: dataUrl.slice(dataUrl.indexOf(",") + 1) },
  }));
  dispatch({
    type: "LOAD_THREAD_MESSAGES",
    threadId: currentThreadId,
    messages: [
      {
        id: `files_${crypto.randomUUID()}`,
        role: "user",
        content,
        // The SDK sorts by it, and another clock may be ahead.
        createdAt: now > last ? now : last,
      },
    ],
  });
}
