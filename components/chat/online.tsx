"use client";

import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import { CloudOff } from "#components/ui/chat-icons.tsx";
import type { IconComponent } from "#components/ui/icons.tsx";
import { useAnnounce } from "./announcer.tsx";

/** A thin bar across the page, as long as something lasts that sending waits for. */
export function Bar({ icon: Icon, children }: { icon: IconComponent; children: ReactNode }) {
  return (
    <p
      data-screen-only
      className="flex shrink-0 items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-help text-warn"
    >
      <Icon size={15} aria-hidden />
      {children}
    </p>
  );
}

/** It is there while there is no network. Reading goes on; sending waits. */
export function OfflineBar() {
  const isOnline = useOnline();
  const wasOnline = useRef(true);
  const announce = useAnnounce();

  useEffect(() => {
    if (isOnline === wasOnline.current) return;
    wasOnline.current = isOnline;
    announce(isOnline ? "Back online" : "You are offline. Your text is kept.");
  }, [isOnline, announce]);

  if (isOnline) return null;
  return <Bar icon={CloudOff}>You are offline. Your text is kept.</Bar>;
}

function subscribe(onChange: () => void): () => void {
  addEventListener("online", onChange);
  addEventListener("offline", onChange);
  return () => {
    removeEventListener("online", onChange);
    removeEventListener("offline", onChange);
  };
}

/** Whether the browser has a network; true while the page is rendered on the server. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
}
