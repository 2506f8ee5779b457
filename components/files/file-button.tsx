"use client";

import { useTamboThreadInput } from "@tambo-ai/react";
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Plus } from "#components/ui/icons.tsx";

let room: typeof import("./staged-files.tsx") | undefined;

/** What files need, which comes with the first one. */
export const fileRoom = () => room;

export async function loadFileRoom() {
  room ??= await import("./staged-files.tsx");
  return room;
}

interface FileButtonProps {
  /** Gets a sentence about what was not taken. */
  tell: (problem: string) => void;
}

/** Opens the browser's choice of files, and takes those that are pasted or dropped anywhere on the page. */
export function FileButton({ tell }: FileButtonProps) {
  const input = useTamboThreadInput();
  const staged = useRef(input);
  /** Those that were taken and that the SDK does not have yet. */
  const arriving = useRef<File[]>([]);
  const picker = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    staged.current = input;
    const arrived = input.images.map(({ file }) => file);
    arriving.current = arriving.current.filter((file) => !arrived.includes(file));
  });

  const tray = {
    list: () => [...staged.current.images, ...arriving.current],
    async add(files: File[]) {
      arriving.current.push(...files);
      try {
        await staged.current.addImages(files);
      } catch (error) {
        arriving.current = arriving.current.filter((file) => !files.includes(file));
        throw error;
      }
    },
  };

  async function take(list: FileList | null): Promise<void> {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    try {
      await (await loadFileRoom()).stageFiles(files, tray, tell);
    } catch {
      tell("Files cannot be attached now.");
    }
  }

  const onTransfer = useEffectEvent((event: DragEvent | ClipboardEvent) => {
    const data = "dataTransfer" in event ? event.dataTransfer : event.clipboardData;
    // Offices put a picture of a text beside it, which is what was copied.
    const isText = event.type === "paste" && data?.types.includes("text/plain");
    if (!data?.types.includes("Files") || isText) return;
    // A browser would leave the page for the file, and the SDK's field take it unseen.
    event.preventDefault();
    event.stopPropagation();
    void take(data.files);
  });
  useEffect(() => {
    const controller = new AbortController();
    for (const type of ["dragover", "drop", "paste"] as const)
      addEventListener(type, onTransfer, { capture: true, signal: controller.signal });
    return () => controller.abort();
  }, []);

  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept="image/*,.pdf"
        onChange={({ target }) => {
          void take(target.files);
          // So that the same file can be chosen again.
          target.value = "";
        }}
      />
      <IconButton
        icon={Plus}
        size="icon"
        label="Attach files"
        onClick={() => picker.current?.click()}
      />
    </>
  );
}
