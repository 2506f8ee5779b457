"use client";

import { useTamboClient } from "@tambo-ai/react";
import { usePathname } from "next/navigation";
import { saveFile } from "#components/ui/save-file.ts";
import { useAttempt } from "./attempt.ts";

/** What users can do with what is kept about them. The SDK's client sends it, but has no calls for it. */
export function useMyData() {
  const client = useTamboClient();
  const pathname = usePathname();
  const attempt = useAttempt();

  async function exportThread(format: "json" | "markdown"): Promise<void> {
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
    /** Saves the open thread as a file; undefined where none is open. */
    exportThread: pathname.startsWith("/t/") ? exportThread : undefined,
    /** Deletes all the server keeps for this user and ends every session. False where that failed. */
    deleteAll: () =>
      attempt(() => client.delete<void>("/v1/me"), "Your data could not be deleted. Try again."),
  };
}
