"use client";

import { useTamboClient } from "@tambo-ai/react";
import { usePathname } from "next/navigation";
import { saveFile } from "#components/ui/save-file.ts";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";
import { checkSession } from "./check-session.ts";
import { useNotify } from "./notices.tsx";

export type ExportFormat = "json" | "markdown";

interface MyData {
  /** Saves the open thread as a file; undefined where none is open. */
  exportThread?: (format: ExportFormat) => Promise<void>;
  /** Deletes all the server keeps for this user and ends every session. False, with a notice, where that failed. */
  deleteAll: () => Promise<boolean>;
}

/** What users can do with what is kept about them. The SDK's client sends it, but has no calls for it. */
export function useMyData(): MyData {
  const client = useTamboClient();
  const pathname = usePathname();
  const whenIdentified = useWhenIdentified();
  const notify = useNotify();

  async function attempt(send: () => Promise<void>, failure: string): Promise<boolean> {
    try {
      await whenIdentified();
      await send();
      return true;
    } catch (error) {
      checkSession(error);
      notify({ text: failure });
      return false;
    }
  }

  async function exportThread(format: ExportFormat): Promise<void> {
    await attempt(async () => {
      // The id in the address is encoded already.
      const path = `/v1/threads/${pathname.slice("/t/".length)}/export`;
      const response = await client.get(path, { query: { format } }).asResponse();
      const { parse } = await import("content-disposition");
      const disposition = response.headers.get("content-disposition") ?? "";
      const { filename = "Thread" } = parse(disposition).parameters;
      const type = response.headers.get("content-type") ?? "";
      saveFile(filename, type, await response.text());
    }, "The thread could not be exported. Try again.");
  }

  return {
    exportThread: pathname.startsWith("/t/") ? exportThread : undefined,
    deleteAll: () =>
      attempt(() => client.delete<void>("/v1/me"), "Your data could not be deleted. Try again."),
  };
}
